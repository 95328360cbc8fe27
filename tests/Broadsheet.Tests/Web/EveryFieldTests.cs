using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Broadsheet.Stories.Subjects;
using Broadsheet.Tests.Desk;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;

namespace Broadsheet.Tests.Web;

/// <summary>Whatever is typed into whichever field: it stands as typed wherever it is shown, or is refused; the same on both databases.</summary>
public sealed class EveryFieldTests
{
    // The end of a script, an element that shows where markup came through, marks that turn the direction, an emoji of several signs.
    const string Wild = "A & B </script><x-wild>\"x\" 'y' 👩‍👩‍👧 \u202Eevil\u202C مرفأ";
    const string WildSection = "</script><x-wild>&\"' 👩‍👩‍👧 \u202Eو\u202C";

    [Theory, OnBothDatabases]
    public async Task No_field_of_the_desk_can_be_filled_so_that_something_breaks(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var ada = await newsroom.SignedIn("ada");
        await newsroom.Gather(SubjectKind.Topic, "Fog");
        await newsroom.Gather(SubjectKind.Writer, "Ann Lee");
        await newsroom.Gather(SubjectKind.Storyline, "The gate");
        await newsroom.Hang();
        var (draft, printed) = (await newsroom.Draft(Printing.Gate), await newsroom.Print(Printing.Gate));
        var line = await newsroom.Arrives(new());
        var tried = 0;
        foreach (var path in new[]
        {
            "/desk/paper", $"/desk/wire/{line}", "/desk/sources/new", "/desk/sources/1", $"/desk/stories/{draft}", $"/desk/stories/{draft}/publish", $"/desk/stories/{draft}/outside", $"/desk/stories/{draft}/picture",
            $"/desk/stories/{printed}", $"/desk/stories/{printed}/publish", $"/desk/stories/{printed}/withdraw", "/desk/pictures/1000", "/desk/topics/new", "/desk/topics/1", "/desk/writers/2", "/desk/storylines/3",
            "/desk/texts/about", "/desk/people", $"/desk/people/{await newsroom.IdOf("ida")}", "/desk/front", "/sign-in",
        })
        {
            var first = await ada.GetAsync(path, Newsroom.Stop);
            Assert.True(first.StatusCode == HttpStatusCode.OK, $"{path} answered {first.StatusCode}");
            foreach (var form in (await FormPosts.Document(first)).QuerySelectorAll<IHtmlFormElement>("form[method=post]"))
                foreach (var field in Fields(form))
                    foreach (var typed in path == "/sign-in" ? new[] { "\0" } : ["\0", Wild, "-1", "99999999999999999999", "%00\\u0000\uFFFF", new string('é', 20_000)])
                    {
                        using var request = Filled(newsroom, path, form, field, typed);
                        using var answer = await ada.SendAsync(request, Newsroom.Stop);
                        tried++;
                        Assert.True((int)answer.StatusCode < 500, $"{path} {form.Id} {field}: {answer.StatusCode} for {typed[..Math.Min(typed.Length, 60)]}");
                        if (typed == "\0") Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{path} {form.Id} {field}: {answer.StatusCode} for NUL");
                        if (answer.Content.Headers.ContentType?.MediaType == "text/html") AssertTame(path, await FormPosts.Document(answer));
                    }
        }
        Assert.True(tried > 300, $"Only {tried} forms were sent.");
        using var visitor = newsroom.Visitor();
        foreach (var path in new[] { "/", "/harbour", "/desk/stories", "/desk/topics", "/desk/sources", "/desk/pictures", "/desk/people", "/desk/schedule" })
            AssertTame(path, await (path.StartsWith("/desk", StringComparison.Ordinal) ? ada : visitor).Page(path));
    }

    [Theory, OnBothDatabases]
    public async Task What_was_typed_stands_as_typed_on_every_page_and_in_every_form_a_machine_reads(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var ada = await newsroom.SignedIn("ada");
        using var visitor = newsroom.Visitor();
        var harbour = newsroom.Section("harbour").Id;
        async Task Keep(string path, string form, params (string Field, string Typed)[] typed)
        {
            var answer = await ada.Submit(path, form, typed.ToDictionary(field => field.Field, field => field.Typed));
            Assert.True(answer.StatusCode == HttpStatusCode.Redirect, $"{path} answered {answer.StatusCode}");
        }

        await Keep("/desk/paper", "#paper", ("Name", Wild), ("Label", Wild), ("Tagline", Wild), ($"Name-{harbour}", WildSection), ("NewSections", "2 " + WildSection));
        await Keep("/desk/topics/new", "#subject", ("Name", Wild), ("About", Wild));
        await Keep("/desk/writers/new", "#subject", ("Name", Wild), ("About", Wild));
        await Keep("/desk/storylines/new", "#subject", ("Name", Wild), ("About", Wild), ("OnFront", "on"));
        await Keep("/desk/storylines/3", "#due-form", ("On", "2999-01-01"), ("What", Wild));
        var picture = await newsroom.Hang();
        await Keep($"/desk/pictures/{picture}", "#picture-form", ("Caption", Wild), ("Credit", Wild), ("Alt", Wild), ("UsageTerms", Wild));
        await Keep("/desk/texts/about", "#text-form", ("Body", $"<p>{WebUtility.HtmlEncode(Wild)}</p>"));
        var (number, gone) = (await newsroom.Draft(Printing.Gate with { PictureNumber = picture }), await newsroom.Print(Printing.Gate));
        await Keep($"/desk/stories/{number}", "#story-form", ("Headline", Wild), ("Standfirst", Wild), ("Byline", Wild), ("Dateline", Wild), ("CreditLine", Wild), ("ContentNotice", Wild), ("Slugline", Wild),
            ("Body", $"<p>{WebUtility.HtmlEncode(Wild)}</p>"), ("Topic-1", "on"), ("Storyline", "3"));
        await Keep($"/desk/stories/{number}/publish", "#publish");
        await Keep($"/desk/stories/{number}/publish", "#publish", ("How", "correction"), ("Told", Wild));
        await Keep($"/desk/stories/{gone}/withdraw", "#withdraw", ("Reason", Wild));
        await newsroom.Arrives(new("urn:wild", Wild, Source: Wild) { Body = $"<p>{WebUtility.HtmlEncode(Wild)}</p>" });
        await Newsroom.Eventually(() => visitor.Page("/search?q=evil"), page => page.QuerySelector("main a[href$='-" + number + "']") is not null);

        var address = await visitor.AddressOf(number);
        var pages = await SitemapPages(visitor);
        Assert.True(pages.Count >= 6, string.Join(' ', pages));
        foreach (var path in pages.Concat([address, $"/harbour/{gone}", $"/picture/{picture}", "/corrections", "/about", "/search?q=" + Uri.EscapeDataString(Wild), "/no/such-9999"]))
        {
            var answer = await visitor.GetAsync(path, Newsroom.Stop);
            if (answer.StatusCode == HttpStatusCode.MovedPermanently) answer = await visitor.GetAsync(answer.Headers.Location, Newsroom.Stop);
            var page = await FormPosts.Document(answer);
            AssertTame(path, page);
            Assert.Contains(Wild, page.Title + page.DocumentElement.TextContent, StringComparison.Ordinal);
        }
        foreach (var path in new[] { "/desk/wire", "/desk/wire/1", "/desk/stories", $"/desk/stories/{number}", $"/desk/stories/{number}/history", $"/desk/stories/{number}/history/2", $"/desk/stories/{number}/picture", "/desk/sources", "/desk/pictures", $"/desk/pictures/{picture}", "/desk/topics", "/desk/writers", "/desk/storylines/3", "/desk/front", "/desk/paper", "/desk/texts/about" })
            AssertTame(path, await ada.Page(path));

        var story = await visitor.Page(address);
        Assert.Equal((Wild, Wild), (story.QuerySelector("h1")!.TextContent, story.QuerySelector(".standfirst")!.TextContent));
        Assert.Contains(Wild, story.QuerySelector(".body p")!.TextContent, StringComparison.Ordinal);
        foreach (var property in new[] { "og:title", "og:description", "og:image:alt", "og:site_name" })
            if (story.QuerySelector($"meta[property='{property}']") is { } card) Assert.Equal(Wild, card.GetAttribute("content"));
        Assert.Equal(Wild, story.QuerySelector("meta[property='og:title']")!.GetAttribute("content"));
        using (var data = JsonDocument.Parse(story.QuerySelector("script[type='application/ld+json']")!.TextContent))
        {
            var linked = data.RootElement;
            Assert.Equal((Wild, Wild, WildSection), (linked.GetProperty("headline").GetString(), linked.GetProperty("description").GetString(), linked.GetProperty("articleSection").GetString()));
            Assert.Equal((Wild, Wild), (linked.GetProperty("author").GetProperty("name").GetString(), linked.GetProperty("publisher").GetProperty("name").GetString()));
            Assert.Equal((Wild, Wild), (linked.GetProperty("image")[0].GetProperty("caption").GetString(), linked.GetProperty("image")[0].GetProperty("creditText").GetString()));
        }

        foreach (var below in new[] { "", "/harbour", pages.Single(page => page.StartsWith("/topic/", StringComparison.Ordinal)) })
        {
            var rss = XDocument.Parse(await visitor.GetStringAsync(below + "/feed.xml", Newsroom.Stop)).Descendants("item").First(item => (string?)item.Element("title") == Wild);
            Assert.Equal(WildSection, (string?)rss.Element("category"));
            // Readers' programs take a description of RSS for markup.
            var described = await new HtmlParser().ParseDocumentAsync((string)rss.Element("description")!, Newsroom.Stop);
            Assert.Equal(Wild, described.Body!.TextContent);
            AssertTame(below + "/feed.xml", described);
            var encoded = await new HtmlParser().ParseDocumentAsync(rss.Elements().Single(part => part.Name.LocalName == "encoded").Value, Newsroom.Stop);
            Assert.Contains(Wild, encoded.Body!.TextContent, StringComparison.Ordinal);
            AssertTame(below + "/feed.xml", encoded);
            Assert.Contains(XDocument.Parse(await visitor.GetStringAsync(below + "/feed.atom", Newsroom.Stop)).Descendants(), part => part.Name.LocalName == "title" && part.Value == Wild);
            using var feed = JsonDocument.Parse(await visitor.GetStringAsync(below + "/feed.json", Newsroom.Stop));
            Assert.Contains(feed.RootElement.GetProperty("items").EnumerateArray(), item => item.GetProperty("title").GetString() == Wild && item.GetProperty("authors")[0].GetProperty("name").GetString() == Wild);
        }
        var news = XDocument.Parse(await visitor.GetStringAsync("/sitemap-news.xml", Newsroom.Stop));
        Assert.Contains(news.Descendants(), part => part.Name.LocalName == "title" && part.Value == Wild);
        Assert.Contains(news.Descendants(), part => part.Name.LocalName == "name" && part.Value == Wild);
        using var manifest = JsonDocument.Parse(await visitor.GetStringAsync(story.QuerySelector("link[rel=manifest]")!.GetAttribute("href")!, Newsroom.Stop));
        Assert.Equal(Wild, manifest.RootElement.GetProperty("name").GetString());
    }

    static async Task<List<string>> SitemapPages(HttpClient visitor) =>
        [.. XDocument.Parse(await visitor.GetStringAsync("/sitemap-pages.xml", Newsroom.Stop)).Descendants().Where(part => part.Name.LocalName == "loc").Select(place => new Uri(place.Value).PathAndQuery)];

    /// <summary>No markup came through: no element of what was typed, no script of the page's own text.</summary>
    static void AssertTame(string path, IHtmlDocument page)
    {
        Assert.True(page.QuerySelector("x-wild") is null, $"{path}: {page.QuerySelector("x-wild")?.ParentElement?.OuterHtml}");
        foreach (var script in page.QuerySelectorAll("script"))
        {
            if (script.GetAttribute("type") == "application/ld+json") JsonDocument.Parse(script.TextContent).Dispose();
            else Assert.True(script.HasAttribute("src") && script.TextContent.Length == 0, $"{path}: {script.OuterHtml}");
        }
    }

    static IEnumerable<string> Fields(IHtmlFormElement form) => form.Elements
        .Where(field => field is IHtmlTextAreaElement or IHtmlSelectElement or IHtmlInputElement { Type: not ("file" or "submit" or "checkbox" or "radio") })
        .Select(field => field.GetAttribute("name")).OfType<string>().Where(name => name.Length > 0 && name != "__RequestVerificationToken").Distinct();

    static HttpRequestMessage Filled(Newsroom newsroom, string path, IHtmlFormElement form, string field, string typed)
    {
        var fields = FormPosts.FieldsOf(form).GroupBy(sent => sent.Key).ToDictionary(sent => sent.Key, sent => sent.First().Value);
        fields[field] = typed;
        var request = new HttpRequestMessage(HttpMethod.Post, form.GetAttribute("action") is { Length: > 0 } action ? action : path) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add("Origin", newsroom.Address.GetLeftPart(UriPartial.Authority));
        return request;
    }
}
