using System.Net;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;

namespace Broadsheet.Tests.Desk;

public sealed class MendTests
{
    const string Told = "The gate cost 31.4 million crowns, not 34.1. <b>We</b> turned two figures round.";

    [Theory, OnBothDatabases]
    public async Task A_correction_stands_in_the_open_on_the_story_among_all_and_on_the_front_page(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var number = await newsroom.Print(Printing.Gate with { BodyHtml = "<p>It cost 34.1 million.</p>" });
        using var visitor = newsroom.Visitor();
        var address = (await visitor.GetAsync($"/harbour/{number}", Newsroom.Stop)).Headers.Location!.ToString();
        Assert.Null((await visitor.Page(address)).QuerySelector(".mend"));
        Assert.Null((await visitor.Page("/")).QuerySelector("#mends"));
        Assert.NotNull((await visitor.Page("/corrections")).QuerySelector(".state"));

        using var pia = await newsroom.SignedIn("pia");
        await Rewrite(pia, number, "<p>It cost 31.4 million.</p>");
        var path = $"/desk/stories/{number}/publish";
        var looked = await pia.Submit(path, "#publish", new Dictionary<string, string> { ["How"] = "correction", ["Told"] = Told, ["Look"] = "true" });
        Assert.Equal(HttpStatusCode.OK, looked.StatusCode);
        Assert.Contains(Told, (await FormPosts.Document(looked)).QuerySelector(".printed .mend")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await pia.Submit(path, "#publish", new Dictionary<string, string> { ["How"] = "correction", ["Told"] = Told })).StatusCode);

        var page = await Newsroom.Eventually(() => visitor.Page(address), page => page.QuerySelector(".mend") is not null);
        Assert.Contains(Told, page.QuerySelector("#mend")!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("Corrected ", page.QuerySelector(".rail a[href='#mend']")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Updated", page.QuerySelector(".rail")!.TextContent, StringComparison.Ordinal);
        foreach (var list in new[] { "/corrections", "/" })
        {
            var item = (await Newsroom.Eventually(() => visitor.Page(list), page => page.QuerySelector("[aria-labelledby=mends] li") is not null)).QuerySelector("[aria-labelledby=mends] li")!;
            Assert.Contains(Told, item.TextContent, StringComparison.Ordinal);
            Assert.Equal(address + "#mend", item.QuerySelector("a")!.GetAttribute("href"));
        }
        await newsroom.Withdraw(number, "All of it was wrong.");
        await Newsroom.Eventually(() => visitor.Page("/corrections"), page => page.QuerySelector(".state") is not null);
    }

    [Fact]
    public async Task What_was_written_in_two_paragraphs_is_printed_in_two()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        var number = await newsroom.Print(Printing.Gate);
        using var pia = await newsroom.SignedIn("pia");
        await pia.Submit($"/desk/stories/{number}/publish", "#publish", new Dictionary<string, string> { ["How"] = "correction", ["Told"] = " The gate cost 31.4 million crowns. \r\n\r\nWe turned two figures round.\r\n" });
        using var visitor = newsroom.Visitor();
        var address = (await visitor.GetAsync($"/harbour/{number}", Newsroom.Stop)).Headers.Location!.ToString();
        var page = await Newsroom.Eventually(() => visitor.Page(address), page => page.QuerySelector(".mend") is not null);
        Assert.Equal("The gate cost 31.4 million crowns.\nWe turned two figures round.", page.QuerySelector(".mend .told")!.TextContent);
    }

    [Theory, OnBothDatabases]
    public async Task A_clarification_can_be_added_to_a_text_that_stays_as_it_is(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var number = await newsroom.Print(Printing.Gate);
        using var pia = await newsroom.SignedIn("pia");
        var path = $"/desk/stories/{number}/publish";
        Assert.Equal(HttpStatusCode.Conflict, (await pia.Submit(path, "#publish", new Dictionary<string, string> { ["How"] = "silently" })).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await pia.Submit(path, "#publish", new Dictionary<string, string> { ["How"] = "clarification", ["Told"] = "The vote binds the engineers." })).StatusCode);
        using var visitor = newsroom.Visitor();
        var address = (await visitor.GetAsync($"/harbour/{number}", Newsroom.Stop)).Headers.Location!.ToString();
        var page = await Newsroom.Eventually(() => visitor.Page(address), page => page.QuerySelector(".mend.blue") is not null);
        Assert.StartsWith("Clarified ", page.QuerySelector(".rail a[href='#mend']")!.TextContent, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_second_press_of_the_button_prints_no_second_correction(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var number = await newsroom.Print(Printing.Gate);
        using var pia = await newsroom.SignedIn("pia");
        await Rewrite(pia, number, "<p>Another text.</p>");
        var path = $"/desk/stories/{number}/publish";
        var correction = new Dictionary<string, string> { ["How"] = "correction", ["Told"] = Told };
        using var first = await pia.Fill(path, "#publish", correction);
        using var second = await pia.Fill(path, "#publish", correction);
        var presses = await Task.WhenAll(pia.SendAsync(first, Newsroom.Stop), pia.SendAsync(second, Newsroom.Stop));
        var again = await pia.Submit(path, "#publish", correction);
        Assert.All([.. presses, again], answer => Assert.Equal($"/desk/stories/{number}?published=true&copy=0", answer.Headers.Location?.ToString()));
        using var visitor = newsroom.Visitor();
        Assert.Single((await Newsroom.Eventually(() => visitor.Page("/corrections"), page => page.QuerySelector("[aria-labelledby=mends] li") is not null)).QuerySelectorAll("[aria-labelledby=mends] li"));

        // The same words of a later text are a correction of that.
        await Rewrite(pia, number, "<p>A third text.</p>");
        await pia.Submit(path, "#publish", correction);
        await Newsroom.Eventually(() => visitor.Page("/corrections"), page => page.QuerySelectorAll("[aria-labelledby=mends] li").Length == 2);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Conflict)]
    [InlineData("true", HttpStatusCode.OK)]
    public async Task What_was_written_for_readers_is_not_thrown_away_by_a_silent_update(string? look, HttpStatusCode status)
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        var number = await newsroom.Print(Printing.Gate);
        using var pia = await newsroom.SignedIn("pia");
        await Rewrite(pia, number, "<p>Another text.</p>");
        var typed = new Dictionary<string, string> { ["Told"] = Told };
        if (look is not null) typed["Look"] = look;
        var answer = await pia.Submit($"/desk/stories/{number}/publish", "#publish", typed);
        Assert.Equal(status, answer.StatusCode);
        var page = await FormPosts.Document(answer);
        Assert.Contains("Choose which it is", page.QuerySelector("#Told-problem")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(Told, page.QuerySelector("#Told")!.TextContent);
        Assert.False(page.QuerySelector("#publish .go")!.HasAttribute("disabled"));
    }

    [Fact]
    public async Task Readers_are_told_what_was_mended_or_it_is_not_a_correction()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        var number = await newsroom.Print(Printing.Gate);
        using var pia = await newsroom.SignedIn("pia");
        await Rewrite(pia, number, "<p>Another text.</p>");
        var path = $"/desk/stories/{number}/publish";
        foreach (var (told, problem) in new[] { (" ", "Readers are told what was mended"), (new string('x', 1001), "1001") })
        {
            var refused = await pia.Submit(path, "#publish", new Dictionary<string, string> { ["How"] = "correction", ["Told"] = told });
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            var page = await FormPosts.Document(refused);
            Assert.Contains(problem, page.QuerySelector("#Told-problem")!.TextContent, StringComparison.Ordinal);
            Assert.Equal(told, page.QuerySelector("#Told")!.TextContent);
            Assert.True(page.QuerySelector("input[value=correction]")!.HasAttribute("checked"));
            Assert.False(page.QuerySelector("#publish .go")!.HasAttribute("disabled"));
        }
        Assert.Equal(HttpStatusCode.Redirect, (await pia.Submit(path, "#publish", new Dictionary<string, string> { ["How"] = "silently", ["Told"] = " " })).StatusCode);
        using var visitor = newsroom.Visitor();
        Assert.NotNull((await visitor.Page("/corrections")).QuerySelector(".state"));
    }

    [Theory, OnBothDatabases]
    public async Task All_corrections_are_listed_a_page_at_a_time(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var number = await newsroom.Print(Printing.Gate);
        for (var count = 1; count <= 35; count++)
            Assert.Null(await newsroom.Get<Broadsheet.Desk.Publishing.Publishing>().Publish(number, 1, new(Broadsheet.Stories.Mends.MendKind.Correction, $"Mend {count}."), null, Newsroom.Stop));
        using var visitor = newsroom.Visitor();
        var first = await Newsroom.Eventually(() => visitor.Page("/corrections"), page => page.QuerySelectorAll("li p").Any(mend => mend.TextContent.Contains("Mend 35.", StringComparison.Ordinal)));
        Assert.Equal(30, first.QuerySelectorAll("[aria-labelledby=mends] li").Length);
        var second = await visitor.Page(first.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        Assert.Equal(5, second.QuerySelectorAll("[aria-labelledby=mends] li").Length);
        Assert.Null(second.QuerySelector("a[rel=next]"));
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.GetAsync("/corrections?after=x", Newsroom.Stop)).StatusCode);
    }

    static async Task Rewrite(HttpClient editor, long number, string body) =>
        Assert.Equal(HttpStatusCode.Redirect, (await editor.Submit($"/desk/stories/{number}", "#story-form", new Dictionary<string, string> { ["Body"] = body })).StatusCode);
}
