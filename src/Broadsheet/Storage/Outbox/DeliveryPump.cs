using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Storage.Outbox;

/// <summary>Delivers events to one durable consumer: claims what is due by a lease, so that several nodes share the work.</summary>
sealed class DeliveryPump(
    IDurableConsumer consumer, INewsroomWriter writer, IDbContextFactory<NewsroomDb> reading, CommitSignal committed, TimeProvider clock, ILogger log)
{
    static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    static readonly TimeSpan LongestDelivery = TimeSpan.FromMinutes(1);
    const int AtOnce = 20;

    public async Task Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var next = committed.Next;
            try
            {
                if (await DeliverWhatIsDue(stop) > 0) continue;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogWarning(failure, "Deliveries to {Consumer} could not be read or marked; they will be tried again", consumer.Name);
            }
            await Task.WhenAny(next, Task.Delay(LookAgain, clock, stop));
        }
    }

    public async Task<int> DeliverWhatIsDue(CancellationToken stop)
    {
        if (!await AnyDue(stop)) return 0;
        var claimed = await writer.Write(Claim, stop);
        var from = clock.GetUtcNow();
        foreach (var (id, happened) in claimed)
        {
            // What is not begun while the lease is good may be on its way from another node already.
            if (clock.GetUtcNow() - from > Lease - LongestDelivery) break;
            await Deliver(id, happened, stop);
        }
        return claimed.Count;
    }

    // A look with a reading context first: an idle paper then writes nothing.
    async Task<bool> AnyDue(CancellationToken stop)
    {
        await using var db = await reading.CreateDbContextAsync(stop);
        return await Due(db.Deliveries).AnyAsync(stop);
    }

    IQueryable<Delivery> Due(IQueryable<Delivery> deliveries)
    {
        var now = clock.GetUtcNow();
        return deliveries.Where(delivery => delivery.Consumer == consumer.Name && delivery.DeadAt == null && delivery.DueAt <= now
            && (delivery.LeasedUntil == null || delivery.LeasedUntil < now));
    }

    async Task<List<(long, OutboxEvent)>> Claim(NewsroomDb db, CancellationToken stop)
    {
        var ids = await (db is PostgresNewsroomDb ? Unclaimed(db) : Due(db.Deliveries).OrderBy(delivery => delivery.DueAt).ThenBy(delivery => delivery.Id).Take(AtOnce).Select(delivery => delivery.Id)).ToListAsync(stop);
        var until = clock.GetUtcNow() + Lease;
        await db.Deliveries.Where(delivery => ids.Contains(delivery.Id)).ExecuteUpdateAsync(row => row.SetProperty(delivery => delivery.LeasedUntil, until), stop);
        var rows = await db.Deliveries.AsNoTracking().Include(delivery => delivery.Event).Where(delivery => ids.Contains(delivery.Id)).OrderBy(delivery => delivery.Id).ToListAsync(stop);
        return [.. rows.Select(row => (row.Id, row.Event))];
    }

    IQueryable<long> Unclaimed(NewsroomDb db)
    {
        var now = clock.GetUtcNow();
        return db.Database.SqlQuery<long>(
            $"""
            SELECT id AS "Value" FROM deliveries
            WHERE consumer = {consumer.Name} AND dead_at IS NULL AND due_at <= {now} AND (leased_until IS NULL OR leased_until < {now})
            ORDER BY due_at, id LIMIT {AtOnce} FOR UPDATE SKIP LOCKED
            """);
    }

    async Task Deliver(long id, OutboxEvent happened, CancellationToken stop)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
            patience.CancelAfter(LongestDelivery);
            await consumer.Handle(happened, patience.Token);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            log.LogWarning(failure, "{Consumer} failed on event {Event} ({Id})", consumer.Name, happened.Name, happened.Id);
            await writer.Write(async (db, stop) =>
            {
                var row = await db.Deliveries.SingleAsync(delivery => delivery.Id == id, stop);
                row.Failed(failure.Message, clock.GetUtcNow());
                return await db.SaveChangesAsync(stop);
            }, CancellationToken.None); // marked also when the paper is closing: else it would wait out its lease
            return;
        }
        await writer.Write((db, stop) => db.Deliveries.Where(delivery => delivery.Id == id).ExecuteDeleteAsync(stop), CancellationToken.None);
    }
}

sealed class DeliveryPumps(
    IEnumerable<IDurableConsumer> consumers, INewsroomWriter writer, IDbContextFactory<NewsroomDb> reading, CommitSignal committed, TimeProvider clock, ILogger<DeliveryPump> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(consumers.Select(consumer => new DeliveryPump(consumer, writer, reading, committed, clock, log).Run(stoppingToken)));
}
