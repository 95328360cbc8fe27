using ZiggyCreatures.Caching.Fusion.Locking;

namespace Broadsheet.Web.PageCache;

/// <summary>
/// A page is rendered once at a time. The library's own lock keeps one for each page it ever saw, for minutes: whoever asks for
/// every page of a paper would take more memory by that than the pages have. These are so many and no more; two pages that
/// share one wait for each other, which is seldom and short.
/// </summary>
sealed class RenderingLocks : IFusionCacheMemoryLocker
{
    const int Many = 1024;
    readonly SemaphoreSlim[] locks = [.. Enumerable.Range(0, Many).Select(_ => new SemaphoreSlim(1, 1))];

    public async ValueTask<object?> AcquireLockAsync(string cacheName, string cacheInstanceId, string operationId, string key, TimeSpan timeout, ILogger? logger, CancellationToken token)
    {
        var mine = Of(key);
        return await mine.WaitAsync(timeout, token) ? mine : null;
    }

    public object? AcquireLock(string cacheName, string cacheInstanceId, string operationId, string key, TimeSpan timeout, ILogger? logger, CancellationToken token)
    {
        var mine = Of(key);
        return mine.Wait(timeout, token) ? mine : null;
    }

    public void ReleaseLock(string cacheName, string cacheInstanceId, string operationId, string key, object? lockObj, ILogger? logger) => (lockObj as SemaphoreSlim)?.Release();

    public void Dispose()
    {
        foreach (var one in locks) one.Dispose();
    }

    SemaphoreSlim Of(string key) => locks[(uint)string.GetHashCode(key, StringComparison.Ordinal) % Many];
}
