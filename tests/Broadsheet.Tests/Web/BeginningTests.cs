using System.Net;
using Broadsheet.Kit;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;
using Microsoft.AspNetCore.Routing;

namespace Broadsheet.Tests.Web;

/// <summary>Before the desk has said what the paper is called, there is nothing to read, and everybody is told so.</summary>
public sealed class BeginningTests
{
    static readonly string[] readersAddresses =
    [
        "/", "/harbour", "/harbour/a-story-1000", "/topic/floods", "/writer/elin", "/storyline/gate", "/picture/1000", "/about", "/privacy", "/corrections", "/search?q=gate",
        "/feed.xml", "/feed.atom", "/feed.json", "/harbour/feed.xml", "/sitemap.xml", "/sitemap-news.xml", "/robots.txt", "/manifest.webmanifest",
    ];

    [Theory, OnBothDatabases]
    public async Task Readers_are_asked_to_come_back_until_the_paper_is_set_up_and_then_read_it_at_once(Database database)
    {
        await using var newsroom = await Unfinished(database);
        using var visitor = newsroom.Visitor();
        foreach (var path in readersAddresses)
        {
            var answer = await visitor.GetAsync(path, Newsroom.Stop);
            Assert.True(answer.StatusCode == HttpStatusCode.ServiceUnavailable, $"{path}: {answer.StatusCode}");
            Assert.Equal(TimeSpan.FromMinutes(10), answer.Headers.RetryAfter!.Delta);
            Assert.True(answer.Headers.CacheControl!.NoStore, path);
            Assert.Equal(["noindex"], answer.Headers.GetValues("X-Robots-Tag"));
        }
        var page = await visitor.Page("/harbour");
        Assert.Equal("This paper has not begun yet", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("noindex", page.QuerySelector("meta[name=robots]")!.GetAttribute("content"));
        // Nothing leads in a circle.
        Assert.Equal(["/", "/sign-in"], page.QuerySelectorAll("header a, nav a, main a, footer a").Select(link => link.GetAttribute("href")));
        foreach (var (path, status) in new[] { ("/health/live", HttpStatusCode.OK), ("/health/ready", HttpStatusCode.OK), ("/sign-in", HttpStatusCode.OK), ("/desk/wire", HttpStatusCode.Redirect), ("/media/none.jpg", HttpStatusCode.NotFound) })
            Assert.Equal((path, status), (path, (await visitor.GetAsync(path, Newsroom.Stop)).StatusCode));

        using var ada = await newsroom.SignedIn("ada");
        Assert.NotNull((await ada.Page("/")).QuerySelector("main a[href='/desk']"));
        await ada.Submit("/desk/paper", "#paper", new Dictionary<string, string> { ["Name"] = "The Clarion" });
        var front = await visitor.GetAsync("/", Newsroom.Stop);
        Assert.Equal(HttpStatusCode.OK, front.StatusCode);
        Assert.Equal("The Clarion", (await FormPosts.Document(front)).QuerySelector("h1")!.TextContent);
        foreach (var path in new[] { "/feed.xml", "/sitemap.xml", "/robots.txt", "/manifest.webmanifest", "/about" }) Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(path, Newsroom.Stop)).StatusCode);
    }

    [Theory, OnBothDatabases]
    public async Task A_paper_that_was_never_set_up_begins_with_the_first_story_it_publishes(Database database)
    {
        await using var newsroom = await Unfinished(database);
        await newsroom.Draft(Printing.Gate);
        using var visitor = newsroom.Visitor();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await visitor.GetAsync("/", Newsroom.Stop)).StatusCode);
        await newsroom.Print(Printing.Gate);
        await Newsroom.Eventually(() => visitor.GetAsync("/", Newsroom.Stop), answer => answer.StatusCode == HttpStatusCode.OK);
        await newsroom.CloseKeepingData();

        await using var again = await newsroom.OpenAgain();
        using var later = again.Visitor();
        Assert.Equal(HttpStatusCode.OK, (await later.GetAsync("/", Newsroom.Stop)).StatusCode);
    }

    [Theory, InlineData("de-AT,en;q=0.5", "de", null, "Diese Zeitung erscheint noch nicht"), InlineData("pt,ar;q=0.8", "ar", "rtl", "لم تبدأ هذه الصحيفة بعد"), InlineData("pt", "en", null, "This paper has not begun yet")]
    public async Task Before_anybody_chose_the_papers_language_it_speaks_the_browsers(string asked, string language, string? direction, string title)
    {
        await using var newsroom = await Unfinished(Database.Sqlite);
        using var visitor = newsroom.Visitor();
        visitor.DefaultRequestHeaders.Add("Accept-Language", asked);
        var page = await visitor.Page("/");
        Assert.Equal((language, direction, title), (page.DocumentElement.GetAttribute("lang"), page.DocumentElement.GetAttribute("dir"), page.QuerySelector("h1")!.TextContent));
        using var ada = await newsroom.SignedIn("ada");
        ada.DefaultRequestHeaders.Add("Accept-Language", asked);
        var setUp = await ada.Page("/desk/paper");
        Assert.Equal((language, language), (setUp.DocumentElement.GetAttribute("lang"), setUp.QuerySelector("#Language option[selected]")!.GetAttribute("value")));
    }

    [Fact]
    public async Task A_machine_that_wants_no_page_gets_the_same_in_a_line()
    {
        await using var newsroom = await Unfinished(Database.Sqlite);
        using var visitor = newsroom.Visitor();
        visitor.DefaultRequestHeaders.Add("Accept", "application/rss+xml");
        var answer = await visitor.GetAsync("/feed.xml", Newsroom.Stop);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "text/plain"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.StartsWith("This paper has not begun yet.", await answer.Content.ReadAsStringAsync(Newsroom.Stop), StringComparison.Ordinal);
    }

    /// <summary>So that no page for readers is open by mistake before there is a paper.</summary>
    [Fact]
    public async Task Only_the_desk_its_doors_and_the_machines_health_are_open_before()
    {
        await using var newsroom = await Unfinished(Database.Sqlite);
        var open = newsroom.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(endpoint => endpoint.Metadata.GetMetadata<AnswersBeforeThePaperBegins>() is not null);
        Assert.Equal(["health", "media", "preview", "sign-in", "sign-out"], open.Select(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/').Split('/')[0]).Distinct().Order());
    }

    /// <summary>As it is after the first start on an empty folder.</summary>
    static async Task<Newsroom> Unfinished(Database database)
    {
        var newsroom = await Newsroom.Open(database);
        await newsroom.Become(paper => paper.IsUnfinished = true);
        return newsroom;
    }
}
