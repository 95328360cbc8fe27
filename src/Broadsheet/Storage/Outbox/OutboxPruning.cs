using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Storage.Outbox;

/// <summary>Takes away, once an hour and a little at a time, events that are a week old and on their way to nobody.</summary>
sealed class OutboxPruning(INewsroomWriter writer, TimeProvider clock, ILogger<OutboxPruning> log) : BackgroundService
{
    static readonly TimeSpan Kept = TimeSpan.FromDays(7);
    const int AtOnce = 1000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var everyHour = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        while (await everyHour.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await writer.Write(Prune, stoppingToken) == AtOnce) { }
            }
            catch (StorageRefusedException refused)
            {
                log.LogWarning(refused, "Old events could not be taken away; the next hour tries again");
            }
        }
    }

    async Task<int> Prune(NewsroomDb db, CancellationToken stop)
    {
        var old = clock.GetUtcNow() - Kept;
        var ids = await db.OutboxEvents.Where(happened => happened.At < old && happened.Position != null && !db.Deliveries.Any(delivery => delivery.EventId == happened.Id))
            .OrderBy(happened => happened.At).Select(happened => happened.Id).Take(AtOnce).ToListAsync(stop);
        return await db.OutboxEvents.Where(happened => ids.Contains(happened.Id)).ExecuteDeleteAsync(stop);
    }
}
