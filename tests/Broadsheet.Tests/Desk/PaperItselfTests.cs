using System.Net;
using Broadsheet.Edition;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Tests.Desk;

public sealed class PaperItselfTests
{
    static readonly Dictionary<string, string> clarion = new() { ["Name"] = "The Clarion", ["Language"] = "de", ["Zone"] = "Europe/Berlin", ["Currency"] = "eur", ["NewSections"] = "Häfen & Meer\n\nSport\nDesk", ["Address"] = "https://clarion.example" };

    [Theory, OnBothDatabases]
    public async Task A_paper_begins_on_one_page_and_readers_see_it_at_once(Database database)
    {
        await using var newsroom = await Unfinished(database);
        using var ada = await newsroom.SignedIn("ada");
        Assert.Equal("/desk/paper", (await ada.GetAsync("/desk", Newsroom.Stop)).Headers.Location?.ToString());
        var page = await ada.Page("/desk/paper");
        Assert.Equal("", page.QuerySelector("#Name")!.GetAttribute("value"));
        Assert.Contains(newsroom.Get<Broadsheet.Kit.SiteAddress>().Of("/"), page.QuerySelector("#address-help")!.TextContent, StringComparison.Ordinal);

        var saved = await ada.Submit("/desk/paper", "#paper", clarion);
        Assert.Equal("/desk/wire", saved.Headers.Location?.ToString());
        using var visitor = newsroom.Visitor();
        var front = await Newsroom.Eventually(() => visitor.Page("/"), page => page.QuerySelector("h1.nameplate")?.TextContent == "The Clarion");
        Assert.Equal("de", front.DocumentElement.GetAttribute("lang"));
        Assert.Equal("https://clarion.example/", front.QuerySelector("link[rel=canonical]")!.GetAttribute("href"));
        // A name that begins other addresses of the site gets a number in its own.
        Assert.Equal(["/harbour", "/islands", "/h%C3%A4fen-meer", "/sport", "/desk-2"], front.QuerySelectorAll(".sections a").Select(link => link.GetAttribute("href")));
        foreach (var link in front.QuerySelectorAll(".sections a")) Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(link.GetAttribute("href"), Newsroom.Stop)).StatusCode);
        Assert.Equal("/desk/wire", (await ada.GetAsync("/desk", Newsroom.Stop)).Headers.Location?.ToString());
        Assert.Equal(4, (await ada.Page("/desk/wire")).QuerySelectorAll(".first-steps a").Length);
    }

    [Theory, OnBothDatabases]
    public async Task A_paper_that_is_begun_by_two_presses_has_each_section_once(Database database)
    {
        await using var newsroom = await Unfinished(database);
        using var ada = await newsroom.SignedIn("ada");
        using var first = await ada.Fill("/desk/paper", "#paper", clarion);
        using var second = await ada.Fill("/desk/paper", "#paper", clarion);
        var answers = await Task.WhenAll(ada.SendAsync(first, Newsroom.Stop), ada.SendAsync(second, Newsroom.Stop));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode));
        Assert.Equal(["/harbour", "/islands", "/häfen-meer", "/sport", "/desk-2"], newsroom.Get<CurrentEdition>().Facts.Sections.Select(section => "/" + section.Slug));
    }

    [Theory, OnBothDatabases]
    public async Task Sections_are_named_anew_put_in_order_and_removed_when_they_are_empty(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await newsroom.Draft(Printing.Gate);
        using var pia = await newsroom.SignedIn("pia");
        var (harbour, islands) = (newsroom.Section("harbour").Id, newsroom.Section("islands").Id);
        Assert.Equal(HttpStatusCode.Redirect, (await pia.Submit("/desk/paper", "#paper", new Dictionary<string, string> { [$"Name-{harbour}"] = "Port", [$"Order-{harbour}"] = "9" })).StatusCode);
        using var visitor = newsroom.Visitor();
        await Newsroom.Eventually(() => visitor.Page("/"), page => page.QuerySelectorAll(".sections a").Select(link => link.TextContent).SequenceEqual(["Islands", "Port"]));

        var refused = await pia.Submit("/desk/paper", "#paper", new Dictionary<string, string> { [$"Remove-{harbour}"] = "true", ["Name"] = "Another name" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = await FormPosts.Document(refused);
        Assert.Contains("Port has stories", page.QuerySelector($"#Remove-{harbour}-problem")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Another name", page.QuerySelector("#Name")!.GetAttribute("value"));
        Assert.Equal("The Merrin Post", newsroom.Get<CurrentEdition>().Facts.Paper.Name);

        Assert.Equal(HttpStatusCode.Redirect, (await pia.Submit("/desk/paper", "#paper", new Dictionary<string, string> { [$"Remove-{islands}"] = "true" })).StatusCode);
        Assert.Equal(["harbour"], newsroom.Get<CurrentEdition>().Facts.Sections.Select(section => section.Slug));
        await Newsroom.Eventually(() => visitor.GetAsync("/islands", Newsroom.Stop), answer => answer.StatusCode == HttpStatusCode.NotFound);
    }

    [Theory, OnBothDatabases]
    public async Task A_sections_address_changes_and_the_old_ones_lead_to_the_new(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var pia = await newsroom.SignedIn("pia");
        using var visitor = newsroom.Visitor();
        var (harbour, islands) = (newsroom.Section("harbour").Id, newsroom.Section("islands").Id);
        var story = await visitor.AddressOf(await newsroom.Print(Printing.Gate));
        foreach (var path in new[] { "/harbour", story, "/harbour/feed.xml" }) Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(path, Newsroom.Stop)).StatusCode);

        Assert.Equal(HttpStatusCode.Redirect, (await Save(pia, harbour, "The Port")).StatusCode);
        await Newsroom.Eventually(() => visitor.Page("/"), page => page.QuerySelector(".sections a[href='/the-port']") is not null && page.QuerySelector("main a[href^='/the-port/']") is not null);
        foreach (var (old, now) in new[] { ("/harbour?after=x&y=ö%20a", "/the-port?after=x&y=%C3%B6%20a"), ("/HARBOUR", "/the-port"), (story + "?from=mail", story.Replace("/harbour/", "/the-port/", StringComparison.Ordinal) + "?from=mail"), ("/harbour/feed.xml", "/the-port/feed.xml"), ("/harbour/feed.atom?a=b", "/the-port/feed.atom?a=b"), ("/harbour/feed.json", "/the-port/feed.json"), ("/The-Port/feed.json", "/the-port/feed.json") })
        {
            var moved = await Newsroom.Eventually(() => visitor.GetAsync(old, Newsroom.Stop), answer => answer.StatusCode == HttpStatusCode.MovedPermanently);
            Assert.Equal(now, moved.Headers.Location!.OriginalString);
        }
        foreach (var path in new[] { "/the-port", story.Replace("/harbour/", "/the-port/", StringComparison.Ordinal), "/the-port/feed.xml" }) Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(path, Newsroom.Stop)).StatusCode);

        // What it had is nobody else's: not of another section, nor of a new one of that name.
        var refused = await Save(pia, islands, "harbour");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("once began", (await FormPosts.Document(refused)).QuerySelector($"#Slug-{islands}-problem")!.TextContent, StringComparison.Ordinal);
        await pia.Submit("/desk/paper", "#paper", new Dictionary<string, string> { ["NewSections"] = "Harbour!\nİzmir ϓ" });
        Assert.Equal(["the-port", "islands", "harbour-2", "izmir"], newsroom.Get<CurrentEdition>().Facts.Sections.Select(section => section.Slug));

        // Moved on, all that it had lead there; moved back, it has it again.
        await Save(pia, harbour, "quay");
        foreach (var old in new[] { "/harbour", "/the-port" })
            await Newsroom.Eventually(() => visitor.GetAsync(old, Newsroom.Stop), answer => answer.Headers.Location?.OriginalString == "/quay");
        await Save(pia, harbour, "harbour");
        await Newsroom.Eventually(() => visitor.GetAsync("/harbour", Newsroom.Stop), answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal("/harbour", (await visitor.GetAsync("/quay", Newsroom.Stop)).Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_section_is_found_however_its_accents_are_encoded()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var pia = await newsroom.SignedIn("pia");
        using var visitor = newsroom.Visitor();
        await pia.Submit("/desk/paper", "#paper", new Dictionary<string, string> { ["NewSections"] = "Économie" });
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/économie", Newsroom.Stop)).StatusCode);
        var led = await visitor.GetAsync("/e%CC%81conomie", Newsroom.Stop);
        Assert.Equal((HttpStatusCode.MovedPermanently, "/économie"), (led.StatusCode, Uri.UnescapeDataString(led.Headers.Location!.OriginalString)));
    }

    [Theory, InlineData("abc"), InlineData("-5"), InlineData("99999999999"), InlineData("")]
    public async Task A_place_that_is_no_number_is_told_at_its_field(string place)
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var pia = await newsroom.SignedIn("pia");
        var harbour = newsroom.Section("harbour").Id;
        var refused = await pia.Submit("/desk/paper", "#paper", new Dictionary<string, string> { [$"Order-{harbour}"] = place });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = await FormPosts.Document(refused);
        Assert.Contains("whole number", page.QuerySelector($"#Order-{harbour}-problem")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(place, page.QuerySelector($"#Order-{harbour}")!.GetAttribute("value"));
        Assert.Equal(1, newsroom.Section("harbour").Order);
    }

    [Fact]
    public async Task The_help_beside_the_address_names_this_machine_only_until_there_is_another()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var pia = await newsroom.SignedIn("pia");
        Assert.StartsWith("http://", (await pia.Page("/desk/paper")).QuerySelector("#address-help bdi[dir=ltr]")!.TextContent, StringComparison.Ordinal);
        await pia.Submit("/desk/paper", "#paper", new Dictionary<string, string> { ["Address"] = "https://clarion.example" });
        Assert.DoesNotContain("clarion", (await pia.Page("/desk/paper")).QuerySelector("#address-help")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_two_sections_have_one_name()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var pia = await newsroom.SignedIn("pia");
        foreach (var more in new[] { "Quay\nQuay", newsroom.Section("harbour").Name.ToUpperInvariant() })
        {
            var refused = await pia.Submit("/desk/paper", "#paper", new Dictionary<string, string> { ["NewSections"] = more });
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains("two sections called", (await FormPosts.Document(refused)).QuerySelector("#NewSections-problem")!.TextContent, StringComparison.Ordinal);
        }
    }

    static Task<HttpResponseMessage> Save(HttpClient editor, int section, string slug) =>
        editor.Submit("/desk/paper", "#paper", new Dictionary<string, string> { [$"Slug-{section}"] = slug });

    [Theory, InlineData("desk"), InlineData("islands"), InlineData("***"), InlineData(""), InlineData("Search")]
    public async Task An_address_that_cannot_be_is_told_at_its_field(string slug)
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var pia = await newsroom.SignedIn("pia");
        var harbour = newsroom.Section("harbour").Id;
        var refused = await Save(pia, harbour, slug);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = await FormPosts.Document(refused);
        Assert.NotEqual("", page.QuerySelector($"#Slug-{harbour}-problem")!.TextContent);
        Assert.Equal(slug, page.QuerySelector($"#Slug-{harbour}")!.GetAttribute("value"));
        Assert.Equal("harbour", newsroom.Section("harbour").Slug);
    }

    [Theory, OnBothDatabases]
    public async Task Two_sections_are_not_given_one_address_in_one_go_and_a_new_one_gets_another(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var pia = await newsroom.SignedIn("pia");
        var (harbour, islands) = (newsroom.Section("harbour").Id, newsroom.Section("islands").Id);
        var refused = await pia.Submit("/desk/paper", "#paper", new Dictionary<string, string> { [$"Slug-{harbour}"] = "sea", [$"Slug-{islands}"] = "sea" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Single((await FormPosts.Document(refused)).QuerySelectorAll($"#Slug-{harbour}-problem, #Slug-{islands}-problem"));
        Assert.Equal(("harbour", "islands"), (newsroom.Section("harbour").Slug, newsroom.Section("islands").Slug));

        await pia.Submit("/desk/paper", "#paper", new Dictionary<string, string> { [$"Slug-{harbour}"] = "sea", ["NewSections"] = "Sea" });
        Assert.Equal((harbour, "Sea"), (newsroom.Section("sea").Id, newsroom.Section("sea-2").Name));
    }

    [Theory, OnBothDatabases]
    public async Task Of_two_nodes_that_give_one_address_at_once_the_second_is_told(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await using var other = await Newsroom.OpenOn(newsroom.Data, newsroom.ConnectionString);
        using var pia = await newsroom.SignedIn("pia");
        using var ada = await other.SignedIn("ada");
        var (harbour, islands) = (newsroom.Section("harbour").Id, newsroom.Section("islands").Id);
        for (var round = 0; round < 5; round++)
        {
            Dictionary<string, string>[] wishes = [new() { [$"Slug-{harbour}"] = $"quay-{round}", [$"Slug-{islands}"] = $"isles-{round}" }, new() { [$"Slug-{islands}"] = $"quay-{round}", [$"Slug-{harbour}"] = $"port-{round}" }];
            using var first = await pia.Fill("/desk/paper", "#paper", wishes[0]);
            using var second = await ada.Fill("/desk/paper", "#paper", wishes[1]);
            var answers = await Task.WhenAll(pia.SendAsync(first, Newsroom.Stop), ada.SendAsync(second, Newsroom.Stop));
            Assert.Equal([HttpStatusCode.Redirect, HttpStatusCode.Conflict], answers.Select(answer => answer.StatusCode).Order());
            await Newsroom.Eventually(async () => await Task.WhenAll(pia.GetStringAsync("/desk/paper", Newsroom.Stop), ada.GetStringAsync("/desk/paper", Newsroom.Stop)), pages => pages.All(page => page.Contains($"quay-{round}", StringComparison.Ordinal)));

            // Told that the paper changed, the second wishes it once more, and is told at the field that it is taken.
            var late = answers[0].StatusCode == HttpStatusCode.Conflict ? 0 : 1;
            var again = await (late == 0 ? pia : ada).Submit("/desk/paper", "#paper", wishes[late]);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, again.StatusCode);
            Assert.NotNull((await FormPosts.Document(again)).QuerySelector($"#Slug-{(late == 0 ? harbour : islands)}-problem"));
        }
    }

    [Theory]
    [InlineData("Name", " ", "A paper has a name")]
    [InlineData("Language", "tlh", "one of these languages")]
    [InlineData("Zone", "Mars/Olympus", "no such zone")]
    [InlineData("Currency", "XQX", "no such currency")]
    [InlineData("NewSections", "***", "has none")]
    [InlineData("Address", "paper.example", "no address of a paper")]
    [InlineData("Address", "http://paper.example", "no address of a paper")]
    [InlineData("Address", "https://paper.example/news?x", "no address of a paper")]
    [InlineData("NewSections", "A name that is much too long for any section", "too long")]
    public async Task What_cannot_be_is_told_at_its_field_and_what_was_typed_stays(string field, string typed, string problem)
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var pia = await newsroom.SignedIn("pia");
        var refused = await pia.Submit("/desk/paper", "#paper", new Dictionary<string, string> { ["Tagline"] = "A new line", [field] = typed });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = await FormPosts.Document(refused);
        Assert.Contains(problem, page.QuerySelector($"#{field}-problem")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("A new line", page.QuerySelector("#Tagline")!.GetAttribute("value"));
        Assert.Equal("The Merrin Post", newsroom.Get<CurrentEdition>().Facts.Paper.Name);
    }

    [Fact]
    public async Task An_address_in_the_settings_of_the_machine_is_shown_and_not_asked()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite, new Dictionary<string, string?> { ["Broadsheet:Site"] = "http://localhost:7777" });
        using var pia = await newsroom.SignedIn("pia");
        var page = await pia.Page("/desk/paper");
        Assert.Equal("http://localhost:7777/", page.QuerySelector(".address")!.TextContent);
        Assert.Null(page.QuerySelector("#Address"));
        Assert.Equal(HttpStatusCode.Redirect, (await pia.Submit("/desk/paper", "#paper", new Dictionary<string, string> { ["Address"] = "https://other.example" })).StatusCode);
        Assert.Equal("http://localhost:7777/", newsroom.Get<Broadsheet.Kit.SiteAddress>().Of("/"));
    }

    [Fact]
    public async Task Only_those_who_run_the_paper_change_it()
    {
        await using var newsroom = await Unfinished(Database.Sqlite);
        using var jon = await newsroom.SignedIn("jon");
        Assert.Equal("/desk/wire", (await jon.GetAsync("/desk", Newsroom.Stop)).Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.Forbidden, (await jon.GetAsync("/desk/paper", Newsroom.Stop)).StatusCode);
        using var ada = await newsroom.SignedIn("ada");
        using var sent = new FormUrlEncodedContent([new("Name", "Stolen")]);
        Assert.Equal(HttpStatusCode.BadRequest, (await ada.PostAsync("/desk/paper", sent, Newsroom.Stop)).StatusCode);
        using var visitor = newsroom.Visitor();
        Assert.StartsWith("/sign-in", (await visitor.GetAsync("/desk/paper", Newsroom.Stop)).Headers.Location?.ToString(), StringComparison.Ordinal);
    }

    /// <summary>As it is after the first start on an empty folder.</summary>
    static async Task<Newsroom> Unfinished(Database database)
    {
        var newsroom = await Newsroom.Open(database);
        await newsroom.Become(paper => paper.IsUnfinished = true);
        return newsroom;
    }
}
