using Broadsheet.Kit;
using Broadsheet.Storage.Outbox;
using Microsoft.Extensions.Caching.Memory;
using ZiggyCreatures.Caching.Fusion;

namespace Broadsheet.Web.PageCache;

static class PageCacheRoom
{
    public static void AddPageCache(this IServiceCollection services, PageCacheSettings settings)
    {
        services.AddFusionCache()
            .WithMemoryCache(_ => new MemoryCache(new MemoryCacheOptions { SizeLimit = settings.Megabytes * 1_000_000L, CompactionPercentage = 0.05 }))
            .WithMemoryLocker(new RenderingLocks())
            .WithDefaultEntryOptions(entry =>
            {
                entry.Size = 1;
                entry.IsFailSafeEnabled = false;
            });
        services.AddSingleton<PageCache>();
        services.AddSingleton<PageDrops>().AddNodeConsumer<PageDrops>();
    }

    /// <summary>Renders and keeps the page of an endpoint marked as cached, for signed-out readers.</summary>
    public static void UsePageCache(this WebApplication app)
    {
        var pages = app.Services.GetRequiredService<PageCache>();
        app.Use((http, next) => AnonymousPage(http) switch
        {
            null => next(http),
            // A later page of a list is asked for seldom, and anyone can make up a key: it is rendered each time.
            { IsPaged: true } when http.Request.Query.ContainsKey("after") => pages.ServeUnkept(http, next),
            _ => pages.Serve(http, next),
        });
    }

    static CachedPage? AnonymousPage(HttpContext http) =>
        PageCache.IsAnonymousRead(http.Request.Method, http.Request.Headers) ? http.GetEndpoint()?.Metadata.GetMetadata<CachedPage>() : null;
}
