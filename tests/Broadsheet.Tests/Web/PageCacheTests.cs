using System.Text;
using Broadsheet.Kit;
using Broadsheet.Web.PageCache;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Broadsheet.Tests.Web;

/// <summary>What is hard to provoke from outside: two things at the same moment.</summary>
public sealed class PageCacheTests : IAsyncDisposable
{
    readonly ServiceProvider services;
    readonly PageCache pages;

    public PageCacheTests()
    {
        var collection = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddScoped<PageTags>().AddSingleton(new SiteAddress(new SiteSettings()));
        collection.AddPageCache(new PageCacheSettings { Megabytes = 1 });
        services = collection.BuildServiceProvider();
        pages = services.GetRequiredService<PageCache>();
    }

    [Fact]
    public async Task Many_who_ask_at_once_for_a_page_make_it_be_rendered_once()
    {
        var renders = 0;
        var allHere = new TaskCompletionSource();
        var asking = Enumerable.Range(0, 50).Select(_ => Ask("/a", async http =>
        {
            Interlocked.Increment(ref renders);
            await allHere.Task;
            await http.Response.WriteAsync("page");
        })).ToArray();
        allHere.SetResult();
        Assert.All(await Task.WhenAll(asking), answer => Assert.Equal("page", answer));
        Assert.Equal(1, renders);
    }

    [Fact]
    public async Task A_page_rendered_from_what_stood_before_a_publish_is_not_kept()
    {
        var rendering = new TaskCompletionSource();
        var published = new TaskCompletionSource();
        var first = Ask("/a", async http =>
        {
            rendering.SetResult();
            await published.Task;
            await http.Response.WriteAsync("old");
        }, "story-1");
        await rendering.Task;
        await pages.Drop(["story-1"], CancellationToken.None);
        // Comes after the publish, while the old page is still being made.
        var late = Ask("/a", http => http.Response.WriteAsync("new"), "story-1");
        published.SetResult();
        await first;

        Assert.Equal("new", await late);
        Assert.NotEqual("old", await Ask("/a", http => http.Response.WriteAsync("newer"), "story-1"));
    }

    [Fact]
    public async Task A_drop_takes_away_only_what_was_made_of_that()
    {
        await Ask("/a", http => http.Response.WriteAsync("a"), "story-1");
        await Ask("/b", http => http.Response.WriteAsync("b"), "story-2");
        await pages.Drop(["story-1"], CancellationToken.None);
        Assert.Equal("again", await Ask("/a", http => http.Response.WriteAsync("again"), "story-1"));
        Assert.Equal("b", await Ask("/b", http => http.Response.WriteAsync("again"), "story-2"));
    }

    [Theory, InlineData(404), InlineData(500), InlineData(301)]
    public async Task What_is_no_page_is_not_kept(int status)
    {
        await Ask("/a", http => { http.Response.StatusCode = status; return http.Response.WriteAsync("no page"); });
        Assert.Equal("page", await Ask("/a", http => http.Response.WriteAsync("page")));
    }

    [Fact]
    public async Task A_page_that_sets_a_cookie_is_not_kept()
    {
        await Ask("/a", http => { http.Response.Cookies.Append("mine", "1"); return http.Response.WriteAsync("for me"); });
        Assert.Equal("for you", await Ask("/a", http => http.Response.WriteAsync("for you")));
    }

    [Fact]
    public async Task A_failing_page_harms_only_those_who_asked()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Ask("/a", _ => throw new InvalidOperationException()));
        Assert.Equal("page", await Ask("/a", http => http.Response.WriteAsync("page")));
    }

    [Fact]
    public async Task More_pages_than_memory_allows_push_out_others()
    {
        var random = new Random(1);
        for (var number = 0; number < 2000; number++)
        {
            var noise = Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 300).Select(_ => (char)random.Next(33, 126)))));
            await Ask($"/{number}", http => http.Response.WriteAsync(noise), $"story-{number}");
        }
        // 1 MB holds some two hundred of these; what was pushed out leaves the tables too.
        await World.Newsroom.Eventually(() => Task.FromResult((pages.Count, pages.TagCount)), now => now.Count is > 100 and < 400 && now.TagCount <= now.Count + 1);
    }

    async Task<string> Ask(string path, RequestDelegate render, params string[] tags)
    {
        await using var scope = services.CreateAsyncScope();
        using var body = new MemoryStream();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        http.Request.Method = "GET";
        http.Request.Path = path;
        http.Response.Body = body;
        if (pages.Find(http.Features.GetRequiredFeature<IHttpRequestFeature>()) is { } page) await page.Write(http.Features);
        else await pages.Serve(http, async http =>
        {
            foreach (var tag in tags) http.RequestServices.GetRequiredService<PageTags>().Add(tag);
            await render(http);
        });
        await http.Response.CompleteAsync();
        return Encoding.UTF8.GetString(body.ToArray());
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
