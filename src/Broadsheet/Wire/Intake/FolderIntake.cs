using Broadsheet.Edition;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Wire.Intake;

/// <summary>Has one <see cref="FolderWatch"/> running for each source with a folder.</summary>
sealed class FolderIntake(
    IDbContextFactory<NewsroomDb> reading, Sources sources, Ingest ingest, CurrentEdition edition, WireSettings settings,
    TimeProvider clock, ILogger<FolderIntake> log) : BackgroundService, INodeConsumer
{
    static readonly TimeSpan lookAgain = TimeSpan.FromSeconds(30), retry = TimeSpan.FromSeconds(1);

    readonly SemaphoreSlim changed = new(0);
    readonly Dictionary<int, Watching> watches = [];

    public ValueTask Handle(OutboxEvent happened, CancellationToken stop)
    {
        if (happened.Name == SourceChanged.Name) changed.Release();
        return ValueTask.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested) await changed.WaitAsync(await WatchAll(stoppingToken) ? lookAgain : retry, stoppingToken);
        }
        finally
        {
            foreach (var id in watches.Keys.ToList()) await End(id);
        }
    }

    /// <summary>False if it has to be tried again soon.</summary>
    async Task<bool> WatchAll(CancellationToken stop)
    {
        try
        {
            var known = await SourcesWithFolder(stop);
            foreach (var (id, watch) in watches.ToList())
                if (watch.Task.IsCompleted || !known.Any(source => source.Id == id && watch.IsOf(source))) await End(id);
            foreach (var source in known.Where(source => !watches.ContainsKey(source.Id))) Begin(source, stop);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogError(failure, "The sources could not be read; they are tried again");
            return false;
        }
    }

    async Task<List<Source>> SourcesWithFolder(CancellationToken stop)
    {
        await using var db = await reading.CreateDbContextAsync(stop);
        // A paper's first start: the wire is a folder before anybody set up anything.
        if (!await db.Sources.AnyAsync(stop)) await sources.EnsureFolderSource(Sources.First, Sources.First, edition.Facts.Paper.Zone, stop);
        return await db.Sources.Where(source => source.Folder != null && source.PausedAt == null).ToListAsync(stop);
    }

    void Begin(Source source, CancellationToken stop)
    {
        var folder = new IntakeFolder(sources.FolderOf(source)!);
        var watch = new FolderWatch(source, folder, ingest, sources, settings, clock, log);
        var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        watches[source.Id] = new Watching(source, Task.Run(() => watch.Run(ended.Token), CancellationToken.None), ended);
        log.LogInformation("Source {SourceId} ({Name}): watching {Folder}", source.Id, source.Name, folder.Path);
    }

    async Task End(int id)
    {
        watches.Remove(id, out var watch);
        await watch!.End(log);
    }

    public override void Dispose()
    {
        changed.Dispose();
        base.Dispose();
    }

    sealed record Watching(Source Source, Task Task, CancellationTokenSource Ended)
    {
        public bool IsOf(Source now) => (now.Folder, now.Zone, now.Name) == (Source.Folder, Source.Zone, Source.Name);

        public async Task End(ILogger log)
        {
            await Ended.CancelAsync();
            try { await Task; }
            catch (OperationCanceledException) { /* as asked */ }
            catch (Exception failure) { log.LogError(failure, "Source {SourceId}: its watch ended; it begins anew", Source.Id); }
            Ended.Dispose();
        }
    }
}
