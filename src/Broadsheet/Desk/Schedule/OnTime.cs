using System.Globalization;
using Broadsheet.Desk.Publishing;
using Broadsheet.Edition;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Broadsheet.Words;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Desk.Schedule;

/// <summary>
/// Publishes what is due, within a second of its time. It may run on several nodes: whoever marks a story as done in the
/// change that publishes it has published it. After the machine was off it publishes what it missed, and says so.
/// </summary>
sealed class OnTime(
    IDbContextFactory<NewsroomDb> reading, INewsroomWriter writer, Publishing.Publishing publishing, CurrentEdition edition, PaperTime time, IStringLocalizer<DeskWords> say,
    TimeProvider clock, ILogger<OnTime> log) : BackgroundService, INodeConsumer
{
    const int AtOnce = 20;

    // Not until the next is due: the machine's clock may be set, or the machine sleep meanwhile.
    static readonly TimeSpan lookAgain = TimeSpan.FromSeconds(1), late = TimeSpan.FromMinutes(2);
    readonly SemaphoreSlim changed = new(0);

    public ValueTask Handle(OutboxEvent happened, CancellationToken stop)
    {
        if (happened.Name == ScheduleChanged.Name) changed.Release();
        return ValueTask.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested) await changed.WaitAsync(await PublishWhatIsDue(stoppingToken), stoppingToken);
    }

    async Task<TimeSpan> PublishWhatIsDue(CancellationToken stop)
    {
        try
        {
            var now = clock.GetUtcNow();
            await using var db = await reading.CreateDbContextAsync(stop);
            var waiting = db.ScheduledStories.Where(planned => planned.DoneAt == null);
            var due = await waiting.Where(planned => planned.At <= now).OrderBy(planned => planned.At).ThenBy(planned => planned.StoryNumber).Select(planned => planned.StoryNumber).Take(AtOnce).ToListAsync(stop);
            foreach (var story in due) await Publish(story, stop);
            if (due.Count == AtOnce) return TimeSpan.Zero;
            var next = await waiting.Where(planned => planned.At > now).MinAsync(planned => (DateTimeOffset?)planned.At, stop) - clock.GetUtcNow();
            return next is null || next > lookAgain ? lookAgain : next > TimeSpan.Zero ? next.Value : TimeSpan.Zero;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogError(failure, "What is due could not be published; it is tried again");
            return lookAgain;
        }
    }

    /// <summary>One that fails does not keep the others.</summary>
    async Task Publish(long story, CancellationToken stop)
    {
        try
        {
            await writer.Write((db, stop) => Publish(db, story, stop), stop);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogError(failure, "Story {Story} is due and could not be published; it is tried again", story);
        }
    }

    async Task Publish(NewsroomDb db, long story, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (await db.ScheduledStories.SingleOrDefaultAsync(planned => planned.StoryNumber == story && planned.DoneAt == null && planned.At <= now, stop) is not { } planned) return;
        planned.DoneAt = now;
        await db.SaveChangesAsync(stop);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = edition.Facts.Culture;
        var refusal = await Publishing.Publishing.WhyNot(db, story, planned.Revision, now, newestOnly: false, stop);
        if (refusal is null) await publishing.Show(db, story, planned.Revision, stop);
        planned.Problem = refusal is null ? null : say.Sentence(refusal, time);
        if (refusal is null && now - planned.At <= late) db.Remove(planned);
        db.Record(new ScheduleChanged(story));
        await db.SaveChangesAsync(stop);
    }

    public override void Dispose()
    {
        changed.Dispose();
        base.Dispose();
    }
}
