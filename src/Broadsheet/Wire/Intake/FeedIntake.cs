using System.Collections.Concurrent;
using Broadsheet.Kit.Fetching;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Wire.Intake;

/// <summary>Asks the feeds when they are due, a few at once. When that is stands in the database, so a restart asks no one too early, and of several nodes one asks.</summary>
sealed class FeedIntake(
    IDbContextFactory<NewsroomDb> reading, INewsroomWriter writer, Sources sources, Outside outside, Ingest ingest, WireSettings settings,
    TimeProvider clock, ILogger<FeedIntake> log) : BackgroundService, INodeConsumer
{
    const int AtOnce = 4, Most = 50;
    static readonly TimeSpan lookAgain = TimeSpan.FromSeconds(10), afterFailure = TimeSpan.FromSeconds(2), lease = TimeSpan.FromMinutes(5);

    readonly SemaphoreSlim changed = new(0);
    readonly SemaphoreSlim places = new(AtOnce);
    readonly ConcurrentDictionary<int, Task> visits = new();

    public ValueTask Handle(OutboxEvent happened, CancellationToken stop)
    {
        if (happened.Name == SourceChanged.Name) changed.Release();
        return ValueTask.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var pause = await VisitWhoIsDue(stoppingToken);
                await changed.WaitAsync(pause, stoppingToken);
            }
        }
        finally
        {
            await Task.WhenAll(visits.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    async Task<TimeSpan> VisitWhoIsDue(CancellationToken stop)
    {
        try
        {
            var now = clock.GetUtcNow();
            await using var db = await reading.CreateDbContextAsync(stop);
            var feeds = db.Sources.Where(source => source.Feed != null && source.PausedAt == null);
            foreach (var source in await feeds.Where(source => source.DueAt == null || source.DueAt <= now).OrderBy(source => source.DueAt).Take(Most).ToListAsync(stop))
            {
                if (visits.ContainsKey(source.Id)) continue;
                await places.WaitAsync(stop);
                // It stands there before it begins, for when it is over it takes itself away.
                var visit = new Task<Task>(() => Visit(source, stop));
                visits[source.Id] = visit.Unwrap();
                visit.Start(TaskScheduler.Default);
            }
            var next = await feeds.Where(source => source.DueAt > now).MinAsync(source => source.DueAt, stop) - clock.GetUtcNow();
            return next is null || next > lookAgain ? lookAgain : next > TimeSpan.Zero ? next.Value : TimeSpan.FromMilliseconds(50);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogError(failure, "The feeds that are due could not be looked up; it is tried again");
            return afterFailure;
        }
    }

    async Task Visit(Source source, CancellationToken stop)
    {
        var visit = new FeedVisit(source, outside, ingest, sources, settings, clock, log);
        try
        {
            if (await Claim(source, stop)) await visit.Run(stop);
        }
        catch (OperationCanceledException) { /* The server stops: it is asked anew after the lease, or at once by whoever starts. */ }
        catch (Exception failure)
        {
            log.LogError(failure, "Source {SourceId}: a visit to its feed failed", source.Id);
            await visit.Failed(SourceTrouble.Of(TroubleKey.OwnFault, failure.GetType().Name), null, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            visits.TryRemove(source.Id, out _);
            places.Release();
            changed.Release();
        }
    }

    /// <summary>Whoever moves the time at which it is due is the one who asks. Should the machine die meanwhile, it is due again soon.</summary>
    async Task<bool> Claim(Source source, CancellationToken stop)
    {
        var until = clock.GetUtcNow() + lease;
        return await writer.Write((db, stop) => db.Sources.Where(known => known.Id == source.Id && known.DueAt == source.DueAt && known.PausedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(known => known.DueAt, until), stop), stop) > 0;
    }

    public override void Dispose()
    {
        changed.Dispose();
        places.Dispose();
        base.Dispose();
    }
}
