using System.Net;
using Broadsheet.Tests.Media;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;
using Broadsheet.Wire;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Tests.Wire;

public sealed class WirePicturesTests
{
    internal static string WithPicture(string href, string guid = "urn:norra:1") =>
        Sent.Ninjs(guid, "The ferry is back", more: ""","usageterms":"Two uses","associations":{"main":{"uri":"urn:norra:p1","type":"picture","description_text":"The ferry at the quay.","byline":"Åsa Lind","renditions":{"main":{"href":"HREF","mimetype":"image/jpeg","width":640,"height":400}}}}""".Replace("HREF", href, StringComparison.Ordinal));

    [Theory, OnBothDatabases]
    public async Task A_picture_beside_the_item_is_taken_whichever_came_first(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        await Drop(newsroom, "item.json", System.Text.Encoding.UTF8.GetBytes(WithPicture("../pictures/hafen%20ä.jpg")));
        var line = (await Newsroom.Eventually(newsroom.Inbox, inbox => inbox.Count == 1))[0].Id;
        Assert.Contains("has not sent its file yet", (await jon.Page($"/desk/wire/{line}")).QuerySelector("#pictures")!.TextContent, StringComparison.Ordinal);

        await Drop(newsroom, "hafen ä.jpg", Photographs.Jpeg());
        await Newsroom.Eventually(() => Task.FromResult(Path.Combine(newsroom.Data, "wire", "done", "hafen ä.jpg")), File.Exists);
        Assert.Empty(await newsroom.Refusals());
        var preview = await jon.Page($"/desk/wire/{line}");
        var look = await jon.GetAsync(preview.QuerySelector("#pictures img")!.GetAttribute("src"), Newsroom.Stop);
        Assert.Equal((HttpStatusCode.OK, "image/jpeg"), (look.StatusCode, look.Content.Headers.ContentType!.MediaType));

        var taken = await jon.Submit($"/desk/wire/{line}", "#pictures form");
        var form = await jon.Page(taken.Headers.Location!.OriginalString);
        Assert.Equal(("The ferry at the quay.", "Åsa Lind", "Two uses"), (form.QuerySelector("#Caption")!.TextContent, form.QuerySelector("#Credit")!.GetAttribute("value"), form.QuerySelector("#UsageTerms")!.TextContent));
    }

    [Fact]
    public async Task A_picture_still_being_written_is_waited_for_and_one_that_never_ends_is_told()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite, new Dictionary<string, string?> { ["Broadsheet:Wire:IncompleteAfterSeconds"] = "1" });
        var whole = Photographs.Jpeg();
        await Drop(newsroom, "half.jpg", whole[..(whole.Length / 2)]);
        Assert.Contains("never completed", SourceTrouble.Parse((await Newsroom.Eventually(newsroom.Refusals, refusals => refusals.Count == 1))[0].Reason).English, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_story_made_of_an_item_offers_its_pictures()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var jon = await newsroom.SignedIn("jon");
        await Drop(newsroom, "ferry.jpg", Photographs.Jpeg());
        await Drop(newsroom, "item.json", System.Text.Encoding.UTF8.GetBytes(WithPicture("ferry.jpg")));
        var line = (await Newsroom.Eventually(newsroom.Inbox, inbox => inbox.Count == 1))[0].Id;
        await Newsroom.Eventually(() => Task.FromResult(Path.Combine(newsroom.Data, "wire", "done", "ferry.jpg")), File.Exists);
        var story = (await jon.Submit($"/desk/wire/{line}", "#take")).Headers.Location!.OriginalString;
        await jon.Submit(story + "/picture", "section[aria-labelledby=of-wire] form");
        Assert.NotNull((await jon.Page(story)).QuerySelector("#story-form figure img"));
    }

    [Theory, InlineData("../../broadsheet.db"), InlineData("..%2f..%2fbroadsheet.db"), InlineData("/etc/passwd"), InlineData("."), InlineData("ferry.jpg\\u0000.png"), InlineData("file:///etc/passwd")]
    public async Task An_item_reaches_nothing_outside_its_sources_folder(string href)
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var jon = await newsroom.SignedIn("jon");
        await Drop(newsroom, "item.json", System.Text.Encoding.UTF8.GetBytes(WithPicture(href)));
        var line = (await Newsroom.Eventually(newsroom.Inbox, inbox => inbox.Count == 1))[0].Id;
        Assert.Equal(HttpStatusCode.OK, (await jon.GetAsync($"/desk/wire/{line}", Newsroom.Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await jon.GetAsync($"/desk/wire/{line}/pictures/0", Newsroom.Stop)).StatusCode);
    }

    [Fact]
    public async Task What_lies_in_the_folder_and_is_no_picture_is_not_handed_out()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var jon = await newsroom.SignedIn("jon");
        await Drop(newsroom, "item.json", System.Text.Encoding.UTF8.GetBytes(WithPicture("item.json")));
        var line = (await Newsroom.Eventually(newsroom.Inbox, inbox => inbox.Count == 1))[0].Id;
        Assert.Equal(HttpStatusCode.NotFound, (await jon.GetAsync($"/desk/wire/{line}/pictures/0", Newsroom.Stop)).StatusCode);
        var refused = await jon.Submit($"/desk/wire/{line}", "#pictures form");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("no picture", (await FormPosts.Document(refused)).QuerySelector("#preview [role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_on_the_web_is_fetched_when_somebody_looks_at_it_and_never_from_our_own_network()
    {
        await using var agency = await OtherMachine.Start(http => { http.Response.ContentType = "image/jpeg"; return http.Response.Body.WriteAsync(Photographs.Jpeg(), Newsroom.Stop).AsTask(); });
        foreach (var allowed in new[] { "", agency.Host })
        {
            await using var newsroom = await Newsroom.Open(Database.Sqlite, new Dictionary<string, string?> { ["Broadsheet:Outside:AllowedHosts"] = allowed });
            using var jon = await newsroom.SignedIn("jon");
            await newsroom.Take(WithPicture(new Uri(agency.Address, "/ferry.jpg").AbsoluteUri));
            var line = (await newsroom.Inbox())[0].Id;
            var preview = await jon.Page($"/desk/wire/{line}");
            Assert.Empty(agency.Asked);
            var look = await jon.GetAsync(preview.QuerySelector("#pictures img")!.GetAttribute("src"), Newsroom.Stop);
            Assert.Equal(allowed.Length > 0 ? HttpStatusCode.OK : HttpStatusCode.NotFound, look.StatusCode);
            if (allowed.Length > 0) Assert.Equal(("image/jpeg", Photographs.Jpeg().Length), (look.Content.Headers.ContentType!.MediaType, (await look.Content.ReadAsByteArrayAsync(Newsroom.Stop)).Length));
            var answer = await jon.Submit($"/desk/wire/{line}", "#pictures form");
            Assert.Equal(allowed.Length > 0 ? HttpStatusCode.Redirect : HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        }
        Assert.All(agency.Asked, asked => Assert.Equal("/ferry.jpg", asked.Path));
    }

    [Fact]
    public async Task The_picture_of_a_killed_item_cannot_be_taken()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var jon = await newsroom.SignedIn("jon");
        await newsroom.Take(Sent.Ninjs("urn:norra:9", "Killed", more: ""","pubstatus":"canceled","associations":{"main":{"type":"picture","renditions":{"main":{"href":"https://agency.example/x.jpg","mimetype":"image/jpeg"}}}}"""));
        var line = (await newsroom.Inbox())[0].Id;
        var answer = await FormPosts.Document(await jon.Submit($"/desk/wire/{line}", "#pictures form"));
        Assert.Contains(answer.QuerySelectorAll("#preview [role=alert]"), alert => alert.TextContent.Contains("its pictures cannot be taken", StringComparison.Ordinal));
        await using var db = await newsroom.Read();
        Assert.Equal(0, await db.Pictures.CountAsync(Newsroom.Stop));
    }

    [Theory, OnBothDatabases]
    public async Task What_the_agency_forbids_holds_for_the_pictures_taken_from_its_item_whichever_story_shows_them(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        await Drop(newsroom, "ferry.jpg", Photographs.Jpeg());
        await Newsroom.Eventually(() => Task.FromResult(Path.Combine(newsroom.Data, "wire", "done", "ferry.jpg")), File.Exists);
        await Drop(newsroom, "item.json", System.Text.Encoding.UTF8.GetBytes(Item(1, ",\"embargoed\":\"2099-01-01T00:00:00Z\"")));
        var line = (await Newsroom.Eventually(newsroom.Inbox, inbox => inbox.Count == 1))[0].Id;
        var taken = (await jon.Submit($"/desk/wire/{line}", "#pictures form")).Headers.Location!.OriginalString;
        var picture = long.Parse(taken.Split('/', '?')[3], System.Globalization.CultureInfo.InvariantCulture);
        var story = await newsroom.Draft(Printing.Gate with { PictureNumber = picture });
        var publishing = newsroom.Get<Broadsheet.Desk.Publishing.Publishing>();
        Assert.Equal("PictureEmbargo", (await publishing.Publish(story, 1, Newsroom.Stop))!.Key);
        Assert.Contains("The embargo on this picture", (await jon.Page($"/desk/stories/{story}")).QuerySelector("#picture-held")!.TextContent, StringComparison.Ordinal);

        await Comes(2, "");
        Assert.Null(await publishing.Publish(story, 1, Newsroom.Stop));
        Assert.Null((await jon.Page("/desk/stories")).QuerySelector("main > [role=alert]"));

        await Comes(3, ",\"pubstatus\":\"canceled\"");
        foreach (var path in new[] { "/desk/stories", "/desk/wire" })
            Assert.Contains("the item whose picture stands with this story", (await jon.Page(path)).QuerySelector("main [role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("has withdrawn the item this picture came with", (await jon.Page($"/desk/stories/{story}")).QuerySelector("#picture-held")!.TextContent, StringComparison.Ordinal);
        var other = await newsroom.Draft(Printing.Gate with { PictureNumber = picture });
        Assert.Equal("PictureCanceled", (await publishing.Publish(other, 1, Newsroom.Stop))!.Key);

        // The same photograph with another item that may be used: that one's word counts.
        await newsroom.Take(WithPicture("ferry.jpg", "urn:norra:2"), "wire");
        await jon.Submit($"/desk/wire/{(await newsroom.Inbox())[0].Id}", "#pictures form");
        Assert.Null(await publishing.Publish(other, 1, Newsroom.Stop));

        string Item(int version, string more) => WithPicture("ferry.jpg").Replace("\"type\":\"text\",", $"\"type\":\"text\",\"version\":\"{version}\"{more},", StringComparison.Ordinal);
        Task Comes(int version, string more) => newsroom.Take(Item(version, more), "wire");
    }

    static async Task Drop(Newsroom newsroom, string name, byte[] content)
    {
        var wire = Path.Combine(newsroom.Data, "wire");
        await Newsroom.Eventually(() => Task.FromResult(wire), _ => Directory.Exists(Path.Combine(wire, "failed")));
        await File.WriteAllBytesAsync(Path.Combine(wire, name), content, Newsroom.Stop);
    }
}
