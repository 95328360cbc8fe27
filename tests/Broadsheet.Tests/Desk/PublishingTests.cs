using System.Diagnostics;
using System.Net;
using Broadsheet.Stories;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.Wire;
using Broadsheet.Tests.World;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Tests.Desk;

public sealed class PublishingTests
{
    [Theory, InlineData("\u200B\u202E\u2066", "<p>Text.</p>", "headline"), InlineData("\u00A0", "<p>Text.</p>", "headline"), InlineData("\u3164", "<p>Text.</p>", "headline"), InlineData("Gate", "<p>\u200B&nbsp;</p>", "body")]
    public async Task What_nobody_can_see_is_not_published(string headline, string body, string missing)
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var jon = await newsroom.SignedIn("jon");
        var number = await newsroom.Draft(Printing.Gate with { Headline = headline, BodyHtml = body });
        var page = await jon.Page($"/desk/stories/{number}/publish");
        Assert.Null(page.QuerySelector("#publish button.go:not([disabled])"));
        Assert.Contains(missing, page.QuerySelector("main .notice.bad")!.TextContent, StringComparison.OrdinalIgnoreCase);
    }

    [Theory, OnBothDatabases]
    public async Task Publish_shows_first_what_readers_will_see_then_update_shows_what_changes(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        var path = await Draft(jon, "The gate waits", "<p>It cost 34.1 million.</p>");
        var page = await jon.Page(path + "/publish");
        Assert.Contains("It cost 34.1 million.", page.QuerySelector(".printed")!.TextContent, StringComparison.Ordinal);
        Assert.EndsWith("/harbour/the-gate-waits-1000", page.QuerySelector(".address")!.TextContent, StringComparison.Ordinal);
        await jon.Submit(path + "/publish", "#publish");

        await jon.Submit(path, "#story-form", EditingTests.Fields(("Body", "<p>It cost 31.4 million.</p>")));
        var update = await jon.Page(path + "/publish");
        Assert.Equal(("34.1", "31.4"), (update.QuerySelector("#changes del")!.TextContent, update.QuerySelector("#changes ins")!.TextContent));
        await jon.Submit(path + "/publish", "#publish");

        await using var db = await newsroom.Read();
        var story = await db.Stories.SingleAsync(Newsroom.Stop);
        Assert.Equal((StoryState.Published, 3, "the-gate-waits"), (story.State, story.PublishedRevision, story.Slug));
        Assert.NotNull(story.UpdatedAt);
        var told = await db.OutboxEvents.Where(happened => happened.Name == StoryPublished.Name).OrderBy(happened => happened.Id).ToListAsync(Newsroom.Stop);
        Assert.Equal([2, 3], told.Select(happened => happened.Read<StoryPublished>().Revision));
    }

    [Theory, OnBothDatabases]
    public async Task What_may_not_appear_is_refused_with_a_sentence(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        await Refused(jon, await Draft(jon, "", "<p>Body</p>"), "A story needs a headline");
        await Refused(jon, await Draft(jon, "Headline", ""), "A story needs a body");

        var until = newsroom.Get<TimeProvider>().GetUtcNow().AddDays(1);
        await Refused(jon, await Taken(newsroom, jon, new("urn:1") { EmbargoedUntil = until }), "The embargo holds until ");
        await Refused(jon, await Taken(newsroom, jon, new("urn:2") { EmbargoedUntilLifted = true }), "gave no end");
        await using var db = await newsroom.Read();
        Assert.Equal(0, await db.OutboxEvents.CountAsync(happened => happened.Name == StoryPublished.Name, Newsroom.Stop));
    }

    [Fact]
    public async Task An_embargo_of_another_year_is_told_with_its_year()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var jon = await newsroom.SignedIn("jon");
        var year = newsroom.Get<TimeProvider>().GetUtcNow().Year + 2;
        await Refused(jon, await Taken(newsroom, jon, new("urn:1") { EmbargoedUntil = new(year, 1, 15, 12, 0, 0, TimeSpan.Zero) }), $"until 15 January {year}, 12:00");
        Assert.Contains($"15 Jan {year}", (await jon.Page("/desk/wire")).QuerySelector("#wire")!.TextContent, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task The_agencys_last_word_counts_at_the_moment_of_publishing(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        foreach (var (status, sentence) in new[] { ("canceled", "The agency has withdrawn"), ("withheld", "The agency withholds"), ("unknown", "a status we do not know") })
        {
            var killed = await Taken(newsroom, jon, new("urn:" + status));
            var opened = await jon.Page(killed + "/publish");
            Assert.False(opened.QuerySelector("#publish button")!.HasAttribute("disabled"));
            await newsroom.Arrives(new("urn:" + status, Version: 2, Status: status));
            using var form = new FormUrlEncodedContent(opened.QuerySelectorAll("#publish input").Cast<AngleSharp.Html.Dom.IHtmlInputElement>().Select(field => KeyValuePair.Create(field.Name!, field.Value)));
            var answer = await jon.PostAsync(killed + "/publish", form, Newsroom.Stop);
            Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
            Assert.Contains(sentence, (await FormPosts.Document(answer)).QuerySelector("#why")!.TextContent, StringComparison.Ordinal);
        }

        // And a lifted embargo lets it appear, though the draft was made under it.
        var path = await Taken(newsroom, jon, new("urn:lifted") { EmbargoedUntilLifted = true });
        await newsroom.Arrives(new("urn:lifted", Version: 2));
        Assert.Equal(HttpStatusCode.Redirect, (await jon.Submit(path + "/publish", "#publish")).StatusCode);
    }

    [Theory, OnBothDatabases]
    public async Task What_the_agency_killed_is_not_published_anew_by_a_clarification(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        var path = await Taken(newsroom, jon, new("urn:told"));
        Assert.Equal(HttpStatusCode.Redirect, (await jon.Submit(path + "/publish", "#publish")).StatusCode);
        var opened = await jon.Page(path + "/publish");
        await newsroom.Arrives(new("urn:told", Version: 2, Status: "canceled"));
        var hidden = opened.QuerySelectorAll("#publish input[type=hidden]").Cast<AngleSharp.Html.Dom.IHtmlInputElement>().Select(field => KeyValuePair.Create(field.Name!, field.Value));
        using var form = new FormUrlEncodedContent([.. hidden, new("How", "clarification"), new("Told", "The vote binds the engineers.")]);
        var answer = await jon.PostAsync(path + "/publish", form, Newsroom.Stop);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("The agency has withdrawn", (await FormPosts.Document(answer)).QuerySelector("#why")!.TextContent, StringComparison.Ordinal);
        using var visitor = newsroom.Visitor();
        Assert.NotNull((await visitor.Page("/corrections")).QuerySelector(".state"));
    }

    [Theory, OnBothDatabases]
    public async Task A_text_that_somebody_saved_after_the_page_was_opened_is_not_published_unseen(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        using var pia = await newsroom.SignedIn("pia");
        var path = await Draft(jon, "Headline", "<p>Body</p>");
        await pia.Submit(path, "#story-form", EditingTests.Fields(("Headline", "Pia’s")));
        var answer = await jon.Submit(path + "/publish", "#publish", EditingTests.Fields(("Revision", "2")));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("pia saved revision 3", (await FormPosts.Document(answer)).QuerySelector("#why")!.TextContent, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Withdrawing_asks_for_a_reason_and_says_it_to_the_readers(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        var path = await Draft(jon, "Headline", "<p>Body</p>");
        await jon.Submit(path + "/publish", "#publish");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await jon.Submit(path + "/withdraw", "#withdraw")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await jon.Submit(path + "/withdraw", "#withdraw", EditingTests.Fields(("Reason", "It named the wrong man.")))).StatusCode);
        await using var db = await newsroom.Read();
        var story = await db.Stories.SingleAsync(Newsroom.Stop);
        Assert.Equal((StoryState.Withdrawn, "It named the wrong man."), (story.State, story.WithdrawnReason));
        Assert.Single(await db.OutboxEvents.Where(happened => happened.Name == StoryWithdrawn.Name).ToListAsync(Newsroom.Stop));
    }

    [Theory, OnBothDatabases, Trait("Speed", "Slow")]
    public async Task A_shell_takes_and_publishes_a_story_and_prints_its_address(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await newsroom.Arrives(new("urn:1", "Gate delayed"));
        await newsroom.Arrives(new("urn:2", Status: "canceled"));
        await newsroom.Arrives(new("urn:3", Source: "Meridian"));
        await newsroom.Arrives(new("urn:3", Source: "Norra Wire"));
        await newsroom.Arrives(new("urn:4") { EmbargoedUntilLifted = true });

        var (code, said, problem) = await Shell(newsroom, "story", "take", "urn:1", "--section", "harbour", "--publish");
        Assert.Equal((0, ""), (code, problem));
        Assert.EndsWith("/harbour/gate-delayed-1000", Assert.Single(said), StringComparison.Ordinal);
        (code, said, _) = await Shell(newsroom, "story", "take", "urn:1", "--section", "harbour");
        Assert.EndsWith("/harbour/gate-delayed-1000", Assert.Single(said), StringComparison.Ordinal);

        (code, said, problem) = await Shell(newsroom, "story", "take", "urn:2", "--section", "harbour", "--publish");
        Assert.Equal(1, code);
        Assert.Empty(said);
        Assert.Contains("The agency has withdrawn", problem, StringComparison.Ordinal);
        (code, _, problem) = await Shell(newsroom, "story", "take", "urn:3", "--section", "harbour");
        Assert.Equal(1, code);
        Assert.Contains("--source", problem, StringComparison.Ordinal);
        (code, said, _) = await Shell(newsroom, "story", "take", "urn:3", "--section", "harbour", "--source", "Norra Wire");
        Assert.Equal(0, code);
        Assert.EndsWith("/desk/stories/1001", Assert.Single(said), StringComparison.Ordinal);
        (code, said, problem) = await Shell(newsroom, "story", "take", "urn:4", "--section", "harbour", "--publish");
        Assert.Equal(1, code);
        Assert.EndsWith("/desk/stories/1002", Assert.Single(said), StringComparison.Ordinal);
        Assert.Contains("embargo", problem, StringComparison.Ordinal);
        (code, _, problem) = await Shell(newsroom, "story", "take", "urn:1", "--section", "moon");
        Assert.Contains("harbour, islands", problem, StringComparison.Ordinal);
        Assert.Equal(2, (await Shell(newsroom, "story", "take")).Code);
    }

    [Theory, OnBothDatabases]
    public async Task From_the_shell_an_item_is_taken_by_what_its_agency_sent_however_long_that_is_or_how_often_it_was_given(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var guid = "urn:norra:" + new string('x', 900);
        await newsroom.Take(Sent.Ninjs(guid, "Harbour closed"));
        Assert.Equal(0, (await Shell(newsroom, "story", "take", guid, "--section", "harbour")).Code);

        static string Item(int number) => $"<item><guid isPermaLink=\"false\">same</guid><link>https://harbour.example/{number}</link><title>Item {number}</title><description>Text {number}</description></item>";
        await newsroom.Take($"<rss version=\"2.0\"><channel><title>Harbour</title>{Item(1)}{Item(2)}</channel></rss>");
        var (code, _, problem) = await Shell(newsroom, "story", "take", "same", "--section", "harbour");
        Assert.Equal(1, code);
        Assert.Contains("same https://harbour.example/1, same https://harbour.example/2", problem, StringComparison.Ordinal);
        Assert.Equal(0, (await Shell(newsroom, "story", "take", "same https://harbour.example/2", "--section", "harbour")).Code);
    }

    static async Task Refused(HttpClient editor, string path, string sentence)
    {
        var page = await editor.Page(path + "/publish");
        Assert.Contains(sentence, page.QuerySelector("#why")!.TextContent, StringComparison.Ordinal);
        Assert.True(page.QuerySelector("#publish button")!.HasAttribute("disabled"));
        Assert.Equal(HttpStatusCode.Conflict, (await editor.Submit(path + "/publish", "#publish")).StatusCode);
    }

    static async Task<string> Draft(HttpClient editor, string headline, string body)
    {
        var path = await EditingTests.NewStory(editor);
        await editor.Submit(path, "#story-form", EditingTests.Fields(("Headline", headline), ("Body", body)));
        return path;
    }

    internal static async Task<string> Taken(Newsroom newsroom, HttpClient editor, AgencyItems.Sent sent)
    {
        var line = await newsroom.Arrives(sent);
        return (await editor.Submit($"/desk/wire/{line}", "#take")).Headers.Location!.ToString();
    }

    static async Task<(int Code, string[] Said, string Problem)> Shell(Newsroom newsroom, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["Logging__LogLevel__Default"] = "Error";
        string[] all = [typeof(Program).Assembly.Location, .. arguments, "--data", newsroom.Data, .. newsroom.ConnectionString is { } database ? new[] { "--database", database } : []];
        foreach (var argument in all) start.ArgumentList.Add(argument);
        using var shell = Process.Start(start)!;
        var said = shell.StandardOutput.ReadToEndAsync(Newsroom.Stop);
        var problem = await shell.StandardError.ReadToEndAsync(Newsroom.Stop);
        await shell.WaitForExitAsync(Newsroom.Stop);
        return (shell.ExitCode, (await said).Split('\n', StringSplitOptions.RemoveEmptyEntries), problem);
    }
}
