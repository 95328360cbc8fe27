using System.Net;
using Broadsheet.Media;
using Broadsheet.Tests.Media;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Tests.Desk;

public sealed class DeletingPicturesTests
{
    const string Library = "/desk/pictures";

    [Theory, OnBothDatabases]
    public async Task A_picture_that_no_story_has_is_deleted_with_all_its_files(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var pia = await newsroom.SignedIn("pia");
        var path = (await pia.Upload(Library, "#upload", Photographs.Jpeg(1200, 800))).Headers.Location!.OriginalString.Split('?')[0];
        await pia.Submit(path, "#picture-form", new Dictionary<string, string> { ["Focus"] = "10-50", ["Alt"] = "A ferry" });
        Assert.NotEmpty(Files(newsroom, "renditions"));

        var asked = (await pia.Page(path)).QuerySelector("#delete-next")!.GetAttribute("href")!;
        var deleted = await pia.Submit(asked, "#delete");
        var list = await pia.Page(deleted.Headers.Location!.OriginalString);
        Assert.Contains("is deleted", list.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(list.QuerySelectorAll(".library li"));
        Assert.Empty((await pia.Page(Library + "?q=ferry")).QuerySelectorAll(".library li"));
        foreach (var gone in new[] { path, asked }) Assert.Equal(HttpStatusCode.NotFound, (await pia.GetAsync(gone, Newsroom.Stop)).StatusCode);
        await Newsroom.Eventually(() => Task.FromResult(Files(newsroom, "pictures").Concat(Files(newsroom, "renditions")).ToList()), files => files.Count == 0);

        // The same file, sent again, is a new picture.
        var again = (await pia.Upload(Library, "#upload", Photographs.Jpeg(1200, 800))).Headers.Location!.OriginalString;
        Assert.StartsWith("/desk/pictures/1001?added", again, StringComparison.Ordinal);
        Assert.NotEmpty(Files(newsroom, "pictures"));
    }

    [Theory, OnBothDatabases, Trait("Speed", "Slow")]
    public async Task A_picture_deleted_while_it_is_cut_leaves_nothing_behind(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var pia = await newsroom.SignedIn("pia");
        var path = (await pia.Upload(Library, "#upload", Photographs.Jpeg(4000, 2600))).Headers.Location!.OriginalString.Split('?')[0];
        await Newsroom.Eventually(() => Task.FromResult(Files(newsroom, "renditions").Count(file => file.EndsWith(".webp", StringComparison.Ordinal))), cut => cut > 0);
        await pia.Submit($"{path}/delete", "#delete");

        // One picture is cut after the other: when the next one is done, so is the first.
        await pia.Upload(Library, "#upload", Photographs.Jpeg(500, 300));
        var next = await Newsroom.Eventually(async () =>
        {
            await using var db = await newsroom.Read();
            return await db.Pictures.SingleAsync(Newsroom.Stop);
        }, picture => picture.Cut == PictureCut.Full);
        await Newsroom.Eventually(() => Task.FromResult(Files(newsroom, "pictures").Select(file => Path.GetFileName(file)).ToList()), files => files.SequenceEqual([next.File]));
        Assert.All(Files(newsroom, "renditions"), file => Assert.StartsWith(next.RenditionKey, Path.GetFileName(file), StringComparison.Ordinal));
    }

    [Theory, OnBothDatabases]
    public async Task A_picture_that_a_story_has_or_had_stays_and_says_where_it_is(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var pia = await newsroom.SignedIn("pia");
        var picture = await newsroom.Hang();
        var (draft, earlier) = (await newsroom.Draft(Printing.Gate with { PictureNumber = picture }), await newsroom.Print(Printing.Gate with { PictureNumber = picture }));
        await newsroom.Reprint(earlier, text => text with { PictureNumber = null });
        using var asking = await pia.Fill($"/desk/pictures/{await newsroom.Hang("Another")}/delete", "#delete");
        asking.RequestUri = new Uri($"/desk/pictures/{picture}/delete", UriKind.Relative);
        var refused = await pia.SendAsync(asking, Newsroom.Stop);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        foreach (var page in new[] { await FormPosts.Document(refused), await pia.Page($"/desk/pictures/{picture}"), await pia.Page($"/desk/pictures/{picture}/delete") })
        {
            Assert.Null(page.QuerySelector("#delete, #delete-next"));
            Assert.NotNull(page.QuerySelector($"main a[href='/desk/stories/{draft}']"));
            Assert.Contains("earlier revision", page.QuerySelector($"main a[href='/desk/stories/{earlier}/history']")!.ParentElement!.TextContent, StringComparison.Ordinal);
        }
        Assert.NotEmpty(Files(newsroom, "renditions"));
    }

    [Theory, OnBothDatabases]
    public async Task A_picture_hung_and_deleted_at_once_is_either_there_or_on_no_story(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var pia = await newsroom.SignedIn("pia");
        using var jon = await newsroom.SignedIn("jon");
        for (var round = 0; round < 8; round++)
        {
            var picture = await newsroom.Hang();
            var story = await newsroom.Draft(Printing.Gate);
            using var deleting = await pia.Fill($"/desk/pictures/{picture}/delete", "#delete");
            using var hanging = await jon.Fill($"/desk/stories/{story}/picture", ".library form");
            foreach (var answer in await Task.WhenAll(pia.SendAsync(deleting, Newsroom.Stop), jon.SendAsync(hanging, Newsroom.Stop))) Assert.NotEqual(HttpStatusCode.InternalServerError, answer.StatusCode);
            await using var db = await newsroom.Read();
            var hangs = await db.Revisions.AnyAsync(revision => revision.Text.PictureNumber == picture, Newsroom.Stop);
            Assert.Equal(hangs, await db.Pictures.AnyAsync(known => known.Number == picture, Newsroom.Stop));
        }
    }

    [Fact]
    public async Task Only_those_who_run_the_paper_delete_pictures()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var jon = await newsroom.SignedIn("jon");
        var picture = await newsroom.Hang();
        Assert.Null((await jon.Page($"/desk/pictures/{picture}")).QuerySelector("#delete-next"));
        Assert.Equal(HttpStatusCode.Forbidden, (await jon.GetAsync($"/desk/pictures/{picture}/delete", Newsroom.Stop)).StatusCode);
        using var pia = await newsroom.SignedIn("pia");
        Assert.Equal(HttpStatusCode.BadRequest, (await pia.PostAsync($"/desk/pictures/{picture}/delete", null, Newsroom.Stop)).StatusCode);
        await using var db = await newsroom.Read();
        Assert.Equal(1, await db.Pictures.CountAsync(Newsroom.Stop));
    }

    static IEnumerable<string> Files(Newsroom newsroom, string folder) =>
        System.IO.Directory.GetFiles(System.IO.Directory.CreateDirectory(Path.Combine(newsroom.Data, folder)).FullName, "*", SearchOption.AllDirectories);
}
