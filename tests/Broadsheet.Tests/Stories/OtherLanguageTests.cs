using System.Text.Json;
using System.Xml.Linq;
using Broadsheet.Edition;
using Broadsheet.Tests.World;

namespace Broadsheet.Tests.Stories;

/// <summary>A story in another language than the paper's.</summary>
public sealed class OtherLanguageTests
{
    [Theory, OnBothDatabases]
    public async Task A_caption_in_other_letters_than_the_papers_keeps_its_full_stop_at_its_end(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await newsroom.Become(paper => paper.Language = "ar");
        var picture = await newsroom.Hang();
        var story = await newsroom.Print(Printing.Gate with { PictureNumber = picture });
        using var pia = await newsroom.SignedIn("pia");
        foreach (var path in new[] { "/", await pia.AddressOf(story), $"/picture/{picture}", "/desk/pictures", $"/desk/pictures/{picture}/delete", $"/desk/stories/{story}", $"/desk/stories/{story}/picture" })
        {
            var captions = (await pia.Page(path)).QuerySelectorAll("figcaption");
            Assert.NotEmpty(captions);
            Assert.All(captions, caption => Assert.Equal("The first gate.", caption.QuerySelector(caption.GetAttribute("dir") == "auto" ? "span" : "bdi")?.TextContent));
        }
    }

    [Fact]
    public async Task The_papers_own_words_in_it_keep_the_papers_direction_and_its_own_have_its_own()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var visitor = newsroom.Visitor();
        var number = await newsroom.Print(Printing.Gate with { Language = "ar", ContentNotice = "صور (5)!" });
        var item = (await visitor.Page("/")).QuerySelector($".item:has([href$='-{number}'])")!;
        Assert.Equal("rtl", item.GetAttribute("dir"));
        Assert.Equal("auto", item.QuerySelector(".meta > time")!.GetAttribute("dir"));
        var story = await visitor.Page(await visitor.AddressOf(number));
        Assert.Equal("auto", story.QuerySelector(".byline > span")!.GetAttribute("dir"));
        var notice = story.QuerySelector(".before")!;
        Assert.Equal(("ar", "rtl"), (notice.GetAttribute("lang"), notice.GetAttribute("dir")));
        Assert.Equal(("en", "auto"), (notice.FirstElementChild!.GetAttribute("lang")![..2], notice.FirstElementChild.GetAttribute("dir")));

        var own = await visitor.Page(await visitor.AddressOf(await newsroom.Print(Printing.Gate with { ContentNotice = "Blood" })));
        Assert.All(own.QuerySelectorAll(".byline > span, .before, .before strong"), part => Assert.Equal((null, null), (part.GetAttribute("lang"), part.GetAttribute("dir"))));
    }

    [Theory, OnBothDatabases]
    public async Task Its_text_says_its_language_wherever_it_stands(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var pia = await newsroom.SignedIn("pia");
        using var visitor = newsroom.Visitor();
        var number = await newsroom.Draft(Printing.Gate with { Headline = "مرفأ ميرين", Standfirst = "ضباب", Byline = "" });
        var beside = await newsroom.Print(Printing.Gate);
        var editor = await pia.Page($"/desk/stories/{number}");
        Assert.Equal("العربية", editor.QuerySelector("#Language option[value=ar]")!.TextContent);
        await pia.Submit($"/desk/stories/{number}", "#story-form", new Dictionary<string, string> { ["Language"] = "ar" });
        Assert.Null(await newsroom.Get<Broadsheet.Desk.Publishing.Publishing>().Publish(number, 2, Newsroom.Stop));

        var story = await Newsroom.Eventually(async () => await visitor.Page(await visitor.AddressOf(number)), page => page.QuerySelector("h1") is not null);
        Assert.Equal("en", story.DocumentElement.GetAttribute("lang")![..2]);
        foreach (var part in new[] { "h1", ".standfirst", ".body" })
            Assert.Equal(("ar", "rtl"), (story.QuerySelector(part)!.GetAttribute("lang"), story.QuerySelector(part)!.GetAttribute("dir")));
        Assert.Null(story.QuerySelector(".rail")!.GetAttribute("dir"));
        using var data = JsonDocument.Parse(story.QuerySelector("script[type='application/ld+json']")!.TextContent);
        Assert.Equal("ar", data.RootElement.GetProperty("inLanguage").GetString());

        foreach (var path in new[] { "/", "/harbour", await visitor.AddressOf(beside), "/search?q=" + Uri.EscapeDataString("مرفأ") })
        {
            var page = await Newsroom.Eventually(() => visitor.Page(path), page => page.QuerySelector($"main a[href$='-{number}']") is not null);
            foreach (var link in page.QuerySelectorAll($"main a[href$='-{number}']"))
                Assert.True(link.Closest("[lang]") is { } marked && marked.GetAttribute("lang") == "ar" && marked.GetAttribute("dir") == "rtl", $"{path}: {link.ParentElement!.OuterHtml}");
            foreach (var link in page.QuerySelectorAll($"main a[href$='-{beside}']")) Assert.StartsWith("en", link.Closest("[lang]")!.GetAttribute("lang"), StringComparison.Ordinal);
        }
        XNamespace atom = "http://www.w3.org/2005/Atom";
        Assert.Equal("ar", XDocument.Parse(await visitor.GetStringAsync("/feed.atom", Newsroom.Stop)).Descendants(atom + "entry").Select(entry => (string?)entry.Attribute(XNamespace.Xml + "lang")).OfType<string>().Single());
    }

    [Theory, OnBothDatabases]
    public async Task What_was_published_keeps_its_language_when_the_paper_takes_another(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var pia = await newsroom.SignedIn("pia");
        using var visitor = newsroom.Visitor();
        var old = await newsroom.Print(Printing.Gate with { Headline = "Old gate" });
        var german = await newsroom.Print(Printing.Gate with { Headline = "Altes Tor", Language = "de" });
        var draft = await newsroom.Draft(Printing.Gate with { Headline = "Neues Tor" });
        await pia.Submit("/desk/paper", "#paper", new Dictionary<string, string> { ["Language"] = "de" });
        var publishing = newsroom.Get<Broadsheet.Desk.Publishing.Publishing>();
        Assert.Null(await publishing.Publish(draft, 1, Newsroom.Stop));

        var front = await Newsroom.Eventually(() => visitor.Page("/"), page => page.DocumentElement.GetAttribute("lang") == "de" && page.QuerySelector($"main a[href$='-{draft}']") is not null);
        string? Language(long story) => front.QuerySelector($"main a[href$='-{story}']")!.Closest("[lang]")!.GetAttribute("lang");
        Assert.Equal(("en", "de", "de"), (Language(old), Language(german), Language(draft)));
        var page = await visitor.Page(await visitor.AddressOf(old));
        Assert.Equal(("en", "ltr", "en"), (page.QuerySelector("h1")!.GetAttribute("lang"), page.QuerySelector(".body")!.GetAttribute("dir"), InLanguage(page)));
        Assert.Equal("de", InLanguage(await visitor.Page(await visitor.AddressOf(german))));

        // What is said of its language on the desk, an update and an old text made current leave it as it was.
        var desk = $"/desk/stories/{old}";
        var chosen = (await pia.Page(desk)).QuerySelector("#Language option[selected]")!;
        Assert.Equal(("", "English"), (chosen.GetAttribute("value"), chosen.TextContent));
        await pia.Submit(desk, "#story-form", new Dictionary<string, string> { ["Headline"] = "Old gate, mended" });
        Assert.Empty((await pia.Page(desk + "/publish")).QuerySelectorAll("#changes section:not(:first-of-type)"));
        Assert.Null(await publishing.Publish(old, 2, Newsroom.Stop));
        await Newsroom.Eventually(async () => await visitor.Page(await visitor.AddressOf(old)), page => page.QuerySelector("h1")!.TextContent == "Old gate, mended" && page.QuerySelector("h1")!.GetAttribute("lang") == "en");

        // Written anew in the paper's language, it says so.
        await pia.Submit(desk, "#story-form", new Dictionary<string, string> { ["Headline"] = "Das alte Tor", ["Language"] = "de" });
        Assert.Null(await publishing.Publish(old, 3, Newsroom.Stop));
        await Newsroom.Eventually(async () => await visitor.Page(await visitor.AddressOf(old)), page => page.QuerySelector("h1")!.TextContent == "Das alte Tor" && InLanguage(page) == "de" && page.QuerySelector("h1[lang]") is null);
        await pia.Submit(desk + "/history/2", "#restore");
        Assert.Null(await publishing.Publish(old, 4, Newsroom.Stop));
        await Newsroom.Eventually(async () => await visitor.Page(await visitor.AddressOf(old)), page => page.QuerySelector("h1")!.TextContent == "Old gate, mended" && InLanguage(page) == "en");
    }

    static string? InLanguage(AngleSharp.Html.Dom.IHtmlDocument page)
    {
        using var data = JsonDocument.Parse(page.QuerySelector("script[type='application/ld+json']")!.TextContent);
        return data.RootElement.GetProperty("inLanguage").GetString();
    }

    [Theory, InlineData("de", "de"), InlineData("pt-BR", "pt-BR"), InlineData(" ar ", "ar"), InlineData("", ""), InlineData("x", ""), InlineData("de\"><script>", ""), InlineData("<b>", ""), InlineData("a-b", ""), InlineData("no such tongue", "")]
    public void A_language_is_a_tag_or_none(string sent, string kept) => Assert.Equal(kept, Tongue.Sound(sent));
}
