using System.Text.Json;
using System.Xml.Linq;
using Broadsheet.Edition;
using Broadsheet.Tests.World;

namespace Broadsheet.Tests.Stories;

/// <summary>A story in another language than the paper's.</summary>
public sealed class OtherLanguageTests
{
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

    [Theory, InlineData("de", "de"), InlineData("pt-BR", "pt-BR"), InlineData(" ar ", "ar"), InlineData("", ""), InlineData("x", ""), InlineData("de\"><script>", ""), InlineData("<b>", ""), InlineData("a-b", ""), InlineData("no such tongue", "")]
    public void A_language_is_a_tag_or_none(string sent, string kept) => Assert.Equal(kept, Tongue.Sound(sent));
}
