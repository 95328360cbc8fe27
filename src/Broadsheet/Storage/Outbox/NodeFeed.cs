using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Storage.Outbox;

/// <summary>Reads the outbox in order of position and tells every <see cref="INodeConsumer"/> of this node.</summary>
sealed class NodeFeed(
    IDbContextFactory<NewsroomDb> reading, IEnumerable<INodeConsumer> consumers, CommitSignal committed, Sequencer sequencer, StorageSettings settings,
    TimeProvider clock, ILogger<NodeFeed> log) : BackgroundService
{
    // Another program may write too (the command line, another node), and a page is to be dropped within 100 ms all the same.
    // On SQLite LogWatch signals that; PostgreSQL is asked.
    readonly TimeSpan lookAgain = settings.UsesPostgres ? TimeSpan.FromMilliseconds(80) : TimeSpan.FromSeconds(1);
    const int AtOnce = 500, MostFailed = 1_000;
    static readonly TimeSpan firstRest = TimeSpan.FromMilliseconds(200);
    readonly Queue<Failed> failed = new();
    long? seen;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await sequencer.GivePositions(cancellationToken);
        seen = await LastPosition(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>The position up to which this node has heard; live streams of a page begin there.</summary>
    public long Seen => seen ?? 0;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = committed.Next;
            try
            {
                await sequencer.GivePositions(stoppingToken);
                await TellAgain(stoppingToken);
                if (await TellOfWhatIsNew(stoppingToken)) continue;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogWarning(failure, "The outbox could not be read; it will be tried again");
            }
            await Task.WhenAny(next, Task.Delay(failed.Count > 0 ? firstRest : lookAgain, clock, stoppingToken));
        }
    }

    async Task<bool> TellOfWhatIsNew(CancellationToken stop)
    {
        await using var db = await reading.CreateDbContextAsync(stop);
        var from = Seen;
        var happened = await db.OutboxEvents.Where(happened => happened.Position > from).OrderBy(happened => happened.Position).Take(AtOnce).ToListAsync(stop);
        foreach (var one in happened)
        {
            foreach (var consumer in consumers) await Tell(consumer, one, stop);
            seen = one.Position;
        }
        return happened.Count > 0;
    }

    /// <summary>What a consumer failed on is told once more when its rest is over, and meanwhile nobody waits for it.</summary>
    async Task TellAgain(CancellationToken stop)
    {
        for (var left = failed.Count; left > 0; left--)
        {
            var one = failed.Dequeue();
            if (one.DueAt > clock.GetUtcNow()) failed.Enqueue(one);
            else if (await Tell(one.Consumer, one.Happened, stop, one.Attempts)) await TellThoseAfter(one, stop);
        }
    }

    /// <summary>Pages are dropped after what they say was read anew; made meanwhile, they say what stood before.</summary>
    async Task TellThoseAfter(Failed late, CancellationToken stop)
    {
        foreach (var consumer in consumers.SkipWhile(consumer => consumer != late.Consumer).Skip(1)) await Tell(consumer, late.Happened, stop);
    }

    /// <summary>False where it failed.</summary>
    async Task<bool> Tell(INodeConsumer consumer, OutboxEvent happened, CancellationToken stop, int attempts = 0)
    {
        try
        {
            await consumer.Handle(happened, stop);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            var again = new Failed(consumer, happened, attempts + 1, clock.GetUtcNow());
            var isGivenUp = again.Attempts == Failed.MostAttempts || failed.Count >= MostFailed;
            log.LogError(failure, "{Consumer} failed on event {Event} at position {Position}, for the {Attempt}. time; {Next}",
                consumer.GetType().Name, happened.Name, happened.Position, again.Attempts, isGivenUp ? "it is given up" : "it is told again");
            if (!isGivenUp) failed.Enqueue(again);
            return false;
        }
    }

    async Task<long> LastPosition(CancellationToken stop)
    {
        await using var db = await reading.CreateDbContextAsync(stop);
        return await db.OutboxEvents.MaxAsync(happened => happened.Position, stop) ?? 0;
    }

    sealed record Failed(INodeConsumer Consumer, OutboxEvent Happened, int Attempts, DateTimeOffset At)
    {
        /// <summary>Over some ten minutes.</summary>
        public const int MostAttempts = 12;
        public DateTimeOffset DueAt => At + (firstRest * Math.Pow(2, Attempts - 1));
    }
}
