using System.Net;
using Broadsheet.Stories;
using Broadsheet.Tests.World;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Tests.Desk;

public sealed class TakingTests
{
    [Theory, OnBothDatabases]
    public async Task Taking_an_item_opens_a_draft_filled_from_it(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var until = newsroom.Get<TimeProvider>().GetUtcNow().AddHours(3);
        var line = await newsroom.Arrives(new() { EmbargoedUntil = until, Body = "<p>The board voted.</p>" });
        using var jon = await newsroom.SignedIn("jon");
        var answer = await jon.Submit($"/desk/wire/{line}", "#take", new Dictionary<string, string> { ["SectionId"] = "2" });
        Assert.Equal("/desk/stories/1000", answer.Headers.Location?.ToString());

        await using var db = await newsroom.Read();
        var story = await db.Stories.SingleAsync(Newsroom.Stop);
        var revision = await db.Revisions.SingleAsync(Newsroom.Stop);
        Assert.Equal((StoryState.Draft, 2, "gate-merrin", 1), (story.State, story.SectionId, story.Slugline, story.LastRevision));
        Assert.Equal(("Harbour board delays second tide gate", "Engineers are to measure one more winter of tides.", "Tomas Ekwall", "Merrin, 24 Nov", "Meridian/TE", "<p>The board voted.</p>"),
            (revision.Text.Headline, revision.Text.Standfirst, revision.Text.Byline, revision.Text.Dateline, revision.Text.CreditLine, revision.Text.BodyHtml));
        Assert.Equal(await newsroom.IdOf("jon"), revision.SavedBy);
        var taken = await db.InboxLines.SingleAsync(Newsroom.Stop);
        Assert.Equal((taken.ItemId, 1000L), (story.WireItemId!.Value, taken.TakenAs!.Value));
        Assert.Equal(taken.EmbargoedUntil, story.EmbargoedUntil);
        Assert.Contains("taken by jon as gate-merrin", (await jon.Page("/desk/wire")).QuerySelector(".wire")!.TextContent, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Two_editors_who_take_an_item_at_once_get_the_same_story(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var line = await newsroom.Arrives(new());
        var editors = await Task.WhenAll(newsroom.SignedIn("jon"), newsroom.SignedIn("pia"), newsroom.SignedIn("ada"));
        var fields = new Dictionary<string, string> { ["SectionId"] = "1" };
        // All have the form before the first presses: whoever opens it later sees that it is taken.
        var pressed = new List<(HttpClient Editor, HttpRequestMessage Form)>();
        foreach (var editor in editors.Concat(editors)) pressed.Add((editor, await editor.Fill($"/desk/wire/{line}", "#take", fields)));
        var answers = await Task.WhenAll(pressed.Select(one => one.Editor.SendAsync(one.Form, Newsroom.Stop)));
        Assert.StartsWith("/desk/stories/", Assert.Single(answers.Select(answer => answer.Headers.Location?.ToString()).Distinct()), StringComparison.Ordinal);
        await using var db = await newsroom.Read();
        Assert.Equal(1, await db.Stories.CountAsync(Newsroom.Stop));
        foreach (var editor in editors) editor.Dispose();
    }

    [Theory, OnBothDatabases]
    public async Task What_may_not_be_published_can_be_read_but_not_taken_and_the_desk_says_why(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        foreach (var (sent, reason) in new (AgencyItems.Sent, string)[]
        {
            (new("urn:1", Status: "canceled"), "The agency has withdrawn this item."),
            (new("urn:2", Status: "withheld"), "The agency withholds this item."),
            (new("urn:3", Status: "unknown"), "The agency sent a status we do not know."),
            (new("urn:4") { Type = "planning" }, "This is not a text"),
        })
        {
            var line = await newsroom.Arrives(sent);
            var page = await jon.Page($"/desk/wire/{line}");
            Assert.Contains(reason, page.QuerySelector(".preview .notice.bad:not(:empty)[role=alert]")!.TextContent, StringComparison.Ordinal);
            Assert.Null(page.QuerySelector("#take"));
        }

        // The button was there when the page was opened; the kill came before it was pressed.
        var killed = await newsroom.Arrives(new("urn:5"));
        using var form = new HttpRequestMessage(HttpMethod.Post, $"/desk/wire/{killed}/take") { Content = await TakeForm(jon, killed) };
        await newsroom.Arrives(new("urn:5", Version: 2, Status: "canceled"));
        Assert.Equal(HttpStatusCode.Conflict, (await jon.SendAsync(form, Newsroom.Stop)).StatusCode);
        await using var db = await newsroom.Read();
        Assert.Equal(0, await db.Stories.CountAsync(Newsroom.Stop));
    }

    static async Task<FormUrlEncodedContent> TakeForm(HttpClient jon, long line)
    {
        var page = await jon.Page($"/desk/wire/{line}");
        return new FormUrlEncodedContent(page.QuerySelectorAll("#take input, #take select").Select(field =>
            KeyValuePair.Create(field.GetAttribute("name")!, field is AngleSharp.Html.Dom.IHtmlInputElement input ? input.Value : "1")));
    }
}
