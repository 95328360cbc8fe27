using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Storage.Outbox;

/// <summary>Reads the outbox in order of position and tells every <see cref="INodeConsumer"/> of this node.</summary>
sealed class NodeFeed(
    IDbContextFactory<NewsroomDb> reading, IEnumerable<INodeConsumer> consumers, CommitSignal committed, Sequencer sequencer,
    TimeProvider clock, ILogger<NodeFeed> log) : BackgroundService
{
    // Another program may write too (the command line, another node): then nobody signals here.
    static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);
    const int AtOnce = 500;
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
                if (await TellOfWhatIsNew(stoppingToken)) continue;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogWarning(failure, "The outbox could not be read; it will be tried again");
            }
            await Task.WhenAny(next, Task.Delay(LookAgain, clock, stoppingToken));
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

    async Task Tell(INodeConsumer consumer, OutboxEvent happened, CancellationToken stop)
    {
        try
        {
            await consumer.Handle(happened, stop);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogError(failure, "{Consumer} failed on event {Event} at position {Position}", consumer.GetType().Name, happened.Name, happened.Position);
        }
    }

    async Task<long> LastPosition(CancellationToken stop)
    {
        await using var db = await reading.CreateDbContextAsync(stop);
        return await db.OutboxEvents.MaxAsync(happened => happened.Position, stop) ?? 0;
    }
}
