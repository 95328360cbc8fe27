using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Storage.Outbox;

/// <summary>
/// Gives committed events their position. On SQLite the id is the position, for writers come one after another there. On
/// PostgreSQL a transaction may commit after one that began later, so positions are given afterwards, by one node at a time.
/// </summary>
sealed class Sequencer(IServiceProvider services)
{
    const int AdvisoryLock = 0x0B5_0001;

    public async Task GivePositions(CancellationToken stop)
    {
        if (services.GetService<IDbContextFactory<PostgresNewsroomDb>>() is not { } contexts) return;
        await using var db = await contexts.CreateDbContextAsync(stop);
        if (!await db.OutboxEvents.AnyAsync(happened => happened.Position == null, stop)) return;

        await db.Database.CreateExecutionStrategy().ExecuteAsync(async stop =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(stop);
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({AdvisoryLock})", stop);
            await db.Database.ExecuteSqlAsync(
                $"""
                UPDATE outbox_events SET position = numbered.position FROM (
                    SELECT id, nextval('outbox_position') AS position
                    FROM (SELECT id FROM outbox_events WHERE position IS NULL ORDER BY id) AS waiting) AS numbered
                WHERE outbox_events.id = numbered.id
                """, stop);
            await transaction.CommitAsync(stop);
        }, stop);
    }
}
