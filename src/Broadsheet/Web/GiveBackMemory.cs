using System.Runtime;

namespace Broadsheet.Web;

/// <summary>
/// The start, and a rush of readers, take memory that a quiet paper does not need: when hardly anything has happened for
/// some seconds, the machine gets it back. The collector by itself waits for more work.
/// </summary>
sealed class GiveBackMemory(TimeProvider clock) : BackgroundService
{
    const long HardlyAnything = 2_000_000, WorthTheWhile = 24_000_000;
    static readonly TimeSpan betweenLooks = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var looks = new PeriodicTimer(betweenLooks, clock);
        var (seen, given) = (GC.GetTotalAllocatedBytes(), 0L);
        while (await looks.WaitForNextTickAsync(stoppingToken))
        {
            var now = GC.GetTotalAllocatedBytes();
            var quiet = now - seen < HardlyAnything;
            seen = now;
            if (!quiet || now - given < WorthTheWhile) continue;
            Collect();
            given = now;
        }
    }

    static void Collect()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
