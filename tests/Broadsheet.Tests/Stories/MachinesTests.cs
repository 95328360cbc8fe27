using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Broadsheet.Tests.World;

namespace Broadsheet.Tests.Stories;

/// <summary>What machines read of the paper: linked data, cards for links, feeds, sitemaps.</summary>
public sealed class MachinesTests
{
    const string Wild = "</script><b>\"A & B\" \\ O'Neil <!-- 5 > 3\u2028 👩‍👩‍👧 \u202Eevil +1";
    // The turn of direction that was left open ends with the line.
    const string Kept = Wild + "\u202C";
    static readonly XNamespace atom = "http://www.w3.org/2005/Atom", sitemap = "http://www.sitemaps.org/schemas/sitemap/0.9", news = "http://www.google.com/schemas/sitemap-news/0.9";

    [Theory, OnBothDatabases]
    public async Task A_headline_reaches_every_machine_as_it_was_typed_and_ends_no_script(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var picture = await newsroom.Hang(Wild);
        var number = await newsroom.Print(Printing.Gate with { Headline = Wild, Standfirst = Wild, Byline = Wild, PictureNumber = picture });
        await newsroom.Reprint(number, text => text with { Byline = "Ann" });
        using var visitor = newsroom.Visitor();
        var address = (await visitor.GetAsync($"/harbour/x-{number}", Newsroom.Stop)).Headers.Location!.ToString();
        var sent = await visitor.GetAsync(address, Newsroom.Stop);
        Assert.False(sent.Headers.Contains("blazor-enhanced-nav"));
        // Not everything that looks for it is a browser that reads a plus sign that is written out.
        Assert.Contains("<script type=\"application/ld+json\">{", await sent.Content.ReadAsStringAsync(Newsroom.Stop), StringComparison.Ordinal);
        var page = await visitor.Page(address);
        var typed = page.QuerySelector("h1")!.TextContent;
        Assert.Equal(Kept, typed);

        using var data = JsonDocument.Parse(Assert.Single(page.QuerySelectorAll("script[type='application/ld+json']")).TextContent);
        Assert.Equal("NewsArticle", data.RootElement.GetProperty("@type").GetString());
        Assert.Equal(typed, data.RootElement.GetProperty("headline").GetString());
        Assert.Equal(page.QuerySelector("link[rel=canonical]")!.GetAttribute("href"), data.RootElement.GetProperty("mainEntityOfPage").GetString());
        var published = data.RootElement.GetProperty("datePublished").GetString()!;
        Assert.DoesNotContain('+', published);
        Assert.True(string.CompareOrdinal(published, data.RootElement.GetProperty("dateModified").GetString()) <= 0);
        Assert.Equal(published, page.QuerySelector(".rail time")!.GetAttribute("datetime"));

        string Card(string property) => page.QuerySelector($"meta[property='{property}']")!.GetAttribute("content")!;
        Assert.Equal(typed, Card("og:title"));
        Assert.Equal(published, Card("article:published_time"));
        Assert.Equal(Kept, Card("og:image:alt"));
        Assert.All(new[] { "og:url", "og:image" }, property => Assert.StartsWith(newsroom.Get<Broadsheet.Kit.SiteAddress>().Of("/"), Card(property), StringComparison.Ordinal));
        Assert.StartsWith(typed, page.Title, StringComparison.Ordinal);

        Assert.Equal(typed, (string?)(await Xml(visitor, "/feed.xml")).Descendants("item").Single().Element("title"));
        Assert.Equal(typed, (string?)(await Xml(visitor, "/harbour/feed.atom")).Descendants(atom + "entry").Single().Element(atom + "title"));
        using var feed = JsonDocument.Parse(await visitor.GetStringAsync("/feed.json", Newsroom.Stop));
        Assert.Equal(typed, feed.RootElement.GetProperty("items")[0].GetProperty("title").GetString());
        Assert.Equal(typed, (string?)(await Xml(visitor, "/sitemap-news.xml")).Descendants(news + "title").Single());
    }

    [Theory, OnBothDatabases]
    public async Task Feeds_and_sitemaps_hold_what_readers_may_read_and_follow_at_once(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var visitor = newsroom.Visitor();
        foreach (var path in new[] { "/feed.xml", "/harbour/feed.atom", "/feed.json", "/sitemap-news.xml", "/sitemap/0.xml" }) Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(path, Newsroom.Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/sitemap/1.xml", Newsroom.Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/moon/feed.xml", Newsroom.Stop)).StatusCode);

        var gate = await newsroom.Print(Printing.Gate with { BodyHtml = "<p>It was <em>put off</em>.</p>" });
        var island = await newsroom.Print(Printing.Gate with { Headline = "Islands" }, "islands");
        await newsroom.Print(Printing.Gate with { Headline = "Not yet" }, embargo: newsroom.Now().AddHours(1));
        await newsroom.Draft(Printing.Gate with { Headline = "A draft" });

        var site = newsroom.Get<Broadsheet.Kit.SiteAddress>();
        await Newsroom.Eventually(async () => (await Xml(visitor, "/feed.xml")).Descendants("item").Count(), count => count == 2);
        var item = (await Xml(visitor, "/feed.xml")).Descendants("item").Single(item => (string?)item.Element("title") == Printing.Gate.Headline);
        Assert.EndsWith("It was <em>put off</em>.</p>", item.Elements().Single(part => part.Name.LocalName == "encoded").Value, StringComparison.Ordinal);
        var section = Assert.Single((await Xml(visitor, "/islands/feed.atom")).Descendants(atom + "entry"));
        Assert.Equal("Islands", (string?)section.Element(atom + "title"));
        Assert.Equal([site.Of($"/harbour/harbour-board-delays-the-second-tide-gate-{gate}"), site.Of($"/islands/islands-{island}")],
            (await Xml(visitor, "/sitemap-news.xml")).Descendants(sitemap + "loc").Select(place => (string)place).Order(StringComparer.Ordinal));

        var id = (string?)item.Element("guid");
        await newsroom.Reprint(gate, text => text with { Headline = "Another headline" }, "islands");
        await Newsroom.Eventually(async () => (await Xml(visitor, "/feed.xml")).Descendants("item").Select(item => ((string?)item.Element("title"), (string?)item.Element("guid"))).ToList(), items => items.Contains(("Another headline", id)));
        await newsroom.Withdraw(gate, "It was wrong.");
        await Newsroom.Eventually(async () => (await Xml(visitor, "/islands/feed.atom")).Descendants(atom + "entry").Count(), count => count == 1);
        await Newsroom.Eventually(async () => (await Xml(visitor, "/sitemap-news.xml")).Descendants(sitemap + "url").Count(), count => count == 1);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/sitemap/0.xml", Newsroom.Stop)).StatusCode);
        await newsroom.Withdraw(island, "It was wrong.");
        await Newsroom.Eventually(async () => (await Xml(visitor, "/sitemap/0.xml")).Descendants(sitemap + "url").Count(), count => count == 0);
    }

    [Fact]
    public async Task A_story_that_is_read_from_right_to_left_says_so_in_each_feed()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        await newsroom.Print(Printing.Gate with { Headline = "البوابة", BodyHtml = "<p>أُجّل القرار.</p>", Language = "ar" });
        await newsroom.Print(Printing.Gate);
        using var visitor = newsroom.Visitor();
        foreach (var path in new[] { "/feed.xml", "/feed.atom", "/feed.json" })
        {
            var feed = (await visitor.GetStringAsync(path, Newsroom.Stop)).Replace("\\u0022", "\"", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal).Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&quot;", "\"", StringComparison.Ordinal);
            Assert.Equal(1, Regex.Count(feed, "<div lang=\"ar\" dir=\"rtl\">"));
        }
    }

    [Fact]
    public async Task A_feed_is_kept_told_of_and_asked_for_again_for_nothing()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        await newsroom.Print(Printing.Gate);
        using var visitor = newsroom.Visitor();
        var told = (await visitor.Page("/harbour")).QuerySelectorAll("link[rel=alternate]").Select(link => (link.GetAttribute("href")!, link.GetAttribute("type")!)).ToList();
        Assert.Equal(3, told.Count);
        foreach (var (path, type) in told)
        {
            var answer = await visitor.GetAsync(path, Newsroom.Stop);
            Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
            using var again = new HttpRequestMessage(HttpMethod.Get, path);
            again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
            Assert.Equal(HttpStatusCode.NotModified, (await visitor.SendAsync(again, Newsroom.Stop)).StatusCode);
        }
    }

    [Fact]
    public async Task Machines_get_the_name_of_the_author_without_the_word_before_it()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        var number = await newsroom.Print(Printing.Gate with { Byline = "By Åsa Lind" });
        using var visitor = newsroom.Visitor();
        var page = await visitor.Page(await visitor.AddressOf(number));
        Assert.Equal("Åsa Lind", JsonDocument.Parse(page.QuerySelector("script[type='application/ld+json']")!.TextContent).RootElement.GetProperty("author").GetProperty("name").GetString());
        Assert.Equal("By Åsa Lind", page.QuerySelector(".byline strong")!.TextContent);
        foreach (var feed in new[] { "/feed.xml", "/feed.atom", "/feed.json" }) Assert.DoesNotContain("By Åsa", await visitor.GetStringAsync(feed, Newsroom.Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paper_without_a_story_names_no_empty_sitemap()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        await newsroom.Draft(Printing.Gate);
        using var visitor = newsroom.Visitor();
        Assert.DoesNotContain("/sitemap/0.xml", await visitor.GetStringAsync("/sitemap.xml", Newsroom.Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_engines_find_their_way_from_robots_to_every_story()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        var number = await newsroom.Print(Printing.Gate);
        using var visitor = newsroom.Visitor();
        var robots = await visitor.GetStringAsync("/robots.txt", Newsroom.Stop);
        Assert.Contains("Disallow: /desk/", robots, StringComparison.Ordinal);
        // Rules hold for all that begins like them: none may shut out a section called Search and rescue.
        Assert.All(robots.Split('\n').Where(line => line.StartsWith("Disallow: ", StringComparison.Ordinal)), line => Assert.Contains(line[^1], "$?/"));
        var index = robots.Split('\n').First(line => line.StartsWith("Sitemap: ", StringComparison.Ordinal))["Sitemap: ".Length..];
        var maps = (await Xml(visitor, new Uri(index).PathAndQuery)).Descendants(sitemap + "loc").Select(place => new Uri((string)place).PathAndQuery).ToList();
        var pages = new List<string>();
        foreach (var map in maps) pages.AddRange((await Xml(visitor, map)).Descendants(sitemap + "loc").Select(place => new Uri((string)place).PathAndQuery));
        Assert.Contains(pages, page => page.EndsWith($"-{number}", StringComparison.Ordinal));
        foreach (var page in pages) Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(page, Newsroom.Stop)).StatusCode);
    }

    [Theory, OnBothDatabases]
    public async Task An_address_of_before_leads_on_with_what_was_asked(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var number = await newsroom.Print(Printing.Gate);
        using var visitor = newsroom.Visitor();
        var address = await visitor.AddressOf(number);
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
            foreach (var (path, now) in new[] { ($"/islands/an-old-name-{number}?utm_source=a%20b&x=%D9%85#mend", address + "?utm_source=a%20b&x=%D9%85"), ($"/x/{number}", address), ("/HARBOUR?after=1-1", "/harbour?after=1-1"), ("/Harbour/", "/harbour") })
            {
                using var answer = await visitor.SendAsync(new HttpRequestMessage(method, path), Newsroom.Stop);
                Assert.Equal((HttpStatusCode.MovedPermanently, now), (answer.StatusCode, answer.Headers.Location?.OriginalString));
            }
    }

    [Fact]
    public async Task A_device_is_told_what_the_paper_is_called()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        await newsroom.Become(paper => (paper.Name, paper.Language) = ("</script> \"مرفأ\"", "ar"));
        using var visitor = newsroom.Visitor();
        var address = (await Newsroom.Eventually(() => visitor.Page("/"), page => page.DocumentElement.GetAttribute("lang")!.StartsWith("ar", StringComparison.Ordinal))).QuerySelector("link[rel=manifest]")!.GetAttribute("href");
        var answer = await visitor.GetAsync(address, Newsroom.Stop);
        Assert.Equal("application/manifest+json", answer.Content.Headers.ContentType?.MediaType);
        using var manifest = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Newsroom.Stop));
        Assert.Equal(("</script> \"مرفأ\"", "rtl"), (manifest.RootElement.GetProperty("name").GetString(), manifest.RootElement.GetProperty("dir").GetString()));
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(manifest.RootElement.GetProperty("icons")[0].GetProperty("src").GetString(), Newsroom.Stop)).StatusCode);
    }

    [Theory, InlineData("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 2, "👩‍👩‍👧…"), InlineData("e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301e\u0301"), InlineData("one two three", 9, "one two…"), InlineData("🇳🇴🇸🇪🇩🇰", 2, "🇳🇴…")]
    public void A_text_is_cut_between_whole_characters(string text, int most, string cut) => Assert.Equal(cut, Broadsheet.Kit.WholeCharacters.Cut(text, most));

    static async Task<XDocument> Xml(HttpClient visitor, string path) => XDocument.Parse(await visitor.GetStringAsync(path, Newsroom.Stop));
}
