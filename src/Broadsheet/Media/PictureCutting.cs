using Broadsheet.Media.Darkroom;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Media;

/// <summary>
/// Cuts what waits to be cut, one picture after the other. The rows themselves are the queue: a restart goes on where it
/// was, and nothing grows in memory.
/// </summary>
sealed class PictureCutting(
    IDbContextFactory<NewsroomDb> reading, INewsroomWriter writer, PictureFiles files, DeletedPictures deleted, MediaSettings settings, TimeProvider clock,
    ILogger<PictureCutting> log, ILogger<DarkroomProcess> darkroomLog) : BackgroundService, INodeConsumer
{
    static readonly TimeSpan lookAgain = TimeSpan.FromSeconds(60), rest = TimeSpan.FromSeconds(5);
    static readonly TimeSpan firstRest = TimeSpan.FromSeconds(2), longestRest = TimeSpan.FromMinutes(10);
    const int AtOnce = 200;

    readonly SemaphoreSlim changed = new(0, 1);
    readonly BackDarkroom darkroom = new(settings, files, clock, darkroomLog);

    /// <summary>While nothing can be stored it is asked ever less often, each time for the next picture: it may be one of them alone.</summary>
    TimeSpan untilRoom = firstRest;
    long passedBy;

    public ValueTask Handle(OutboxEvent happened, CancellationToken stop)
    {
        if (happened.Name == PictureChanged.Name && changed.CurrentCount == 0) changed.Release();
        return ValueTask.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Safely(BeginAgain, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var goOn = await Safely(CutNext, stoppingToken);
            if (!goOn) await changed.WaitAsync(lookAgain, stoppingToken);
        }
    }

    async Task<bool> Safely(Func<CancellationToken, Task<bool>> work, CancellationToken stop)
    {
        try
        {
            return await work(stop);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogWarning(failure, "Pictures could not be cut; they are tried again");
            await Task.Delay(rest, clock, stop);
            return false;
        }
    }

    /// <summary>
    /// A backup holds originals only: whose renditions are not there is cut again. What failed before this start and was not the
    /// picture's own fault is tried again: somebody may have mended the machine.
    /// </summary>
    async Task<bool> BeginAgain(CancellationToken stop)
    {
        long after = 0;
        while (true)
        {
            await using var db = await reading.CreateDbContextAsync(stop);
            var some = await db.Pictures.Where(picture => picture.Number > after).OrderBy(picture => picture.Number).Take(AtOnce)
                .Select(picture => new { picture.Number, picture.RenditionKey, picture.Width, picture.Height, picture.Cut, picture.Problem }).ToListAsync(stop);
            var lost = some.Where(picture => !files.HasRenditions(picture.RenditionKey, picture.Width, picture.Height, picture.Cut)).Select(picture => picture.Number).ToList();
            if (lost.Count > 0) await Change(lost, picture => picture.LostItsRenditions(), stop);
            var failed = some.Where(picture => picture.Problem is Developed.Failed or Developed.Lost).Select(picture => picture.Number).Except(lost).ToList();
            if (failed.Count > 0) await Change(failed, picture => picture.TryAgain(), stop);
            if (some.Count < AtOnce) return true;
            after = some[^1].Number;
        }
    }

    /// <summary>False when nothing waits.</summary>
    async Task<bool> CutNext(CancellationToken stop)
    {
        if (await Next(stop) is not { } next) return false;
        var cut = next.Cut == PictureCut.None ? PictureCut.Quick : PictureCut.Full;
        var key = Picture.KeyOf(next.File, next.FocusX, next.FocusY);
        var path = files.PathOfOriginal(next.File);
        var developed = File.Exists(path) ? await darkroom.Develop(path, key, next.FocusX, next.FocusY, cut, stop) : Developed.Refused(Developed.Lost);
        if (developed.Problem == Developed.NotWritten)
        {
            await WaitForRoom(next.Number, stop);
            return true;
        }
        untilRoom = firstRest;
        if (developed.Problem is { } problem) log.LogWarning("Picture {Number} could not be cut: {Problem}", next.Number, problem);
        var isTakenOff = false;
        var changed = await Change([next.Number], picture =>
        {
            isTakenOff = picture.Problem == Picture.TakenOff; // while it was cut
            if (isTakenOff) return;
            if (developed.Problem is not null) picture.CouldNotBeCut(developed.Problem, developed.ForGood);
            else if (Picture.KeyOf(picture.File, picture.FocusX, picture.FocusY) == key) picture.WasCut(key, cut);
        }, stop);
        if (isTakenOff) await deleted.TakeOff(next.Number, next.File, next.Width, next.Height, stop);
        if (changed == 0) await deleted.TakeOffCuts(next.File, key, next.Width, next.Height, stop);
        return true;
    }

    /// <summary>The picture is not to blame, and keeps its attempts.</summary>
    async Task WaitForRoom(long number, CancellationToken stop)
    {
        log.LogError("What is cut from picture {Number} cannot be stored in {Folder}: is the disk full? Next try in {Seconds} s", number, files.RenditionsFolder, untilRoom.TotalSeconds);
        await Task.Delay(untilRoom, clock, stop);
        (untilRoom, passedBy) = (untilRoom * 2 < longestRest ? untilRoom * 2 : longestRest, number);
    }

    async Task<Waiting?> Next(CancellationToken stop)
    {
        if (await Next(passedBy, stop) is { } next) return next;
        if (passedBy == 0) return null;
        passedBy = 0;
        return await Next(passedBy, stop);
    }

    async Task<Waiting?> Next(long after, CancellationToken stop)
    {
        await using var db = await reading.CreateDbContextAsync(stop);
        return await db.Pictures.Where(picture => picture.Cut != PictureCut.Full && picture.Problem == null && picture.Number > after).OrderBy(picture => picture.Number)
            .Select(picture => new Waiting(picture.Number, picture.File, picture.FocusX, picture.FocusY, picture.Width, picture.Height, picture.Cut)).FirstOrDefaultAsync(stop);
    }

    /// <returns>How many of them are there.</returns>
    Task<int> Change(IReadOnlyCollection<long> numbers, Action<Picture> change, CancellationToken stop) => writer.Write(async (db, stop) =>
    {
        var pictures = await db.Pictures.Where(picture => numbers.Contains(picture.Number)).ToListAsync(stop);
        foreach (var picture in pictures)
        {
            change(picture);
            db.Record(new PictureChanged(picture.Number));
        }
        await db.SaveChangesAsync(stop);
        return pictures.Count;
    }, stop);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await darkroom.DisposeAsync();
    }

    public override void Dispose()
    {
        changed.Dispose();
        base.Dispose();
    }

    sealed record Waiting(long Number, string File, int FocusX, int FocusY, int Width, int Height, PictureCut Cut);
}
