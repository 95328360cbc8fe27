using System.Data.Common;
using Broadsheet.NewsFormats;
using Broadsheet.Storage;
using Broadsheet.Wire.Pictures;

namespace Broadsheet.Wire.Intake;

/// <summary>
/// Watches one source's folder. A file is taken when two looks at it were equal and its content reads as complete; then
/// it is stored, and only then moved: after a crash in between it is taken again, and is "the same".
/// </summary>
sealed class FolderWatch(Source source, IntakeFolder folder, Ingest ingest, Sources sources, WireSettings settings, TimeProvider clock, ILogger<FolderIntake> log)
{
    const int FilesInARound = 1_000, FilesInOneWrite = 64, ReadAtOnce = 2;
    const long BytesInOneWrite = 4_000_000;
    static readonly TimeSpan slowPoll = TimeSpan.FromSeconds(2), pollUnwatched = TimeSpan.FromMilliseconds(400);
    static readonly TimeSpan gather = TimeSpan.FromMilliseconds(15);
    static readonly TimeSpan longestRest = TimeSpan.FromSeconds(30);

    readonly Dictionary<string, WaitingFile> waiting = [];
    readonly HashSet<string> outOfReach = [];
    readonly SourceHints hints = new(source, sources, clock);
    readonly long began = clock.GetTimestamp();
    TimeSpan rest = TimeSpan.FromSeconds(1);

    /// <summary>The last round failed, or one before this watch began did.</summary>
    bool failed = source.IsInTrouble && SourceTrouble.Parse(source.LastError ?? "").IsOfAWholeRound;

    TimeSpan Now => clock.GetElapsedTime(began);

    public async Task Run(CancellationToken stop)
    {
        using var bell = new FolderBell(folder, log);
        while (!stop.IsCancellationRequested)
        {
            var pause = await OneRound(bell, stop);
            await bell.Wait(pause, stop);
            await Task.Delay(gather, clock, stop); // files come in crowds, and each rings several times
        }
    }

    async Task<TimeSpan> OneRound(FolderBell bell, CancellationToken stop)
    {
        var pause = await Work(bell, stop);
        await WriteHints(stop);
        return pause;
    }

    async Task<TimeSpan> Work(FolderBell bell, CancellationToken stop)
    {
        try
        {
            folder.Make();
            bell.Hang();
            LookAround();
            await TakeAll([.. InOneWrite(Due())], stop);
            WentWell();
            return UntilNextDue(bell.IsHung ? slowPoll : pollUnwatched);
        }
        catch (Exception failure) when (failure is StorageRefusedException or DbException or IOException or UnauthorizedAccessException)
        {
            // Nothing is wrong with the files: they stay where they are.
            log.LogError(failure, "Source {SourceId}: the folder {Folder} cannot be worked on; next try in {Seconds} s", source.Id, folder.Path, rest.TotalSeconds);
            return Failed(failure);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogError(failure, "Source {SourceId}: a round in {Folder} failed; next try in {Seconds} s", source.Id, folder.Path, rest.TotalSeconds);
            return Failed(failure);
        }
    }

    /// <summary>After a round that failed that is news, though no file came.</summary>
    void WentWell()
    {
        if (failed) hints.Success();
        failed = false;
        rest = TimeSpan.FromSeconds(1);
    }

    TimeSpan Failed(Exception failure)
    {
        failed = true;
        hints.Error(TroubleOf(failure));
        return Growing();
    }

    SourceTrouble TroubleOf(Exception failure) => failure switch
    {
        StorageRefusedException or DbException => SourceTrouble.Of(TroubleKey.NotStored),
        IOException or UnauthorizedAccessException => SourceTrouble.OfFolder(failure, folder.Path),
        _ => SourceTrouble.Of(TroubleKey.OwnFault, failure.GetType().Name),
    };

    async Task WriteHints(CancellationToken stop)
    {
        try { await hints.Write(stop); }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The database may be what is in trouble. They are kept, and written when it is well again.
            log.LogWarning(failure, "Source {SourceId}: how it fares could not be noted; it is tried again", source.Id);
        }
    }

    TimeSpan Growing()
    {
        var now = rest;
        rest = rest * 2 < longestRest ? rest * 2 : longestRest;
        return now;
    }

    void LookAround()
    {
        var gone = waiting.Keys.ToHashSet();
        var now = Now;
        foreach (var (name, look) in folder.Files())
        {
            gone.Remove(name);
            if (look is null) Complain(name);
            else if (waiting.TryGetValue(name, out var file)) file.SeenAgain(look, now);
            else waiting.Add(name, new WaitingFile(name, look, now));
        }
        foreach (var name in gone) waiting.Remove(name);
    }

    void Complain(string name)
    {
        if (!outOfReach.Add(name)) return;
        log.LogWarning("Source {SourceId}: the name of {File} is not in UTF-8; it cannot be opened", source.Id, IntakeFolder.Shown(name));
        hints.Error(SourceTrouble.Of(TroubleKey.NameNotUtf8).In(IntakeFolder.Shown(name)));
    }

    List<WaitingFile> Due() => [.. waiting.Values.Where(file => file.DueAt <= Now)
        .OrderBy(file => file.Look.ChangedSecond).ThenBy(file => file.Look.ChangedNano).ThenBy(file => file.Name, StringComparer.Ordinal).Take(FilesInARound)];

    TimeSpan UntilNextDue(TimeSpan atMost)
    {
        if (waiting.Count == 0) return atMost;
        var next = waiting.Values.Min(file => file.DueAt) - Now;
        return next < TimeSpan.Zero ? TimeSpan.Zero : next < atMost ? next : atMost;
    }

    static IEnumerable<List<WaitingFile>> InOneWrite(List<WaitingFile> due)
    {
        var batch = new List<WaitingFile>();
        long bytes = 0;
        foreach (var file in due)
        {
            if (batch.Count == FilesInOneWrite || (batch.Count > 0 && bytes + file.Look.Size > BytesInOneWrite))
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }
            batch.Add(file);
            bytes += file.Look.Size;
        }
        if (batch.Count > 0) yield return batch;
    }

    /// <summary>While one batch is stored the next is read: the one waits for the disk, the other for the processor.</summary>
    async Task TakeAll(List<List<WaitingFile>> batches, CancellationToken stop)
    {
        var ahead = batches.Count > 0 ? Read(batches[0], stop) : null;
        for (var at = 0; ahead is not null; at++)
        {
            var read = await ahead;
            ahead = at + 1 < batches.Count ? Read(batches[at + 1], stop) : null;
            try { await Take(read, stop); }
            catch
            {
                // What was read ahead stays where it is, to be read again.
                if (ahead is not null) await ((Task)ahead).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw;
            }
        }
    }

    Task<FileReading[]> Read(List<WaitingFile> batch, CancellationToken stop) => Task.Run(async () =>
    {
        var read = new FileReading[batch.Count];
        await Parallel.ForAsync(0, batch.Count, new ParallelOptions { MaxDegreeOfParallelism = ReadAtOnce, CancellationToken = stop }, async (at, stop) => read[at] = await Read(batch[at], stop));
        return read;
    }, stop);

    async Task Take(FileReading[] read, CancellationToken stop)
    {
        foreach (var together in Apart(read.Where(one => one.Document is not null))) await Store(together, stop);
        foreach (var one in read.Where(one => one.Document is null)) await Settle(one, stop);
    }

    async Task<FileReading> Read(WaitingFile file, CancellationToken stop)
    {
        try
        {
            await using var content = folder.Open(file.Name);
            if (FileLook.At(content.SafeFileHandle) != file.Look) return FileReading.Changed(file);
            if (await PictureBeside.KindOf(content, stop) is { } kind)
                return kind.IsWhole(content) ? FileReading.Picture(file) : FileReading.Incomplete(file, SourceTrouble.Of(TroubleKey.HalfAPicture));
            if (file.Look.Size > settings.LargestFile) return FileReading.Refused(file, SourceTrouble.Of(TroubleKey.FileTooLarge, file.Look.Size, settings.LargestFile));
            var document = await ingest.Read(source, content, stop);
            return FileLook.At(content.SafeFileHandle) == file.Look ? new FileReading(file, Document: document) : FileReading.Changed(file);
        }
        catch (NewsFormatException refusal)
        {
            return folder.Look(file.Name) != file.Look ? FileReading.Changed(file)
                : refusal.Kind is NewsFormatErrorKind.Truncated or NewsFormatErrorKind.Empty ? FileReading.Incomplete(file, SourceTrouble.Of(refusal))
                : FileReading.Refused(file, SourceTrouble.Of(refusal));
        }
        catch (FileNotFoundException) { return FileReading.Changed(file); }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException) { return FileReading.HeldUp(file, SourceTrouble.Of(TroubleKey.FileNotOpened).With(failure.Message)); }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogError(failure, "Source {SourceId}: reading {File} failed", source.Id, IntakeFolder.Shown(file.Name));
            return FileReading.Refused(file, SourceTrouble.Of(TroubleKey.FileFault, failure.GetType().Name));
        }
    }

    /// <summary>
    /// Files of one write share no item. Else an item without version that came twice would, after a crash between storing
    /// and moving, be counted on.
    /// </summary>
    static IEnumerable<List<FileReading>> Apart(IEnumerable<FileReading> read)
    {
        var together = new List<FileReading>();
        var guids = new HashSet<string>();
        foreach (var one in read)
        {
            var own = one.Document!.Items.Select(item => item.Guid).OfType<string>().ToHashSet();
            if (together.Count > 0 && guids.Overlaps(own))
            {
                yield return together;
                together = [];
                guids.Clear();
            }
            together.Add(one);
            guids.UnionWith(own);
        }
        if (together.Count > 0) yield return together;
    }

    async Task Store(List<FileReading> together, CancellationToken stop)
    {
        IReadOnlyList<IngestResult> results;
        try
        {
            results = await ingest.Take(source, [.. together.Select(one => new SentFile(IntakeFolder.Shown(one.File.Name), one.Document!))], stop);
        }
        catch (Exception failure) when (together.Count > 1 && failure is not (StorageRefusedException or OperationCanceledException))
        {
            // One of them is to blame, and the others need not wait for it.
            log.LogWarning(failure, "Source {SourceId}: {Count} files could not be stored together; each alone now", source.Id, together.Count);
            foreach (var one in together) await Store([one], stop);
            return;
        }
        catch (Exception failure) when (failure is not (StorageRefusedException or OperationCanceledException))
        {
            log.LogError(failure, "Source {SourceId}: {File} could not be stored", source.Id, IntakeFolder.Shown(together[0].File.Name));
            HoldUp(together[0].File, SourceTrouble.Of(TroubleKey.FileNotStored).With(failure.Message));
            return;
        }
        hints.Success();
        foreach (var (one, result) in together.Zip(results))
        {
            if (result.LastRefusal is { } refusal) hints.Error(refusal.In(IntakeFolder.Shown(one.File.Name)));
            Move(one.File, result.NothingWasTaken ? string.Join('\n', result.Messages) : null);
        }
    }

    async Task Settle(FileReading read, CancellationToken stop)
    {
        var file = read.File;
        if (read.HasChanged) file.HasChanged(folder.Look(file.Name), Now);
        else if (read.IsPicture) Move(file, failedFor: null);
        else if (read.IsHeldUp) HoldUp(file, read.Reason!);
        else if (read.IsIncomplete && Now - file.UnchangedSince < settings.IncompleteAfter) file.IsGrowing(settings.IncompleteAfter);
        else await Fail(file, read.IsIncomplete ? SourceTrouble.Of(TroubleKey.NeverCompleted, settings.IncompleteAfterSeconds).And(read.Reason!) : read.Reason!, stop);
    }

    async Task Fail(WaitingFile file, SourceTrouble reason, CancellationToken stop)
    {
        if (folder.Look(file.Name) != file.Look)
        {
            file.HasChanged(folder.Look(file.Name), Now);
            return;
        }
        try { await ingest.Refuse(source, IntakeFolder.Shown(file.Name), reason, stop); }
        catch (Exception failure) when (failure is not (StorageRefusedException or OperationCanceledException))
        {
            // The others need not wait for it.
            log.LogError(failure, "Source {SourceId}: the refusal of {File} could not be noted", source.Id, IntakeFolder.Shown(file.Name));
            HoldUp(file, SourceTrouble.Of(TroubleKey.FileNotStored).With(failure.Message));
            return;
        }
        hints.Error(reason.In(IntakeFolder.Shown(file.Name)));
        Move(file, reason.English);
    }

    /// <summary>To failed/ with a reason, else to done/.</summary>
    void Move(WaitingFile file, string? failedFor)
    {
        try
        {
            var moved = failedFor is null ? folder.MoveToDone(file.Name, file.Look) : folder.MoveToFailed(file.Name, file.Look, failedFor, clock.GetUtcNow());
            if (moved) waiting.Remove(file.Name);
            else file.HasChanged(folder.Look(file.Name), Now);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            HoldUp(file, SourceTrouble.Of(TroubleKey.FileNotMoved).With(failure.Message));
        }
    }

    void HoldUp(WaitingFile file, SourceTrouble reason)
    {
        hints.Error(reason.In(IntakeFolder.Shown(file.Name)));
        if (file.IsHeldUp(reason.ToString(), Now)) log.LogWarning("Source {SourceId}: {File} is held up: {Reason}", source.Id, IntakeFolder.Shown(file.Name), reason.English);
    }
}

/// <summary>What one reading of a file came to.</summary>
sealed record FileReading(WaitingFile File, NewsDocument? Document = null, SourceTrouble? Reason = null, bool HasChanged = false, bool IsIncomplete = false, bool IsHeldUp = false, bool IsPicture = false)
{
    public static FileReading Changed(WaitingFile file) => new(file, HasChanged: true);

    /// <summary>No item: a picture that an item names, whichever of the two comes first. It waits in done/ until somebody takes it.</summary>
    public static FileReading Picture(WaitingFile file) => new(file, IsPicture: true);

    public static FileReading Incomplete(WaitingFile file, SourceTrouble reason) => new(file, Reason: reason, IsIncomplete: true);

    public static FileReading HeldUp(WaitingFile file, SourceTrouble reason) => new(file, Reason: reason, IsHeldUp: true);

    public static FileReading Refused(WaitingFile file, SourceTrouble reason) => new(file, Reason: reason);
}
