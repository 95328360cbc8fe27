using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Storage;

/// <summary>
/// SQLite chooses among indexes by what it knows of the tables, and looks only when it is told to: without, it goes through
/// every published story to find twenty by their numbers. PostgreSQL looks by itself.
/// </summary>
public sealed class PlannerStatistics(INewsroomWriter writer, IDbContextFactory<NewsroomDb> reading, TimeProvider clock, ILogger<PlannerStatistics> log) : BackgroundService
{
    // In a small paper every way is quick, and what is known of a nearly empty table leads astray when it has grown.
    const long WorthTheWhile = 4_000_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var everyHour = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        do
        {
            try
            {
                await Renew(stoppingToken);
            }
            catch (Exception refused) when (refused is not OperationCanceledException)
            {
                log.LogWarning(refused, "The database could not be looked through for its planner; the next hour tries again");
            }
        }
        while (await everyHour.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>A sample of each index, and only of tables that have grown much since the last time: some milliseconds.</summary>
    public async Task Renew(CancellationToken stop)
    {
        await using (var db = await reading.CreateDbContextAsync(stop))
            if (await db.Database.SqlQuery<long>($"SELECT page_count * page_size AS Value FROM pragma_page_count, pragma_page_size").SingleAsync(stop) < WorthTheWhile) return;
        await writer.Write((db, stop) => db.Database.ExecuteSqlAsync($"PRAGMA analysis_limit=400; PRAGMA optimize=0x10002", stop), stop);
    }
}
