using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Broadsheet.Kit;
using Broadsheet.Storage;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;
using Broadsheet.Wire;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Broadsheet.Tests.Desk;

public sealed class InboxTests
{
    [Theory, OnBothDatabases]
    public async Task Only_those_who_write_may_open_the_desk(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var visitor = newsroom.Visitor();
        var sent = await visitor.GetAsync("/desk/wire", Newsroom.Stop);
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        Assert.Contains("/sign-in?next=%2Fdesk%2Fwire", sent.Headers.Location!.ToString(), StringComparison.Ordinal);

        using var ida = await newsroom.SignedIn("ida");
        Assert.Equal(HttpStatusCode.Forbidden, (await ida.GetAsync("/desk/wire", Newsroom.Stop)).StatusCode);
        using var jon = await newsroom.SignedIn("jon");
        Assert.Equal("/desk/wire", (await jon.GetAsync("/desk", Newsroom.Stop)).Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.OK, (await jon.GetAsync("/desk/wire", Newsroom.Stop)).StatusCode);
    }

    [Fact]
    public async Task Every_endpoint_of_the_desk_says_who_may_use_it()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        var desk = newsroom.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/').Split('/')[0] == "desk").ToList();
        Assert.NotEmpty(desk);
        Assert.All(desk, endpoint => Assert.True(endpoint.Metadata.GetMetadata<DeskPageAttribute>() is not null, endpoint.RoutePattern.RawText));
    }

    [Theory, OnBothDatabases]
    public async Task A_headline_without_end_is_cut_in_the_preview_and_one_that_nobody_sees_is_passed_over(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        var line = await newsroom.Arrives(new("urn:1", new string('x', 2_000_000)));
        Assert.Equal(new string('x', 600) + "…", (await jon.Page($"/desk/wire/{line}")).QuerySelector("#pv")!.TextContent);
        line = await newsroom.Arrives(new("urn:2", "\u202e\u2066"));
        Assert.Equal("gate-merrin", (await jon.Page($"/desk/wire/{line}")).QuerySelector("#pv")!.TextContent);
    }

    [Theory, OnBothDatabases]
    public async Task The_newest_item_stands_first_with_what_the_agency_says_of_it(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var until = newsroom.Get<TimeProvider>().GetUtcNow().AddDays(2);
        await newsroom.Arrives(new("urn:1", "Budget estimate") { EmbargoedUntil = until });
        await newsroom.Arrives(new("urn:2", "Speech") { EmbargoedUntilLifted = true });
        await newsroom.Arrives(new("urn:3", "Minister resigns", Status: "canceled"));
        await newsroom.Arrives(new("urn:4", "Held back", Status: "withheld"));
        await newsroom.Arrives(new("urn:5", "Picture of a gate") { Type = "picture" });
        await newsroom.Arrives(new("urn:6", "Gate delayed"));
        await newsroom.Arrives(new("urn:6", "Gate delayed again", Version: 2));
        await newsroom.Arrives(new("urn:7", "Gate cost mended", Version: 2) { IsCorrection = true });

        using var jon = await newsroom.SignedIn("jon");
        var lines = (await jon.Page("/desk/wire")).QuerySelectorAll(".wire > li");
        Assert.Equal(["Gate cost mended", "Gate delayed again", "Picture of a gate", "Held back", "Minister resigns", "Speech", "Budget estimate"],
            lines.Select(line => line.QuerySelector("h2")!.TextContent));
        Assert.Equal("Correction", Badge(lines[0]));
        Assert.Equal("Update 2", Badge(lines[1]));
        Assert.Equal("Picture", Badge(lines[2]));
        Assert.Equal("Withheld", Badge(lines[3]));
        Assert.Equal("Kill", Badge(lines[4]));
        Assert.Contains("dead", lines[4].ClassList);
        Assert.Equal("Embargo until lifted", Badge(lines[5]));
        Assert.StartsWith("Embargo ", Badge(lines[6]), StringComparison.Ordinal);
        Assert.Contains("610 words", lines[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("3 pictures", lines[0].TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("seen", lines[0].ClassList);
    }

    [Theory, OnBothDatabases]
    public async Task Older_items_follow_page_by_page_and_none_is_left_out(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        for (var number = 1; number <= 103; number++) await newsroom.Arrives(new($"urn:{number}", $"Item {number}"));
        using var jon = await newsroom.SignedIn("jon");
        var seen = new List<string>();
        for (var path = "/desk/wire"; path is not null;)
        {
            var page = await jon.Page(path);
            seen.AddRange(page.QuerySelectorAll(".wire h2").Select(line => line.TextContent));
            path = page.QuerySelector(".pager a")?.GetAttribute("href");
        }
        Assert.Equal(Enumerable.Range(1, 103).Reverse().Select(number => $"Item {number}"), seen);
        Assert.Equal(HttpStatusCode.BadRequest, (await jon.GetAsync("/desk/wire?before=nonsense", Newsroom.Stop)).StatusCode);
    }

    [Fact]
    public async Task An_item_can_be_read_also_while_nothing_can_be_written_and_stays_unseen()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        var line = await newsroom.Arrives(new(Headline: "Gate delayed") { Body = "<p>It cost 34.1 million.</p>" });
        using var jon = await newsroom.SignedIn("jon");
        await using var other = new SqliteConnection($"Data Source={newsroom.Get<DataFolder>().Database};Pooling=False");
        await other.OpenAsync(Newsroom.Stop);
        await using (await other.BeginTransactionAsync(System.Data.IsolationLevel.Serializable, Newsroom.Stop))
        {
            Assert.Contains("It cost 34.1 million.", (await jon.Page($"/desk/wire/{line}")).QuerySelector(".preview")!.TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain("seen", (await jon.Page("/desk/wire")).QuerySelector(".wire > li")!.ClassList);
        }
    }

    [Theory, OnBothDatabases]
    public async Task A_line_shows_its_item_beside_the_list_and_is_seen_from_then_on(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await newsroom.Arrives(new(Headline: "Gate delayed") { Body = "<p>It cost 34.1 million.</p>" });
        var line = await newsroom.Arrives(new(Headline: "Gate delayed, cost mended", Version: 2) { Body = "<p>It cost 31.4 million.</p>" });
        using var jon = await newsroom.SignedIn("jon");

        var page = await jon.Page($"/desk/wire/{line}");
        var preview = page.QuerySelector(".preview")!;
        foreach (var said in new[] { "It cost 31.4 million.", "Meridian", "urn:meridian:7741, version 2", "Text free to edit.", "Corrects paragraph 5.", "versioncreated has no time zone; it was read as Europe/Stockholm time.", "Tomas Ekwall" })
            Assert.Contains(said, preview.TextContent, StringComparison.Ordinal);
        Assert.Equal("Gate delayed, cost mended", page.QuerySelector(".wire [aria-current]")!.TextContent);
        Assert.Contains("seen", (await jon.Page("/desk/wire")).QuerySelector(".wire > li")!.ClassList);

        var older = await jon.Page($"/desk/wire/{line}?version=1");
        Assert.Contains("It cost 34.1 million.", older.QuerySelector(".preview")!.TextContent, StringComparison.Ordinal);

        using var part = new HttpRequestMessage(HttpMethod.Get, $"/desk/wire/{line}");
        part.Headers.Add("HX-Request", "true");
        var fragment = await (await jon.SendAsync(part, Newsroom.Stop)).Content.ReadAsStringAsync(Newsroom.Stop);
        Assert.StartsWith("<article", fragment.Trim(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await jon.GetAsync("/desk/wire/999", Newsroom.Stop)).StatusCode);

        await newsroom.Become(paper => paper.Language = "de");
        Assert.Contains("versioncreated hat keine Zeitzone", (await jon.Page($"/desk/wire/{line}")).QuerySelector(".preview")!.TextContent, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task What_was_refused_is_seen_on_the_desk_with_its_reason(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await newsroom.Arrives(new());
        await newsroom.Writer.Save(db => db.Refusals.Add(new Refusal { SourceId = 1, File = "late.xml", Reason = "The same version with other content.", At = newsroom.Get<TimeProvider>().GetUtcNow() }), Newsroom.Stop);
        using var jon = await newsroom.SignedIn("jon");
        var notice = (IHtmlAnchorElement)(await jon.Page("/desk/wire")).QuerySelector("#wire-refused a")!;
        Assert.Equal("1 refused in the last 24 hours", notice.TextContent);
        Assert.Contains("The same version with other content.", (await jon.Page(notice.PathName)).Body!.TextContent, StringComparison.Ordinal);
    }

    static string Badge(IElement line) => line.QuerySelector(".badge")!.TextContent;
}
