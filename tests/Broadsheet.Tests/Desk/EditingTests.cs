using System.Net;
using AngleSharp.Dom;
using Broadsheet.Desk.Editing;
using Broadsheet.Storage;
using Broadsheet.Stories;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Tests.Desk;

public sealed class EditingTests
{
    [Theory, OnBothDatabases]
    public async Task Each_save_makes_a_revision_with_its_text_made_clean(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        var path = await NewStory(jon);
        var saved = await jon.Submit(path, "#story-form", Fields(
            ("Headline", "  </script><b>\"A & B\" \\ O'Neil <!-- 5\u2028> 3 \u0007\n"), ("Standfirst", "So"), ("SectionId", "2"), ("Kind", "Opinion"), ("Slugline", "oneil"),
            ("Body", "<p onclick=\"x()\">One <b>two</b><script>alert(1)</script> <a href=\"javascript:x()\">three</a></p>\u0001<table style=\"x\"><tr><td>4</td></tr></table>")));
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await jon.Submit(path, "#story-form", Fields(("Headline", "NUL \0")))).StatusCode);
        var page = await jon.Page(saved.Headers.Location!.ToString());
        Assert.Contains("Revision 2 is saved.", page.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("</script><b>\"A & B\" \\ O'Neil <!-- 5\u2028> 3", page.QuerySelector("#Headline")!.TextContent.Trim(' '));

        await using var db = await newsroom.Read();
        var revision = await db.Revisions.SingleAsync(revision => revision.Number == 2, Newsroom.Stop);
        Assert.Equal("<p>One <strong>two</strong> three</p><table><tbody><tr><td>4</td></tr></tbody></table>", revision.Text.BodyHtml.Replace("\n", "", StringComparison.Ordinal));
        var story = await db.Stories.SingleAsync(Newsroom.Stop);
        Assert.Equal((2, 2, StoryKind.Opinion, "oneil"), (story.LastRevision, story.SectionId, revision.Text.Kind, story.Slugline));
    }

    [Fact]
    public async Task Of_new_stories_that_nobody_named_each_has_a_slugline_of_its_own()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var jon = await newsroom.SignedIn("jon");
        foreach (var story in new[] { await NewStory(jon), await NewStory(jon) }) await jon.Submit(story, "#story-form", Fields(("Headline", "Flood gate opens")));
        Assert.Equal(["new-story-1001", "new-story-1000"], (await jon.Page("/desk/stories")).QuerySelectorAll("ol.stories .meta span:not(.badge)").Select(part => part.TextContent).Where(part => part.StartsWith("new-", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Plain one\r\n\r\nPlain two", "<p>Plain one</p><p>Plain two</p>")]
    [InlineData("One line,\r\nand 5 < 6 the next\r\n \r\n\r\nR&D", "<p>One line,</p><p>and 5 &lt; 6 the next</p><p>R&amp;D</p>")]
    [InlineData("<p>Marked\r\n\r\nup</p>", "<p>Marked up</p>")]
    public async Task Lines_typed_without_marks_become_paragraphs(string typed, string body)
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var pia = await newsroom.SignedIn("pia");
        await pia.Submit(await NewStory(pia), "#story-form", Fields(("Headline", "So"), ("SectionId", "1"), ("Slugline", "so"), ("Body", typed)));
        await pia.Submit("/desk/texts/about", "#text-form", Fields(("Body", typed)));
        await using var db = await newsroom.Read();
        Assert.Equal(body, (await db.Revisions.SingleAsync(revision => revision.Number == 2, Newsroom.Stop)).Text.BodyHtml.Replace("\n", "", StringComparison.Ordinal));
        Assert.Equal(body, (await db.KeptTexts.SingleAsync(Newsroom.Stop)).BodyHtml.Replace("\n", "", StringComparison.Ordinal));
    }

    [Theory, OnBothDatabases]
    public async Task Of_a_withdrawn_story_the_desk_shows_what_readers_find_in_its_place(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var story = $"/desk/stories/{await newsroom.Print(Printing.Gate)}";
        using var jon = await newsroom.SignedIn("jon");
        Assert.Null((await jon.Page(story)).QuerySelector("#withdrawn"));
        await jon.Submit(story + "/withdraw", "#withdraw", Fields(("Reason", "The vote was on another day.")));
        foreach (var page in new[] { story, story + "/publish" })
            Assert.Contains("The vote was on another day.", (await jon.Page(page)).QuerySelector("#withdrawn")!.TextContent, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task What_kind_of_story_it_is_changes_for_readers_when_it_is_published_and_not_before(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        using var visitor = newsroom.Visitor();
        var story = await newsroom.Print(Printing.Gate);
        await jon.Submit($"/desk/stories/{story}", "#story-form", Fields(("Headline", Printing.Gate.Headline), ("Slugline", "gate"), ("SectionId", "1"), ("Body", Printing.Gate.BodyHtml), ("Kind", "Opinion")));
        Assert.Null((await visitor.Page(await visitor.AddressOf(story))).QuerySelector("h1.view"));
        Assert.Equal("Opinion", (await jon.Page($"/desk/stories/{story}")).QuerySelector("#Kind option[selected]")!.GetAttribute("value"));
        Assert.Null(await newsroom.Get<Broadsheet.Desk.Publishing.Publishing>().Publish(story, 2, Newsroom.Stop));
        await Newsroom.Eventually(async () => (await visitor.Page(await visitor.AddressOf(story))).QuerySelector("h1.view"), view => view is not null);
    }

    [Theory, OnBothDatabases]
    public async Task A_save_that_changes_nothing_makes_no_revision_and_says_so(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        var path = await NewStory(jon);
        await jon.Submit(path, "#story-form", Fields(("Headline", "One"), ("Body", "<p>Two</p>")));
        var again = await jon.Submit(path, "#story-form");
        Assert.Contains("no new revision was made", (await jon.Page(again.Headers.Location!.ToString())).Body!.TextContent, StringComparison.Ordinal);
        await using var db = await newsroom.Read();
        Assert.Equal(2, await db.Revisions.CountAsync(Newsroom.Stop));
    }

    [Theory, OnBothDatabases]
    public async Task Of_two_editors_in_one_story_neither_overwrites_the_other(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        using var pia = await newsroom.SignedIn("pia");
        var path = await NewStory(jon);
        var jonsForm = await jon.Page(path);
        await pia.Submit(path, "#story-form", Fields(("Headline", "Pia’s headline"), ("Body", "<p>The gate cost 31.4 million.</p>")));

        var refused = await Send(jon, jonsForm, path, Fields(("Headline", "Jon’s headline"), ("Body", "<p>The gate cost 34.1 million.</p>")));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        var page = await FormPosts.Document(refused);
        Assert.Contains("pia saved revision 2 at", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["Pia’s", "31.4"], page.QuerySelectorAll("#differs del").Select(gone => gone.TextContent));
        Assert.Equal(["Jon’s", "34.1"], page.QuerySelectorAll("#differs ins").Select(come => come.TextContent));

        // His text is kept whatever he does next: take hers, or go on with his.
        var theirs = await jon.Page(page.QuerySelector("#take-theirs")!.GetAttribute("href")!);
        Assert.Equal("Pia’s headline", theirs.QuerySelector("#Headline")!.TextContent);
        Assert.NotNull(theirs.QuerySelector(".kept"));
        var mine = await jon.Page(page.QuerySelector("#go-on")!.GetAttribute("href")!);
        Assert.Equal("Jon’s headline", mine.QuerySelector("#Headline")!.TextContent);
        Assert.Contains("pia saved revision 2", mine.QuerySelector(".kept")!.TextContent, StringComparison.Ordinal);

        // His on top of hers: hers stays in the history, and nothing of his is left unsaved.
        var onTop = await Send(jon, page, path, Fields(), "#on-top");
        Assert.Equal(HttpStatusCode.Redirect, onTop.StatusCode);
        await using var db = await newsroom.Read();
        Assert.Equal(["", "Pia’s headline", "Jon’s headline"], await db.Revisions.OrderBy(revision => revision.Number).Select(revision => revision.Text.Headline).ToListAsync(Newsroom.Stop));
        Assert.Equal(0, await db.WorkingCopies.CountAsync(Newsroom.Stop));
    }

    [Theory, OnBothDatabases]
    public async Task Of_saves_at_the_same_moment_one_makes_the_revision(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        using var pia = await newsroom.SignedIn("pia");
        var path = await NewStory(jon);
        await pia.Page(path); // a browser has its one antiforgery cookie before it sends
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(at => (at % 2 == 0 ? jon : pia).Submit(path, "#story-form", Fields(("Headline", $"Headline {at}"), ("BasedOn", "1")))));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Redirect);
        Assert.Equal(7, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
        await using var db = await newsroom.Read();
        Assert.Equal(2, await db.Revisions.CountAsync(Newsroom.Stop));
    }

    [Theory, OnBothDatabases]
    public async Task What_was_typed_and_not_saved_is_there_when_the_story_is_opened_again(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        var path = await NewStory(jon);
        var kept = await Keep(jon, path, Fields(("Headline", "Half a head"), ("Slugline", "half"), ("Body", "<p>Half a sen</p>")));
        Assert.Equal(HttpStatusCode.NoContent, kept.StatusCode);

        using var elsewhere = await newsroom.SignedIn("jon");
        var page = await elsewhere.Page(path);
        Assert.Equal(("Half a head", "<p>Half a sen</p>", "half"), (page.QuerySelector("#Headline")!.TextContent, page.QuerySelector("#Body")!.TextContent, page.QuerySelector("#Slugline")!.GetAttribute("value")));
        Assert.Contains("You have text that was not saved", page.QuerySelector(".kept")!.TextContent, StringComparison.Ordinal);
        using var pia = await newsroom.SignedIn("pia");
        Assert.Equal("", (await pia.Page(path)).QuerySelector("#Headline")!.TextContent);

        await elsewhere.Submit(path, "[data-throw-away]");
        Assert.Equal("", (await elsewhere.Page(path)).QuerySelector("#Headline")!.TextContent);
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_types_hears_that_somebody_else_saved(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        using var pia = await newsroom.SignedIn("pia");
        var path = await NewStory(jon);
        var jonsForm = await jon.Page(path);
        await pia.Submit(path, "#story-form", Fields(("Headline", "Pia’s headline")));
        var told = await Send(jon, jonsForm, path, Fields(("Headline", "Jon’s")), to: path + "/working-copy");
        Assert.StartsWith("pia saved revision 2 at ", await told.Content.ReadAsStringAsync(Newsroom.Stop), StringComparison.Ordinal);

        // What he types on her revision does not replace what he typed before.
        await Keep(jon, path + "?copy=0", Fields(("Headline", "Jon’s, on hers")), path);
        await using var db = await newsroom.Read();
        Assert.Equal(["Jon’s", "Jon’s, on hers"], await db.WorkingCopies.OrderBy(copy => copy.BasedOn).Select(copy => copy.Text.Headline).ToListAsync(Newsroom.Stop));
    }

    [Theory, OnBothDatabases]
    public async Task A_field_that_does_not_fit_says_so_beside_it_and_keeps_what_was_typed(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        var path = await NewStory(jon);
        var answer = await jon.Submit(path, "#story-form", Fields(("Headline", new string('x', 301)), ("Slugline", " "), ("SectionId", "77"), ("Body", "<p>Kept</p>")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await FormPosts.Document(answer);
        Assert.Equal("301 signs are too many; 300 fit.", page.QuerySelector("#Headline-problem")!.TextContent);
        Assert.NotNull(page.QuerySelector("#Slugline-problem"));
        Assert.NotNull(page.QuerySelector("#SectionId-problem"));
        Assert.Equal(new string('x', 301), page.QuerySelector("#Headline")!.TextContent);
        Assert.Equal("<p>Kept</p>", page.QuerySelector("#Body")!.TextContent);
    }

    [Theory, OnBothDatabases]
    public async Task A_token_of_an_older_session_costs_no_text(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var pia = await newsroom.SignedIn("pia");
        using var jon = await newsroom.SignedIn("jon");
        var path = await NewStory(jon);
        var piasPage = await pia.Page(path);
        var answer = await Send(jon, piasPage, path, Fields(("Headline", "Typed long ago")));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var again = await FormPosts.Document(answer);
        Assert.Equal("Typed long ago", again.QuerySelector("#Headline")!.TextContent);
        Assert.Equal(HttpStatusCode.Redirect, (await Send(jon, again, path, Fields())).StatusCode);
    }

    [Fact]
    public async Task A_save_that_the_database_refuses_keeps_the_text_in_the_form()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var jon = await newsroom.SignedIn("jon");
        var path = await NewStory(jon);
        var form = await jon.Page(path);
        await using var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={newsroom.Get<DataFolder>().Database};Default Timeout=1");
        await other.OpenAsync(Newsroom.Stop);
        await using var transaction = await other.BeginTransactionAsync(System.Data.IsolationLevel.Serializable, Newsroom.Stop);
        await using var grab = new Microsoft.Data.Sqlite.SqliteCommand("UPDATE papers SET name = name", other, (Microsoft.Data.Sqlite.SqliteTransaction)transaction);
        await grab.ExecuteNonQueryAsync(Newsroom.Stop);

        var answer = await Send(jon, form, path, Fields(("Headline", "Typed while locked")));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("Typed while locked", (await FormPosts.Document(answer)).QuerySelector("#Headline")!.TextContent);
    }

    [Theory, OnBothDatabases]
    public async Task An_older_revision_can_be_read_and_made_the_current_text(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        var path = await NewStory(jon);
        await jon.Submit(path, "#story-form", Fields(("Headline", "First"), ("Body", "<p>First text</p>")));
        await jon.Submit(path, "#story-form", Fields(("Headline", "Second"), ("Body", "<p>Second text</p>")));
        await Keep(jon, path, Fields(("Headline", "Half typed")));

        var lines = (await jon.Page(path + "/history")).QuerySelectorAll("ol li");
        Assert.Equal(["Second", "First", "No headline yet"], lines.Select(line => line.QuerySelector("h2")!.TextContent));
        Assert.All(lines, line => Assert.Contains("jon", line.TextContent, StringComparison.Ordinal));
        Assert.Contains("First text", (await jon.Page(path + "/history/2")).QuerySelector(".printed")!.TextContent, StringComparison.Ordinal);

        await jon.Submit(path + "/history/2", "#restore");
        await using var db = await newsroom.Read();
        Assert.Equal("First", (await db.Revisions.SingleAsync(revision => revision.Number == 4, Newsroom.Stop)).Text.Headline);
        Assert.Equal("Half typed", (await db.WorkingCopies.SingleAsync(Newsroom.Stop)).Text.Headline);
    }

    [Theory, OnBothDatabases]
    public async Task The_list_of_stories_shows_what_changed_last_first_and_by_state(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        var first = await NewStory(jon);
        await NewStory(jon);
        await jon.Submit(first, "#story-form", Fields(("Headline", "First, changed last")));
        Assert.Equal(["First, changed last", "No headline yet"], (await jon.Page("/desk/stories")).QuerySelectorAll("ol h2").Select(line => line.TextContent));
        Assert.Equal(2, (await jon.Page("/desk/stories?state=draft")).QuerySelectorAll("ol li").Length);
        Assert.Empty((await jon.Page("/desk/stories?state=published")).QuerySelectorAll("ol li"));
        Assert.Equal(HttpStatusCode.NotFound, (await jon.GetAsync("/desk/stories?state=lost", Newsroom.Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await jon.GetAsync("/desk/stories/77", Newsroom.Stop)).StatusCode);
    }

    [Theory]
    [InlineData("a b c", "a x c", "a [-b-][+x+] c")]
    [InlineData("", "new", "[+new+]")]
    [InlineData("a\nb", "a b", "a[-\n-][+ +]b")]
    [InlineData("one two three four", "two four five", "[-one -]two [-three -]four[+ five+]")]
    public void Words_that_went_and_came_are_told_apart(string before, string after, string told) =>
        Assert.Equal(told, string.Concat(WordDiff.Of(before, after).Select(part => part.Change switch { Change.Deleted => $"[-{part.Text}-]", Change.Inserted => $"[+{part.Text}+]", _ => part.Text })));

    [Fact]
    public void A_comparison_of_two_very_long_texts_ends_soon()
    {
        var before = string.Join(' ', Enumerable.Range(0, 60_000));
        var after = string.Join(' ', Enumerable.Range(0, 60_000).Reverse());
        Assert.Equal(before, string.Concat(WordDiff.Of(before, after).Where(part => part.Change != Change.Inserted).Select(part => part.Text)));
    }

    internal static Dictionary<string, string> Fields(params (string Name, string Value)[] fields) => fields.ToDictionary(field => field.Name, field => field.Value);

    internal static async Task<string> NewStory(HttpClient editor) => (await editor.Submit("/desk/stories", "form[action='/desk/stories']")).Headers.Location!.ToString();

    static async Task<HttpResponseMessage> Keep(HttpClient editor, string page, Dictionary<string, string> typed, string? path = null) =>
        await Send(editor, await editor.Page(page), page, typed, to: (path ?? page) + "/working-copy");

    /// <summary>Sends a form of a page that was opened some time ago.</summary>
    static async Task<HttpResponseMessage> Send(HttpClient editor, IDocument opened, string path, Dictionary<string, string> typed, string form = "#story-form", string? to = null)
    {
        var fields = opened.QuerySelector(form)!.QuerySelectorAll("input, textarea, select").ToDictionary(field => field.GetAttribute("name") ?? "", field => field switch
        {
            AngleSharp.Html.Dom.IHtmlInputElement input => input.Value,
            AngleSharp.Html.Dom.IHtmlTextAreaElement area => area.Value,
            AngleSharp.Html.Dom.IHtmlSelectElement choice => choice.Value ?? "",
            _ => "",
        });
        foreach (var (name, value) in typed) fields[name] = value;
        fields.Remove("");
        return await editor.PostAsync(to ?? path, new FormUrlEncodedContent(fields), Newsroom.Stop);
    }
}
