using System.Collections.Concurrent;
using Broadsheet.Kit;
using Broadsheet.Readers.SignIn;
using Microsoft.AspNetCore.Http.Features;
using ZiggyCreatures.Caching.Fusion;

namespace Broadsheet.Web.PageCache;

/// <summary>
/// Pages as signed-out readers see them, rendered once. A page that is here is served before routing does any work, from the
/// table of hits; FusionCache below it keeps to the memory limit and renders each page once at a time.
/// </summary>
sealed class PageCache
{
    static readonly TimeSpan LongestKept = TimeSpan.FromHours(6);
    static readonly TimeSpan LongestRendering = TimeSpan.FromHours(1);
    readonly ConcurrentDictionary<string, RenderedPage> hits = new(StringComparer.Ordinal);
    readonly PathsByTag pathsByTag = new();
    // A page and what it is made of come and go together, whoever pushes it out at that moment; who only reads never waits.
    readonly Lock changing = new();
    readonly RecentDrops drops = new();
    readonly IFusionCache pages;
    readonly TimeProvider clock;

    public PageCache(IFusionCache pages, TimeProvider clock)
    {
        this.pages = pages;
        this.clock = clock;
        pages.Events.Memory.Eviction += (_, gone) => Forget(gone.Key);
    }

    public int Count => hits.Count;

    /// <summary>How many things the pages here are made of.</summary>
    public int TagCount => pathsByTag.Count;

    /// <summary>
    /// The page for this request if it is on hand. The path alone is the key, so that nothing an outsider adds makes another
    /// page; only routing knows whether a page has later parts or orders.
    /// </summary>
    public RenderedPage? Find(IHttpRequestFeature request) =>
        IsRead(request.Method) && !HasSession(request.Headers)
        && !AsksForAPart(request.QueryString)
        && hits.TryGetValue(request.Path, out var page)
        && page.Until > clock.GetUtcNow() ? page : null;

    public static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    /// <summary>Whether it still holds only the program finds out.</summary>
    static bool HasSession(IHeaderDictionary headers) => headers.Cookie.ToString().Contains(Session.CookieName + "=", StringComparison.Ordinal);

    static bool AsksForAPart(string query) =>
        query.Length > 1 && (query.Contains("after", StringComparison.OrdinalIgnoreCase) || query.Contains("sort", StringComparison.OrdinalIgnoreCase));

    /// <summary>Serves the page from here, rendering it by <paramref name="render"/> where it is not.</summary>
    public async Task Serve(HttpContext http, RequestDelegate render)
    {
        var key = http.Request.Path.Value!;
        var mine = new Rendering(http, render);
        var page = await GetOrRender(key, mine, http.RequestAborted);
        if (page is not null && WasDroppedSince(page))
        {
            await RemoveIfStillThere(key, page, http.RequestAborted);
            // Whoever came after the drop and found a rendering from before it must not get that one. Whoever began it may.
            if (!mine.HasRun) page = await GetOrRender(key, mine, http.RequestAborted);
        }
        if (page is null || mine.IsNotToBeKept)
        {
            await mine.WriteAsItIs();
            return;
        }
        Remember(key, page);
        await page.Write(http.Features);
    }

    /// <summary>Sends a page that is not worth keeping as one that is kept would be sent.</summary>
    public async Task ServeUnkept(HttpContext http, RequestDelegate render)
    {
        var rendering = new Rendering(http, render);
        if (await rendering.Run(drops, clock) is { } page) await page.Write(http.Features);
        else await rendering.WriteAsItIs();
    }

    /// <summary>What an endpoint answers under another spelling of its address: where that is a page, whoever asks is led to the one that is kept.</summary>
    public async Task LeadOn(HttpContext http, RequestDelegate render, PathString plain)
    {
        var rendering = new Rendering(http, render);
        if (await rendering.Run(drops, clock) is null)
        {
            await rendering.WriteAsItIs();
            return;
        }
        http.Response.Clear();
        await CachedPages.Moved(http, plain.ToUriComponent()).ExecuteAsync(http);
    }

    async Task<RenderedPage?> GetOrRender(string key, Rendering mine, CancellationToken stop) =>
        await pages.GetOrSetAsync<RenderedPage?>(key, async (entry, _) =>
        {
            var page = await mine.Run(drops, clock);
            entry.Options.Size = page?.Size ?? 1;
            entry.Options.Duration = page is null ? TimeSpan.Zero : KeptFor(page);
            return page;
        }, token: stop);

    async Task RemoveIfStillThere(string key, RenderedPage old, CancellationToken stop)
    {
        var kept = await pages.TryGetAsync<RenderedPage?>(key, token: stop);
        if (kept.HasValue && ReferenceEquals(kept.Value, old)) await pages.RemoveAsync(key, token: stop);
    }

    TimeSpan KeptFor(RenderedPage page)
    {
        var left = page.Until - clock.GetUtcNow();
        return left < TimeSpan.Zero ? TimeSpan.Zero : left < LongestKept ? left : LongestKept;
    }

    /// <summary>Drops every page made of one of these, also such as are being rendered of what stood before.</summary>
    public async ValueTask Drop(IReadOnlyCollection<string> tags, CancellationToken stop)
    {
        drops.Add(tags, clock.GetUtcNow(), notNeededAfter: LongestKept + LongestRendering);
        foreach (var path in tags.SelectMany(pathsByTag.Of).Distinct().ToList())
        {
            Forget(path);
            // Not by the library's tags: it keeps an entry for every tag it ever saw. A page that is being rendered now
            // is found out by the number of its drop.
            await pages.RemoveAsync(path, token: stop);
        }
    }

    void Remember(string key, RenderedPage page)
    {
        lock (changing)
        {
            hits[key] = page;
            pathsByTag.Add(key, page.Tags);
        }
        // A drop may have come between: then the line above brought back what it took away.
        if (WasDroppedSince(page)) Forget(key);
    }

    void Forget(string key)
    {
        lock (changing)
        {
            if (hits.TryRemove(key, out var page)) pathsByTag.Remove(key, page.Tags);
        }
    }

    bool WasDroppedSince(RenderedPage page) => drops.AnySince(page.RenderedAfterDrop, page.Tags);

    /// <summary>One request's rendering of its page into memory.</summary>
    sealed class Rendering(HttpContext http, RequestDelegate render)
    {
        byte[]? body;

        public bool HasRun { get; private set; }

        /// <summary>It ran, and what came of it is for this request alone: a redirect, an error, a page that sets a cookie.</summary>
        public bool IsNotToBeKept => body is not null;

        public async Task<RenderedPage?> Run(RecentDrops drops, TimeProvider clock)
        {
            HasRun = true;
            var (renderedAfterDrop, began) = (drops.Last, clock.GetUtcNow());
            using var html = new MemoryStream(32_768);
            await RenderInto(html);
            var response = http.Response;
            var keep = response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status410Gone && response.Headers.SetCookie.Count == 0;
            if (!keep)
            {
                body = html.ToArray();
                return null;
            }
            var tags = http.RequestServices.GetRequiredService<PageTags>();
            tags.Add(PageTag.Edition);
            return new RenderedPage(html.GetBuffer().AsSpan(0, (int)html.Length), response.StatusCode, response.ContentType ?? "text/html; charset=utf-8", [.. tags.All], clock, renderedAfterDrop)
            {
                LastModified = MadeAt(began, drops.LastAt),
                Until = tags.Until ?? DateTimeOffset.MaxValue,
                SiteIsHttps = http.RequestServices.GetRequiredService<SiteAddress>().IsHttps,
            };
        }

        /// <summary>
        /// When it was made, in whole seconds, as dates are sent. That of what stands on it will not do: a page changes, and the newest on
        /// it does not, where a story in it is withdrawn or a section gets another name. What was made before a drop and after it in one
        /// second must not have one date.
        /// </summary>
        static DateTimeOffset MadeAt(DateTimeOffset began, DateTimeOffset lastDrop) =>
            WholeSecond(lastDrop) < WholeSecond(began) ? WholeSecond(began) : WholeSecond(lastDrop).AddSeconds(1);

        static DateTimeOffset WholeSecond(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));

        async Task RenderInto(Stream html)
        {
            var sending = http.Features.Get<IHttpResponseBodyFeature>()!;
            var collecting = new StreamResponseBodyFeature(html, sending);
            http.Features.Set<IHttpResponseBodyFeature>(collecting);
            try
            {
                await render(http);
                await collecting.CompleteAsync();
            }
            finally
            {
                http.Features.Set(sending);
            }
        }

        public async Task WriteAsItIs()
        {
            http.Response.ContentLength = null;
            if (body is { Length: > 0 } && !HttpMethods.IsHead(http.Request.Method)) await http.Response.Body.WriteAsync(body, http.RequestAborted);
        }
    }
}
