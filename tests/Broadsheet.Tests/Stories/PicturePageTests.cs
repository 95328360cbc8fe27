using System.Net;
using Broadsheet.Media;
using Broadsheet.Tests.World;

namespace Broadsheet.Tests.Stories;

public sealed class PicturePageTests
{
    [Theory, OnBothDatabases]
    public async Task A_picture_has_a_page_while_a_story_that_may_be_read_shows_it(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var picture = await newsroom.Hang();
        using var visitor = newsroom.Visitor();
        Assert.Equal(HttpStatusCode.NotFound, await Status());
        await newsroom.Draft(Printing.Gate with { PictureNumber = picture });
        await newsroom.Print(Printing.Gate with { PictureNumber = picture }, embargo: newsroom.Now().AddDays(1));
        Assert.Equal(HttpStatusCode.NotFound, await Status());

        var story = await newsroom.Print(Printing.Gate with { PictureNumber = picture });
        var page = await visitor.Page($"/picture/{picture}");
        Assert.Equal(await visitor.AddressOf(story), Assert.Single(page.QuerySelectorAll(".timed a")).GetAttribute("href"));
        Assert.Equal(("Drawing: Ines Morrow", "A gate"), (page.QuerySelector(".credit")!.TextContent, page.QuerySelector("figure img")!.GetAttribute("alt")));
        Assert.Equal($"/picture/{picture}", (await visitor.Page(await visitor.AddressOf(story))).QuerySelector("a.credit")!.GetAttribute("href"));

        var image = page.QuerySelector("meta[property='og:image']")!.GetAttribute("content")!;
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(new Uri(image).PathAndQuery, Newsroom.Stop)).StatusCode);

        await newsroom.Reprint(story, text => text with { PictureNumber = null });
        await Newsroom.Eventually(Status, status => status == HttpStatusCode.NotFound);

        async Task<HttpStatusCode> Status() => (await visitor.GetAsync($"/picture/{picture}", Newsroom.Stop)).StatusCode;
    }

    [Fact]
    public async Task A_picture_that_is_not_cut_yet_is_not_shown_and_appears_by_itself()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        var picture = await newsroom.Hang(cut: PictureCut.None);
        using var visitor = newsroom.Visitor();
        var address = await visitor.AddressOf(await newsroom.Print(Printing.Gate with { PictureNumber = picture }));
        Assert.Null((await visitor.Page(address)).QuerySelector("figure"));
        Assert.Null((await visitor.Page("/")).QuerySelector("figure"));
        await newsroom.Writer.Write(async (db, stop) =>
        {
            (await db.Pictures.FindAsync([picture], stop))!.WasCut("0123456789abcdef", PictureCut.Quick);
            Broadsheet.Storage.Outbox.OutboxExtensions.Record(db, new PictureChanged(picture));
            return await db.SaveChangesAsync(stop);
        }, Newsroom.Stop);
        await Newsroom.Eventually(() => visitor.Page(address), page => page.QuerySelector("figure img") is not null);
        await Newsroom.Eventually(() => visitor.Page("/"), page => page.QuerySelector("figure img") is not null);
    }

    [Fact]
    public async Task The_first_picture_is_fetched_at_once_and_the_others_when_they_are_about_to_be_seen()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        var picture = await newsroom.Hang();
        for (var story = 0; story < 30; story++) await newsroom.Print(Printing.Gate with { PictureNumber = picture }, story % 2 == 0 ? "harbour" : "islands");
        var pictures = (await newsroom.Visitor().Page("/")).QuerySelectorAll("main img").ToList();
        Assert.True(pictures.Count > 2);
        Assert.Equal(("high", null), (pictures[0].GetAttribute("fetchpriority"), pictures[0].GetAttribute("loading")));
        Assert.All(pictures.Skip(1), later => Assert.Equal("lazy", later.GetAttribute("loading")));
        Assert.All(pictures, each => Assert.True(each.HasAttribute("width") && each.HasAttribute("height") && !each.HasAttribute("style")));
    }

    [Fact]
    public async Task A_rendition_is_kept_for_ever_and_answered_in_parts_and_by_its_head()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        await newsroom.Hang();
        using var visitor = newsroom.Visitor();
        const string file = "/media/0123456789abcdef-w320.webp";
        var whole = await visitor.GetAsync(file, Newsroom.Stop);
        Assert.Equal((HttpStatusCode.OK, "image/webp"), (whole.StatusCode, whole.Content.Headers.ContentType!.MediaType));
        using var again = new HttpRequestMessage(HttpMethod.Get, file);
        again.Headers.IfNoneMatch.Add(whole.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await visitor.SendAsync(again, Newsroom.Stop)).StatusCode);
        using var part = new HttpRequestMessage(HttpMethod.Get, file);
        part.Headers.Range = new(0, 0);
        Assert.Equal(HttpStatusCode.PartialContent, (await visitor.SendAsync(part, Newsroom.Stop)).StatusCode);
        using var head = new HttpRequestMessage(HttpMethod.Head, file);
        Assert.Equal(1, (await visitor.SendAsync(head, Newsroom.Stop)).Content.Headers.ContentLength);
        foreach (var other in new[] { "0123456789abcdef.webp", "0123456789abcdef-w321.webp", "..%2fbroadsheet.db", "0123456789ABCDEF-w320.webp" })
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/media/" + other, Newsroom.Stop)).StatusCode);
    }
}
