using System.Runtime;

namespace Broadsheet.Web;

/// <summary>A start takes memory that serving never needs again: once the paper has settled, the machine gets it back.</summary>
sealed class GiveBackMemory(TimeProvider clock) : BackgroundService
{
    static readonly TimeSpan settled = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(settled, clock, stoppingToken);
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
