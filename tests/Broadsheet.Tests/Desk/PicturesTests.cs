using System.Net;
using System.Text;
using Broadsheet.Media;
using Broadsheet.Tests.Media;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.Wire;
using Broadsheet.Tests.World;
using Microsoft.EntityFrameworkCore;
using NetVips;

namespace Broadsheet.Tests.Desk;

public sealed class PicturesTests
{
    const string Library = "/desk/pictures";

    [Theory, OnBothDatabases]
    public async Task An_editor_uploads_a_picture_says_what_is_on_it_and_finds_it_again(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        var answer = await jon.Upload(Library, "#upload", Photographs.Jpeg(640, 400, Photographs.Iptc("The ferry.", "Åsa Lind", "Norra Wire", "")));
        var path = answer.Headers.Location!.OriginalString;
        var form = await jon.Page(path);
        Assert.Equal(("The ferry.", "Åsa Lind/Norra Wire"), (form.QuerySelector("#Caption")!.TextContent, form.QuerySelector("#Credit")!.GetAttribute("value")));
        Assert.NotNull(form.QuerySelector(".focus-field img"));

        await jon.Submit(path, "#picture-form", new Dictionary<string, string> { ["Alt"] = "A red ferry at Östra kaj", ["UsageTerms"] = "One use" });
        var found = await jon.Page(Library + "?q=ostra+FERRY");
        Assert.Contains("The ferry.", Assert.Single(found.QuerySelectorAll(".library li")).TextContent, StringComparison.Ordinal);
        foreach (var beginning in new[] { "fer", "kaj öst", "norra lin", path.Split('/')[^1].Split('?')[0], "!?" }) Assert.Single((await jon.Page(Library + "?q=" + Uri.EscapeDataString(beginning))).QuerySelectorAll(".library li"));
        foreach (var none in new[] { "tram", "erry", "ferry tram" }) Assert.Empty((await jon.Page(Library + "?q=" + none)).QuerySelectorAll(".library li"));
        Assert.Equal("One use", (await jon.Page(path)).QuerySelector("#UsageTerms")!.TextContent);
    }

    [Theory, OnBothDatabases]
    public async Task The_library_goes_on_page_after_page_the_newest_first(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        for (var picture = 0; picture < 30; picture++) await newsroom.Hang($"Gate {picture}");
        var seen = new List<string>();
        for (var path = Library; path is not null;)
        {
            var page = await jon.Page(path);
            seen.AddRange(page.QuerySelectorAll(".library figcaption a").Select(link => link.GetAttribute("href")!));
            path = page.QuerySelector(".pager a")?.GetAttribute("href");
        }
        Assert.Equal(Enumerable.Range(0, 30).Select(at => $"/desk/pictures/{1029 - at}"), seen);
    }

    [Theory, OnBothDatabases]
    public async Task What_was_found_goes_on_page_after_page(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        for (var picture = 0; picture < 60; picture++) await newsroom.Hang(picture % 2 == 0 ? "Even gate" : "Odd boat");
        var seen = new List<string>();
        for (var path = Library + "?q=gat+eve"; path is not null;)
        {
            var page = await jon.Page(path);
            seen.AddRange(page.QuerySelectorAll(".library figcaption a").Select(link => link.GetAttribute("href")!));
            path = page.QuerySelector(".pager a")?.GetAttribute("href");
        }
        Assert.Equal(Enumerable.Range(0, 30).Select(at => $"/desk/pictures/{1058 - (2 * at)}"), seen);
    }

    public static TheoryData<string, string> Refused => new()
    {
        { "svg", "no picture that can be printed" }, { "html", "no picture that can be printed" }, { "empty", "no picture that can be printed" }, { "truncated", "breaks off" }, { "noise", "breaks off" },
        { "bomb", "more than 40 megapixels" }, { "large", "larger than 30 MB" }, { "none", "Choose a picture first" },
    };

    [Theory, MemberData(nameof(Refused))]
    public async Task What_cannot_be_taken_is_refused_at_the_field_and_nothing_stays(string what, string sentence)
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var jon = await newsroom.SignedIn("jon");
        var file = what switch
        {
            "svg" => Encoding.UTF8.GetBytes("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"),
            "html" => Encoding.UTF8.GetBytes("<!doctype html><title>Not a picture</title>"),
            "truncated" => Photographs.Jpeg(1600, 1000)[..6000],
            "noise" => [.. new byte[] { 0xFF, 0xD8, 0xFF, 0xE0 }, .. Enumerable.Range(0, 5000).Select(at => (byte)(at * 7919 >> 3))],
            "bomb" => Photographs.Bomb(),
            "large" => [.. Photographs.Jpeg(), .. new byte[30_000_001]],
            _ => [],
        };
        var answer = await jon.Upload(Library, "#upload", file, what == "none" ? "" : "picture.jpg");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await FormPosts.Document(answer);
        Assert.Contains(sentence, page.QuerySelector("#picture-problem")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("true", page.QuerySelector("#Picture")!.GetAttribute("aria-invalid"));
        await using var db = await newsroom.Read();
        Assert.Equal(0, await db.Pictures.CountAsync(Newsroom.Stop));
        Assert.Empty(System.IO.Directory.GetFiles(System.IO.Directory.CreateDirectory(Path.Combine(newsroom.Data, "pictures")).FullName));
    }

    [Fact]
    public async Task The_limits_are_told_as_they_are_set()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite, new Dictionary<string, string?> { ["Broadsheet:Media:LargestFile"] = "2000000", ["Broadsheet:Media:MostPixels"] = "1000000" });
        using var jon = await newsroom.SignedIn("jon");
        Assert.Contains("at most 2 MB and 1 megapixels", (await jon.Page(Library)).QuerySelector("#picture-help")!.TextContent, StringComparison.Ordinal);
        foreach (var (file, sentence) in new (byte[], string)[] { (Photographs.Jpeg(1200, 900), "more than 1 megapixels"), ([.. Photographs.Jpeg(), .. new byte[2_000_001]], "larger than 2 MB") })
            Assert.Contains(sentence, (await FormPosts.Document(await jon.Upload(Library, "#upload", file))).QuerySelector("#picture-problem")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_without_its_token_or_from_a_reader_is_not_taken()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var jon = await newsroom.SignedIn("jon");
        using var content = new MultipartFormDataContent { { new ByteArrayContent(Photographs.Jpeg()), "Picture", "picture.jpg" } };
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await jon.PostAsync(Library, content, Newsroom.Stop)).StatusCode);
        using var ida = await newsroom.SignedIn("ida");
        using var more = new MultipartFormDataContent { { new ByteArrayContent(Photographs.Jpeg()), "Picture", "picture.jpg" } };
        Assert.Equal(HttpStatusCode.Forbidden, (await ida.PostAsync(Library, more, Newsroom.Stop)).StatusCode);
        await using var db = await newsroom.Read();
        Assert.Equal(0, await db.Pictures.CountAsync(Newsroom.Stop));
    }

    [Theory, OnBothDatabases]
    public async Task A_storys_picture_is_chosen_from_the_library_and_publishing_warns_without_alt_text(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var picture = await newsroom.Hang(alt: "");
        var story = await newsroom.Draft(Printing.Gate);
        var path = $"/desk/stories/{story}";
        using var jon = await newsroom.SignedIn("jon");

        var saved = await jon.Submit(path, "#story-form", new Dictionary<string, string> { ["Headline"] = "Typed before choosing" }, "button[name=Then][value=picture]");
        Assert.Equal(path + "/picture", saved.Headers.Location!.OriginalString);
        await jon.Submit(path + "/picture", ".library form");
        var editor = await jon.Page(path);
        Assert.Equal("Typed before choosing", editor.QuerySelector("#Headline")!.TextContent);
        Assert.NotNull(editor.QuerySelector("#story-form figure img"));

        Assert.Contains("no alt text", (await jon.Page(path + "/publish")).QuerySelector("#alt-missing")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await jon.Submit(path + "/publish", "#publish")).StatusCode);
        await jon.Submit($"/desk/pictures/{picture}?story={story}", "#picture-form", new Dictionary<string, string> { ["Alt"] = "A tide gate" });
        await jon.Submit(path, "#story-form", new Dictionary<string, string> { ["Headline"] = "The gate again" });
        Assert.Null((await jon.Page(path + "/publish")).QuerySelector("#alt-missing"));

        await jon.Submit(path + "/picture", "#no-picture");
        Assert.Null((await jon.Page(path)).QuerySelector("#story-form figure"));
    }

    [Theory, OnBothDatabases]
    public async Task A_picture_whose_agency_took_it_back_says_so_wherever_it_stands_and_is_not_offered(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        await newsroom.Take(Sent.G2("urn:norra:1"));
        var item = (await newsroom.Inbox())[0].ItemId;
        var picture = (await newsroom.Get<PictureIntake>().Take(new MemoryStream(Photographs.Jpeg()), new PictureWords("The gate"), item, Newsroom.Stop)).Number;
        var choosing = $"/desk/stories/{await newsroom.Draft(Printing.Gate)}/picture";
        Assert.Single((await jon.Page(choosing)).QuerySelectorAll(".library form"));
        await newsroom.Take(Sent.G2("urn:norra:1", "2").Replace("stat:usable", "stat:canceled", StringComparison.Ordinal));
        foreach (var path in new[] { "/desk/pictures", $"/desk/pictures/{picture}", choosing })
            Assert.Contains("agency has withdrawn", (await jon.Page(path)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Empty((await jon.Page(choosing)).QuerySelectorAll(".library form"));
    }

    [Theory, OnBothDatabases, Trait("Speed", "Slow")]
    public async Task A_picture_taken_off_the_web_is_nowhere_until_it_is_put_back(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var pia = await newsroom.SignedIn("pia");
        using var visitor = newsroom.Visitor();
        var picture = (await newsroom.Get<PictureIntake>().Take(new MemoryStream(Photographs.Jpeg()), new PictureWords("The gate", Alt: "A gate"), Newsroom.Stop)).Number;
        var address = await visitor.AddressOf(await newsroom.Print(Printing.Gate with { PictureNumber = picture }));
        var shown = (await Newsroom.Eventually(() => visitor.Page(address), page => page.QuerySelector("main picture source[type='image/avif']") is not null)).QuerySelector("main img")!.GetAttribute("src");
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(shown, Newsroom.Stop)).StatusCode);

        await pia.Submit($"/desk/pictures/{picture}", "#take-off");
        await Newsroom.Eventually(() => visitor.GetAsync(shown, Newsroom.Stop), answer => answer.StatusCode == HttpStatusCode.NotFound);
        var without = await Newsroom.Eventually(() => visitor.Page(address), page => page.QuerySelector("main img") is null);
        Assert.NotNull(without.QuerySelector("main .body p"));
        Assert.Contains("took this picture off the web", (await pia.Page($"/desk/pictures/{picture}")).QuerySelector(".notice.bad")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(picture, (await newsroom.Get<PictureIntake>().Take(new MemoryStream(Photographs.Jpeg()), new PictureWords(), Newsroom.Stop)).Number);
        Assert.Null((await visitor.Page(address)).QuerySelector("main img"));
        using var jon = await newsroom.SignedIn("jon");
        Assert.Null((await jon.Page($"/desk/pictures/{picture}")).QuerySelector("#take-off"));

        await pia.Submit($"/desk/pictures/{picture}", "#take-off");
        await Newsroom.Eventually(() => visitor.Page(address), page => page.QuerySelector("main img") is not null);
    }

    [Fact]
    public async Task A_picture_is_uploaded_for_a_story_and_goes_on_to_its_words()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        var story = await newsroom.Draft(Printing.Gate);
        using var jon = await newsroom.SignedIn("jon");
        var answer = await jon.Upload($"/desk/stories/{story}/picture", "#upload", Photographs.Jpeg());
        Assert.Equal($"/desk/pictures/1000?added=true&story={story}", answer.Headers.Location!.OriginalString);
        var back = await jon.Submit(answer.Headers.Location.OriginalString, "#picture-form", new Dictionary<string, string> { ["Alt"] = "A boat" });
        Assert.StartsWith($"/desk/stories/{story}", back.Headers.Location!.OriginalString, StringComparison.Ordinal);

        var refused = await FormPosts.Document(await jon.Upload($"/desk/stories/{story}/picture", "#upload", Encoding.UTF8.GetBytes("<svg/>")));
        Assert.NotNull(refused.QuerySelector("#picture-problem"));
    }

    [Theory, OnBothDatabases]
    public async Task The_point_that_matters_stays_in_every_crop(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        var path = (await jon.Upload(Library, "#upload", Photographs.Jpeg(1200, 400))).Headers.Location!.OriginalString;
        Assert.False(await BoatIsOnTheCard(newsroom));
        await jon.Submit(path, "#picture-form", new Dictionary<string, string> { ["Focus"] = "10-50" });
        Assert.True(await BoatIsOnTheCard(newsroom));
        Assert.NotNull((await jon.Page(path)).QuerySelector("input[value='10-50'][checked]"));
    }

    [Fact]
    public async Task What_is_said_of_a_picture_reaches_readers_at_once()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        var picture = await newsroom.Hang();
        var address = await newsroom.Visitor().AddressOf(await newsroom.Print(Printing.Gate with { PictureNumber = picture }));
        using var visitor = newsroom.Visitor();
        Assert.Contains("The first gate.", await visitor.GetStringAsync(address, Newsroom.Stop), StringComparison.Ordinal);
        using var jon = await newsroom.SignedIn("jon");
        await jon.Submit($"/desk/pictures/{picture}", "#picture-form", new Dictionary<string, string> { ["Caption"] = "The second gate." });
        foreach (var path in new[] { address, "/", "/harbour" })
            await Newsroom.Eventually(() => visitor.GetStringAsync(path, Newsroom.Stop), page => page.Contains("The second gate.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Words_too_long_are_told_at_their_field_and_kept()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        var picture = await newsroom.Hang();
        using var jon = await newsroom.SignedIn("jon");
        var answer = await jon.Submit($"/desk/pictures/{picture}", "#picture-form", new Dictionary<string, string> { ["Credit"] = new string('x', 301), ["Alt"] = "Typed" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await FormPosts.Document(answer);
        Assert.NotNull(page.QuerySelector("#Credit-problem"));
        Assert.Equal("Typed", page.QuerySelector("#Alt")!.TextContent);
    }

    [Fact]
    public async Task The_point_that_was_chosen_stays_when_another_field_is_refused()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var jon = await newsroom.SignedIn("jon");
        var path = (await jon.Upload(Library, "#upload", Photographs.Jpeg(1200, 400))).Headers.Location!.OriginalString;
        var page = await FormPosts.Document(await jon.Submit(path, "#picture-form", new Dictionary<string, string> { ["Credit"] = new string('x', 301), ["Focus"] = "10-50" }));
        Assert.NotNull(page.QuerySelector("#Credit-problem"));
        Assert.Equal("10-50", page.QuerySelector(".focus-grid [checked]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Who_sees_a_picture_is_said_only_where_a_story_shows_it()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var jon = await newsroom.SignedIn("jon");
        var picture = await newsroom.Hang();
        async Task<string> Said()
        {
            await newsroom.Writer.Write((db, stop) => db.Pictures.ExecuteUpdateAsync(row => row.SetProperty(one => one.Cut, PictureCut.Quick).SetProperty(one => one.Problem, (string?)null), stop), Newsroom.Stop);
            return string.Join('|', (await jon.Page($"/desk/pictures/{picture}")).QuerySelectorAll("main .notice").Select(notice => notice.TextContent));
        }
        const string smaller = "Its smaller files are still being made.";
        await Newsroom.Eventually(Said, said => said == smaller);
        var number = await newsroom.Draft(Printing.Gate with { PictureNumber = picture });
        await Newsroom.Eventually(Said, said => said == smaller);
        Assert.Null(await newsroom.Get<Broadsheet.Desk.Publishing.Publishing>().Publish(number, 1, Newsroom.Stop));
        await Newsroom.Eventually(Said, said => said == "Readers see the picture. " + smaller);
    }

    [Theory, OnBothDatabases]
    public async Task A_picture_off_the_web_shows_no_dots_over_its_words_and_keeps_its_point(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var pia = await newsroom.SignedIn("pia");
        var path = $"/desk/pictures/{await newsroom.Hang()}";
        await newsroom.Writer.Write((db, stop) => db.Pictures.ExecuteUpdateAsync(row => row.SetProperty(picture => picture.FocusX, 12).SetProperty(picture => picture.FocusY, 70), stop), Newsroom.Stop);
        await pia.Submit(path, "#take-off");
        var page = await pia.Page(path);
        Assert.Empty(page.QuerySelectorAll(".focus-grid, .focus"));
        Assert.Equal("12-70", page.QuerySelector("#picture-form [name=Focus]")!.GetAttribute("value"));
        Assert.Equal(HttpStatusCode.Redirect, (await pia.Submit(path, "#picture-form", new Dictionary<string, string> { ["Alt"] = "A gate" })).StatusCode);
        await using var db = await newsroom.Read();
        Assert.Equal((12, 70), await db.Pictures.Select(picture => new ValueTuple<int, int>(picture.FocusX, picture.FocusY)).SingleAsync(Newsroom.Stop));
    }

    static async Task<bool> BoatIsOnTheCard(Newsroom newsroom)
    {
        await using var db = await newsroom.Read();
        var picture = await db.Pictures.SingleAsync(Newsroom.Stop);
        using var card = Image.NewFromFile(newsroom.Get<PictureFiles>().Find(Renditions.Of(picture.Width, picture.Height, PictureShape.Card)[^1].File(picture.RenditionKey, Renditions.Jpeg))!);
        var boat = card.Getpoint(20, card.Height / 2);
        return boat[0] > 150 && boat[2] < 80;
    }
}
