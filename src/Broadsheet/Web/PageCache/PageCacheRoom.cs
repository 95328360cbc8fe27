using System.Text;
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
            // Routing takes them as the same: each would be kept as a page of its own.
            _ when PlainPath(http.Request.Path.Value!) is { } plain => pages.LeadOn(http, next, plain),
            // A later page of a list is asked for seldom, and anyone can make up a key: it is rendered each time.
            { IsPaged: true } when http.Request.Query.ContainsKey("after") => pages.ServeUnkept(http, next),
            _ => pages.Serve(http, next),
        });
    }

    /// <summary>As the paper itself writes it: without capitals and a slash at its end. Null where it is, or is no text.</summary>
    static string? PlainPath(string path) =>
        path.Length > 1 && path[1] != '/' && !path.Contains('%') && (path[^1] == '/' || path.Any(char.IsAsciiLetterUpper)) && path.TrimEnd('/') is { Length: > 0 } plain
            ? string.Create(plain.Length, plain, (small, plain) => Ascii.ToLower(plain, small, out _)) : null;

    /// <summary>Whoever comes with a session that is over, or made up, is signed out like everybody else.</summary>
    static CachedPage? AnonymousPage(HttpContext http) =>
        PageCache.IsRead(http.Request.Method) && http.User.Identity is not { IsAuthenticated: true } ? http.GetEndpoint()?.Metadata.GetMetadata<CachedPage>() : null;
}
