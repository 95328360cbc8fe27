using System.Net;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Tests.Desk;

/// <summary>A draft that nobody needs goes; what readers have read does not.</summary>
public sealed class DeletingTests
{
    static string Path(long number) => $"/desk/stories/{number}/delete";

    static async Task<bool> IsThere(Newsroom newsroom, long number)
    {
        await using var db = await newsroom.Read();
        return await db.Stories.AnyAsync(story => story.Number == number, Newsroom.Stop);
    }

    [Theory, OnBothDatabases]
    public async Task A_deleted_draft_is_gone_with_all_it_had_and_its_item_can_be_taken_again(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        var first = await PublishingTests.Taken(newsroom, jon, new("urn:1"));
        await jon.Submit(first + "/publish", "#schedule", new Dictionary<string, string> { ["On"] = TimeProvider.System.GetUtcNow().AddDays(3).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), ["At"] = "07:00" });
        await jon.Submit(first, "#story-form", new Dictionary<string, string> { ["Body"] = "<p>Another text.</p>" });
        var asked = await jon.Page(first + "/delete");
        Assert.Contains("can be taken again", asked.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var answer = await jon.Submit(first + "/delete", "#delete");
        Assert.StartsWith("/desk/stories?deleted=", answer.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await jon.GetAsync(first, Newsroom.Stop)).StatusCode);
        await using (var db = await newsroom.Read())
            Assert.Equal((0, 0, 0), (await db.Revisions.CountAsync(Newsroom.Stop), await db.ScheduledStories.CountAsync(Newsroom.Stop), await db.WorkingCopies.CountAsync(Newsroom.Stop)));

        await using var reading = await newsroom.Read();
        var line = await reading.InboxLines.SingleAsync(Newsroom.Stop);
        Assert.Equal((null, null), (line.TakenAs, line.TakenAt));
        var again = await newsroom.Get<Broadsheet.Desk.Taking.TakeItem>().Take(line.Id, newsroom.Section("harbour").Id, null, Newsroom.Stop);
        Assert.True(again.Story is { } number && $"/desk/stories/{number}" != first);
    }

    [Theory, OnBothDatabases]
    public async Task What_readers_have_read_is_not_deleted_nor_what_was_saved_since(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var pia = await newsroom.SignedIn("pia");
        var printed = await newsroom.Print(Printing.Gate);
        var page = await pia.Page(Path(printed));
        Assert.NotNull(page.QuerySelector("#delete button[disabled]"));
        Assert.Equal(HttpStatusCode.Conflict, (await pia.Submit(Path(printed), "#delete")).StatusCode);
        Assert.True(await IsThere(newsroom, printed));

        var draft = await newsroom.Draft(Printing.Gate);
        using var looked = await pia.Fill(Path(draft), "#delete");
        await pia.Submit($"/desk/stories/{draft}", "#story-form", new Dictionary<string, string> { ["Body"] = "<p>Saved since.</p>" });
        Assert.Equal(HttpStatusCode.Conflict, (await pia.SendAsync(looked, Newsroom.Stop)).StatusCode);
        Assert.True(await IsThere(newsroom, draft));
        Assert.Equal(HttpStatusCode.Redirect, (await pia.Submit(Path(draft), "#delete")).StatusCode);
        Assert.False(await IsThere(newsroom, draft));
    }

    [Fact]
    public async Task A_journalist_deletes_only_what_they_began_and_sees_who_loses_something()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var jon = await newsroom.SignedIn("jon");
        using var pia = await newsroom.SignedIn("pia");
        var theirs = (await pia.Submit("/desk/stories", "form[action='/desk/stories']")).Headers.Location!.ToString();
        Assert.Contains("Whoever began it", (await jon.Page(theirs + "/delete")).QuerySelector("#why")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await jon.Submit(theirs + "/delete", "#delete")).StatusCode);

        var own = (await jon.Submit("/desk/stories", "form[action='/desk/stories']")).Headers.Location!.ToString();
        using var typed = await pia.Fill(own, "#story-form", new Dictionary<string, string> { ["Headline"] = "Not saved" });
        typed.RequestUri = new Uri(own + "/working-copy", UriKind.Relative);
        await pia.SendAsync(typed, Newsroom.Stop);
        Assert.Contains("pia has typed something", (await jon.Page(own + "/delete")).QuerySelector(".notice.bad")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await jon.Submit(own + "/delete", "#delete")).StatusCode);
    }
}
