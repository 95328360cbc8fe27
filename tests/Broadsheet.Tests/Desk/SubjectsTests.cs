using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using Broadsheet.Storage;
using Broadsheet.Stories.Subjects;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Tests.Desk;

/// <summary>Topics, writers and storylines: kept on the desk, chosen in the editor, read by readers.</summary>
public sealed class SubjectsTests
{
    const string Wild = "A & B </script><b>\"x\" 👩‍👩‍👧 \u202Eevil\u202C مرفأ";

    [Theory, OnBothDatabases]
    public async Task A_story_put_under_a_topic_stands_on_its_page_and_in_its_feeds_at_once(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var pia = await newsroom.SignedIn("pia");
        using var visitor = newsroom.Visitor();
        var topic = await Keep(pia, "topics", "Ferries & fog");
        Assert.Contains("Nothing", (await visitor.Page("/topic/ferries-fog")).QuerySelector(".state h2")!.TextContent, StringComparison.Ordinal);

        var number = await newsroom.Draft(Printing.Gate);
        Assert.Equal(HttpStatusCode.Redirect, (await pia.Submit($"/desk/stories/{number}", "#story-form", new Dictionary<string, string> { [$"Topic-{topic}"] = "on" })).StatusCode);
        Assert.True((await pia.Page($"/desk/stories/{number}")).QuerySelector($"#topic-{topic}")!.HasAttribute("checked"));
        Assert.Empty((await visitor.Page("/topic/ferries-fog")).QuerySelectorAll(".item"));

        Assert.Null(await newsroom.Get<Broadsheet.Desk.Publishing.Publishing>().Publish(number, 2, Newsroom.Stop));
        await Newsroom.Eventually(() => visitor.Page("/topic/ferries-fog"), page => page.QuerySelectorAll(".item h3").Length == 1);
        var story = await visitor.Page(await visitor.AddressOf(number));
        Assert.Equal("Ferries & fog", story.QuerySelector(".topics a[href='/topic/ferries-fog']")!.TextContent);
        await Newsroom.Eventually(async () => XDocument.Parse(await visitor.GetStringAsync("/topic/ferries-fog/feed.xml", Newsroom.Stop)).Descendants("item").Count(), count => count == 1);
        Assert.Equal(3, (await visitor.Page("/topic/ferries-fog")).QuerySelectorAll("link[rel=alternate]").Length);

        // Its name changes, its address stays.
        await pia.Submit($"/desk/topics/{topic}", "#subject", new Dictionary<string, string> { ["Name"] = "Boats", ["About"] = "All that floats." });
        await Newsroom.Eventually(() => visitor.Page("/topic/ferries-fog"), page => page.QuerySelector("h1")!.TextContent == "Boats" && page.QuerySelector(".standfirst")!.TextContent == "All that floats.");
        await Newsroom.Eventually(async () => await visitor.Page(await visitor.AddressOf(number)), page => page.QuerySelector(".topics a")!.TextContent == "Boats");

        // While stories stand under it, it is not removed.
        Assert.Null((await pia.Page($"/desk/topics/{topic}")).QuerySelector("#remove"));
        await newsroom.Reprint(number, text => text with { Subjects = "" });
        await Newsroom.Eventually(() => visitor.Page("/topic/ferries-fog"), page => page.QuerySelectorAll(".item").Length == 0);
        Assert.Equal(HttpStatusCode.Redirect, (await pia.Submit($"/desk/topics/{topic}", "#remove")).StatusCode);
        await Newsroom.Eventually(() => visitor.GetAsync("/topic/ferries-fog", Newsroom.Stop), answer => answer.StatusCode == HttpStatusCode.NotFound);
    }

    [Theory, OnBothDatabases]
    public async Task A_topics_page_holds_what_readers_may_read_page_by_page(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var pia = await newsroom.SignedIn("pia");
        using var visitor = newsroom.Visitor();
        var under = await Keep(pia, "topics", "Gate");
        var numbers = new List<long>();
        for (var story = 0; story < 30; story++) numbers.Add(await newsroom.Print(Printing.Gate with { Headline = $"Story {story:00}", Subjects = under }));
        await newsroom.Print(Printing.Gate with { Headline = "Not yet", Subjects = under }, embargo: newsroom.Now().AddHours(1));
        await newsroom.Draft(Printing.Gate with { Headline = "A draft", Subjects = under });

        var seen = new List<string>();
        for (var path = "/topic/gate"; path is not null;)
        {
            var page = await visitor.Page(path);
            seen.AddRange(page.QuerySelectorAll(".item h3").Select(headline => headline.TextContent));
            path = page.QuerySelector("a[rel=next]")?.GetAttribute("href");
        }
        Assert.Equal(Enumerable.Range(0, 30).Select(story => $"Story {story:00}"), seen.Order(StringComparer.Ordinal));

        await newsroom.Withdraw(numbers[29], "It was wrong.");
        await Newsroom.Eventually(() => visitor.Page("/topic/gate"), page => page.QuerySelectorAll(".item h3").All(headline => headline.TextContent != "Story 29"));
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.GetAsync("/topic/gate?after=x", Newsroom.Stop)).StatusCode);
        Assert.Equal("/topic/gate?after=1-1&utm_source=x", (await visitor.GetAsync("/topic/GATE?after=1-1&utm_source=x", Newsroom.Stop)).Headers.Location?.ToString());
        using var head = await visitor.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/topic/gate"), Newsroom.Stop);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
    }

    [Theory, OnBothDatabases]
    public async Task A_writer_is_linked_from_bylines_and_has_a_page(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var pia = await newsroom.SignedIn("pia");
        using var visitor = newsroom.Visitor();
        await Keep(pia, "writers", "Tomas Ekwall");
        await Keep(pia, "writers", "Ann Lee");
        var number = await newsroom.Print(Printing.Gate with { Byline = "Tomas Ekwall, Ann Lee and Annika" });
        await newsroom.Print(Printing.Gate with { Headline = "Before", Byline = "By Ann, and 100%_Jo" }, "islands");
        await newsroom.Draft(Printing.Gate with { Byline = "Ann" });
        var ann = await Keep(pia, "writers", "Ann");
        await Keep(pia, "writers", "100%_Jo");

        var story = await visitor.Page(await visitor.AddressOf(number));
        Assert.Equal("Tomas Ekwall, Ann Lee and Annika", story.QuerySelector(".byline strong")!.TextContent.Trim());
        Assert.Equal(["/writer/tomas-ekwall", "/writer/ann-lee"], story.QuerySelectorAll(".byline a").Select(link => link.GetAttribute("href")));
        foreach (var (path, stories) in new[] { ("/writer/tomas-ekwall", 1), ("/writer/ann-lee", 1), ("/writer/ann", 1), ("/writer/100-jo", 1) })
            Assert.Equal(stories, (await visitor.Page(path)).QuerySelectorAll(".item").Length);

        // Saved again, or under another name, nothing is lost and nothing stands there twice.
        await pia.Submit($"/desk/writers/{ann}", "#subject", new Dictionary<string, string> { ["Name"] = "Annika" });
        await Newsroom.Eventually(() => visitor.Page("/writer/ann"), page => page.QuerySelectorAll(".item").Length == 2);

        var alone = await newsroom.Print(Printing.Gate);
        using var data = JsonDocument.Parse((await visitor.Page(await visitor.AddressOf(alone))).QuerySelector("script[type='application/ld+json']")!.TextContent);
        Assert.EndsWith("/writer/tomas-ekwall", data.RootElement.GetProperty("author").GetProperty("url").GetString(), StringComparison.Ordinal);
        var both = await newsroom.Print(Printing.Gate with { Byline = "Tomas Ekwall and Ann Lee" });
        using var ofBoth = JsonDocument.Parse((await visitor.Page(await visitor.AddressOf(both))).QuerySelector("script[type='application/ld+json']")!.TextContent);
        Assert.Equal(["Tomas Ekwall", "Ann Lee"], ofBoth.RootElement.GetProperty("author").EnumerateArray().Select(author => author.GetProperty("name").GetString()));
        Assert.Equal(3, JsonDocument.Parse(await visitor.GetStringAsync("/writer/tomas-ekwall/feed.json", Newsroom.Stop)).RootElement.GetProperty("items").GetArrayLength());
    }

    [Theory, OnBothDatabases]
    public async Task A_storyline_tells_what_happened_and_what_is_due(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var pia = await newsroom.SignedIn("pia");
        using var visitor = newsroom.Visitor();
        var storyline = await Keep(pia, "storylines", "The second gate", new() { ["OnFront"] = "on" });
        Assert.Empty((await visitor.Page("/")).QuerySelectorAll(".course"));
        var today = newsroom.Get<Broadsheet.Edition.PaperTime>().Today;
        await newsroom.Writer.Save(db => db.Add(new Broadsheet.Stories.Subjects.DuePoint { SubjectId = int.Parse(storyline, System.Globalization.CultureInfo.InvariantCulture), On = today.AddDays(-1), What = "Is past" }), Newsroom.Stop);
        foreach (var (day, what) in new[] { (today.AddDays(40), "The board meets"), (today.AddDays(9), "The count begins") })
            Assert.Equal($"/desk/storylines/{storyline}#due", (await pia.Submit($"/desk/storylines/{storyline}", "#due-form", new Dictionary<string, string> { ["On"] = day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), ["What"] = what })).Headers.Location?.ToString());

        var number = await newsroom.Draft(Printing.Gate);
        await pia.Submit($"/desk/stories/{number}", "#story-form", new Dictionary<string, string> { ["Storyline"] = storyline });
        Assert.Null(await newsroom.Get<Broadsheet.Desk.Publishing.Publishing>().Publish(number, 2, Newsroom.Stop));
        var front = await Newsroom.Eventually(() => visitor.Page("/"), page => page.QuerySelectorAll(".course li").Length == 2);
        Assert.Equal("date", front.QuerySelector(".course li")!.GetAttribute("aria-current"));
        Assert.Equal("The count begins", front.QuerySelector(".course .due h3")!.TextContent);

        var beside = (await visitor.Page(await visitor.AddressOf(number))).QuerySelectorAll("section[aria-labelledby=course] li p").Select(line => line.TextContent);
        Assert.Equal([Printing.Gate.Headline, "The count begins", "The board meets"], beside);

        var whole = await visitor.Page(front.QuerySelector(".course")!.ParentElement!.QuerySelector(".mark a")!.GetAttribute("href")!);
        Assert.Equal(["The count begins", "The board meets"], whole.QuerySelectorAll(".course .due h3").Select(due => due.TextContent));
        Assert.Equal(Printing.Gate.Headline, Assert.Single(whole.QuerySelectorAll(".item h3")).TextContent);

        var page = await pia.Page($"/desk/storylines/{storyline}");
        var first = page.QuerySelectorAll("form[action$='/remove']").First(form => form.TextContent.Contains("The count begins", StringComparison.Ordinal)).GetAttribute("action");
        await pia.Submit($"/desk/storylines/{storyline}", $"form[action='{first}']");
        await Newsroom.Eventually(() => visitor.Page("/"), page => page.QuerySelector(".course .due h3")?.TextContent == "The board meets");
    }

    [Theory, OnBothDatabases]
    public async Task What_is_typed_is_kept_as_it_is_and_ends_no_script_anywhere(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var pia = await newsroom.SignedIn("pia");
        using var visitor = newsroom.Visitor();
        var topic = await Keep(pia, "topics", Wild, new() { ["About"] = Wild });
        var writer = await Keep(pia, "writers", Wild, new() { ["About"] = Wild });
        var storyline = await Keep(pia, "storylines", Wild, new() { ["OnFront"] = "on", ["About"] = Wild });
        await pia.Submit($"/desk/storylines/{storyline}", "#due-form", new Dictionary<string, string> { ["On"] = "2999-01-01", ["What"] = Wild });
        var number = await newsroom.Print(Printing.Gate with { Byline = Wild, Subjects = $"{topic} {storyline}" });

        var story = await visitor.Page(await visitor.AddressOf(number));
        Assert.Equal(Wild, story.QuerySelector(".topics a")!.TextContent);
        Assert.Equal(Wild, story.QuerySelector(".byline a")!.TextContent);
        Assert.Equal(Wild, story.QuerySelector("#course")!.TextContent);
        using var data = JsonDocument.Parse(Assert.Single(story.QuerySelectorAll("script[type='application/ld+json']")).TextContent);
        var address = new Uri(data.RootElement.GetProperty("author").GetProperty("url").GetString()!).PathAndQuery;
        foreach (var path in new[] { story.QuerySelector(".topics a")!.GetAttribute("href")!, story.QuerySelector("#course a")!.GetAttribute("href")!, address })
        {
            var page = await visitor.Page(path);
            Assert.Equal((Wild, Wild), (page.QuerySelector("h1")!.TextContent, page.QuerySelector(".standfirst")!.TextContent));
            Assert.Equal(Wild, page.QuerySelector("meta[name=description]")!.GetAttribute("content"));
            Assert.Equal(Wild, page.QuerySelector("meta[property='og:title']")!.GetAttribute("content"));
            Assert.StartsWith(Wild, (string?)XDocument.Parse(await visitor.GetStringAsync(path + "/feed.xml", Newsroom.Stop)).Descendants("title").First(), StringComparison.Ordinal);
            Assert.StartsWith(Wild, JsonDocument.Parse(await visitor.GetStringAsync(path + "/feed.json", Newsroom.Stop)).RootElement.GetProperty("title").GetString(), StringComparison.Ordinal);
        }
        var front = await visitor.Page("/");
        Assert.Equal(Wild, front.QuerySelector(".course .due h3")!.TextContent);
        Assert.Equal(Wild, (await pia.Page($"/desk/writers/{writer}")).QuerySelector("#Name")!.GetAttribute("value"));
    }

    [Theory]
    [InlineData("topics", " ", "at least one letter")]
    [InlineData("topics", "***", "at least one letter")]
    [InlineData("topics", "Islands news", "already a topic called Islands news")]
    [InlineData("topics", "ISLANDS  news", "already a topic called Islands news")]
    [InlineData("writers", "", "as bylines have it")]
    [InlineData("storylines", "0123456789012345678901234567890123456789012345678901234567890123456789012345678901", "82")]
    public async Task What_cannot_be_is_told_at_its_field_and_what_was_typed_stays(string part, string name, string problem)
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var pia = await newsroom.SignedIn("pia");
        await Keep(pia, "topics", "Islands news");
        var refused = await pia.Submit($"/desk/{part}/new", "#subject", new Dictionary<string, string> { ["Name"] = name });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = await FormPosts.Document(refused);
        Assert.Contains(problem, page.QuerySelector("#Name-problem")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(name.Trim(), page.QuerySelector("#Name")!.GetAttribute("value"));
    }

    [Theory, OnBothDatabases]
    public async Task Nobody_saves_over_what_they_did_not_see(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var pia = await newsroom.SignedIn("pia");
        var topic = $"/desk/topics/{await Keep(pia, "topics", "Floods")}";
        var picture = $"/desk/pictures/{await newsroom.Hang(alt: "")}";
        foreach (var (page, form, theirs, mine) in new[] { (topic, "#subject", "About", "Name"), (picture, "#picture-form", "Alt", "Caption"), ("/desk/paper", "#paper", "Tagline", "Label") })
        {
            var opened = (await pia.Page(page)).QuerySelector($"{form} [name=Seen]")!.GetAttribute("value")!;
            Assert.Equal(HttpStatusCode.Redirect, (await pia.Submit(page, form, new Dictionary<string, string> { [theirs] = "By somebody else" })).StatusCode);
            // Nor by a mistake in between: that page has seen no more.
            var mistaken = await FormPosts.Document(await pia.Submit(page, form, new Dictionary<string, string> { ["Seen"] = opened, [mine] = new string('x', 5_000) }));
            Assert.Equal((page, opened), (page, mistaken.QuerySelector($"{form} [name=Seen]")!.GetAttribute("value")));
            var refused = await pia.Submit(page, form, new Dictionary<string, string> { ["Seen"] = opened, [theirs] = "", [mine] = "By me" });
            Assert.Equal((page, HttpStatusCode.Conflict), (page, refused.StatusCode));
            var shown = await FormPosts.Document(refused);
            Assert.Contains("Somebody else saved this", shown.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
            Assert.Contains("By me", shown.QuerySelector($"#{mine}") is AngleSharp.Html.Dom.IHtmlInputElement field ? field.Value : shown.QuerySelector($"#{mine}")!.TextContent, StringComparison.Ordinal);
            Assert.Contains("By somebody else", (await pia.Page(page)).QuerySelector(form)!.OuterHtml, StringComparison.Ordinal);

            // Having been told, they decide.
            var again = shown.QuerySelector($"{form} [name=Seen]")!.GetAttribute("value")!;
            Assert.Equal(HttpStatusCode.Redirect, (await pia.Submit(page, form, new Dictionary<string, string> { ["Seen"] = again, [mine] = "By me" })).StatusCode);
        }
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_presses_Save_twice_is_not_told_that_somebody_else_saved(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var pia = await newsroom.SignedIn("pia");
        var topic = $"/desk/topics/{await Keep(pia, "topics", "Floods")}";
        var storyline = $"/desk/storylines/{await Keep(pia, "storylines", "The gate")}";
        var picture = $"/desk/pictures/{await newsroom.Hang(alt: "")}";
        foreach (var (page, form, typed) in new[]
        {
            (topic, "#subject", new Dictionary<string, string> { ["About"] = "Water" }),
            (storyline, "#subject", new() { ["About"] = "Of the harbour", ["OnFront"] = "on" }),
            (picture, "#picture-form", new() { ["Alt"] = "A gate" }),
            ("/desk/texts/about", "#text-form", new() { ["Body"] = "<p>Who we are</p>" }),
            ("/desk/paper", "#paper", new() { ["Tagline"] = "Always wet", ["NewSections"] = "Sport\nCulture" }),
        })
        {
            using var first = await pia.Fill(page, form, typed);
            using var second = await pia.Fill(page, form, typed);
            var answers = await Task.WhenAll(pia.SendAsync(first, Newsroom.Stop), pia.SendAsync(second, Newsroom.Stop));
            Assert.All(answers, answer => Assert.Equal($"{page}?saved=true", answer.Headers.Location?.ToString()));
        }
        Assert.Equal(["Harbour", "Islands", "Sport", "Culture"], newsroom.Get<Broadsheet.Edition.CurrentEdition>().Facts.Sections.Select(section => section.Name));
    }

    [Theory, OnBothDatabases]
    public async Task Of_two_nodes_that_make_one_name_at_once_the_second_is_told(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await using var other = await Newsroom.OpenOn(newsroom.Data, newsroom.ConnectionString);
        var editors = new[] { await newsroom.SignedIn("pia"), await other.SignedIn("ada") };
        for (var round = 0; round < 5; round++)
        {
            var name = $"Fog {round}";
            // One makes the same name in capitals, one a name that makes the same address.
            var forms = await Task.WhenAll(editors.SelectMany(editor => new[] { name, name.ToUpperInvariant(), $"Fog-{round}" }.Select(name => (editor, name)))
                .Select(async made => (made.editor, request: await made.editor.Fill("/desk/topics/new", "#subject", new Dictionary<string, string> { ["Name"] = made.name }))));
            var answers = await Task.WhenAll(forms.Select(form => form.editor.SendAsync(form.request, Newsroom.Stop)));
            Assert.Equal(2, answers.Count(answer => answer.StatusCode == HttpStatusCode.Redirect));
            foreach (var refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.Redirect))
            {
                Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
                Assert.Contains("already a topic called", (await FormPosts.Document(refused)).QuerySelector("#Name-problem")!.TextContent, StringComparison.Ordinal);
            }
        }
        await using var db = await newsroom.Read();
        Assert.Equal(10, (await db.Subjects.ToListAsync(Newsroom.Stop)).Select(topic => topic.Slug).Distinct().Count());
    }

    [Theory, OnBothDatabases]
    public async Task Of_two_nodes_that_give_one_name_to_two_at_once_the_second_is_told(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await using var other = await Newsroom.OpenOn(newsroom.Data, newsroom.ConnectionString);
        using var pia = await newsroom.SignedIn("pia");
        using var ada = await other.SignedIn("ada");
        var (first, second) = (await newsroom.Gather(SubjectKind.Topic, "Ice"), await newsroom.Gather(SubjectKind.Topic, "Snow"));
        for (var round = 0; round < 10; round++)
        {
            using var mine = await pia.Fill($"/desk/topics/{first}", "#subject", new Dictionary<string, string> { ["Name"] = $"Frost {round}" });
            using var theirs = await ada.Fill($"/desk/topics/{second}", "#subject", new Dictionary<string, string> { ["Name"] = $"FROST {round}" });
            var answers = await Task.WhenAll(pia.SendAsync(mine, Newsroom.Stop), ada.SendAsync(theirs, Newsroom.Stop));
            Assert.Equal([HttpStatusCode.Redirect, HttpStatusCode.UnprocessableEntity], answers.Select(answer => answer.StatusCode).Order());
        }
    }

    [Theory, OnBothDatabases]
    public async Task What_is_due_is_added_once_however_often_the_button_is_pressed(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var pia = await newsroom.SignedIn("pia");
        var storyline = $"/desk/storylines/{await Keep(pia, "storylines", "The gate")}";
        var today = newsroom.Get<Broadsheet.Edition.PaperTime>().Today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var typed = new Dictionary<string, string> { ["On"] = today, ["What"] = "The vote" };
        using var first = await pia.Fill(storyline, "#due-form", typed);
        using var second = await pia.Fill(storyline, "#due-form", typed);
        await Task.WhenAll(pia.SendAsync(first, Newsroom.Stop), pia.SendAsync(second, Newsroom.Stop));
        Assert.Equal($"{storyline}#due", (await pia.Submit(storyline, "#due-form", typed)).Headers.Location?.ToString());
        Assert.Single((await pia.Page(storyline)).QuerySelectorAll("[aria-labelledby=due] li"));
    }

    [Theory, InlineData("2026-01-31", "What", "On"), InlineData("2027-02-30", "What", "On"), InlineData("", "What", "On"), InlineData("2027-02-03", " ", "What")]
    public async Task What_is_due_has_a_day_and_words(string day, string what, string field)
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var pia = await newsroom.SignedIn("pia");
        var storyline = await Keep(pia, "storylines", "The gate");
        var refused = await pia.Submit($"/desk/storylines/{storyline}", "#due-form", new Dictionary<string, string> { ["On"] = day, ["What"] = what });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = await FormPosts.Document(refused);
        Assert.NotNull(page.QuerySelector($"#{field}-problem"));
        Assert.Equal(day, page.QuerySelector("#On")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Somebody_elses_save_takes_neither_topics_nor_language_from_mine()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        var (topic, storyline) = (await newsroom.Gather(SubjectKind.Topic, "Fog"), await newsroom.Gather(SubjectKind.Storyline, "The gate"));
        var number = await newsroom.Draft(Printing.Gate);
        using var pia = await newsroom.SignedIn("pia");
        using var mine = await pia.Fill($"/desk/stories/{number}", "#story-form", new Dictionary<string, string> { [$"Topic-{topic}"] = "on", ["Storyline"] = $"{storyline}", ["Language"] = "de" });
        await pia.Submit($"/desk/stories/{number}", "#story-form", new Dictionary<string, string> { ["Headline"] = "Theirs" });
        var conflict = await FormPosts.Document(await pia.SendAsync(mine, Newsroom.Stop));
        var onTop = conflict.QuerySelectorAll("#on-top input[type=hidden]").ToDictionary(field => field.GetAttribute("name")!, field => field.GetAttribute("value"));
        Assert.Equal(("on", "on", "de"), (onTop[$"Topic-{topic}"], onTop[$"Topic-{storyline}"], onTop["Language"]));
    }

    [Theory, OnBothDatabases]
    public async Task Signs_no_database_can_hold_are_left_out(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var pia = await newsroom.SignedIn("pia");
        await Keep(pia, "topics", "Sea\u0001side news");
        Assert.Equal("Seaside news", (await pia.Page("/desk/topics")).QuerySelector(".subjects h2 a")!.TextContent);
        // A browser sends no NUL.
        Assert.Equal(HttpStatusCode.BadRequest, (await pia.Submit("/desk/topics/new", "#subject", new Dictionary<string, string> { ["Name"] = "Sea\0side" })).StatusCode);
    }

    [Fact]
    public async Task Two_names_that_make_one_address_get_two()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var pia = await newsroom.SignedIn("pia");
        using var visitor = newsroom.Visitor();
        await Keep(pia, "writers", "Ann Lee");
        await Keep(pia, "writers", "Ann-Lee");
        Assert.Equal("Ann Lee", (await visitor.Page("/writer/ann-lee")).QuerySelector("h1")!.TextContent);
        Assert.Equal("Ann-Lee", (await visitor.Page("/writer/ann-lee-2")).QuerySelector("h1")!.TextContent);
        await Keep(pia, "topics", "مرفأ ميرين");
        var arabic = (await visitor.Page("/sitemap-pages.xml")).QuerySelectorAll("loc").Select(place => place.TextContent).Single(place => place.Contains("/topic/", StringComparison.Ordinal));
        Assert.Equal("مرفأ ميرين", (await visitor.Page(new Uri(arabic).PathAndQuery)).QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task Only_those_who_run_the_paper_keep_them()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var jon = await newsroom.SignedIn("jon");
        using var visitor = newsroom.Visitor();
        foreach (var path in new[] { "/desk/topics", "/desk/writers", "/desk/storylines", "/desk/texts", "/desk/topics/new" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await jon.GetAsync(path, Newsroom.Stop)).StatusCode);
            Assert.StartsWith("/sign-in", (await visitor.GetAsync(path, Newsroom.Stop)).Headers.Location?.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_form_of_another_site_changes_nothing()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var pia = await newsroom.SignedIn("pia");
        var storyline = await Keep(pia, "storylines", "The gate");
        foreach (var path in new[] { "/desk/topics", $"/desk/storylines/{storyline}", $"/desk/storylines/{storyline}/due", $"/desk/storylines/{storyline}/remove", "/desk/texts/about" })
        {
            using var sent = new FormUrlEncodedContent([new("Name", "Stolen"), new("On", "2999-01-01"), new("What", "Stolen"), new("Body", "Stolen")]);
            Assert.Equal(HttpStatusCode.BadRequest, (await pia.PostAsync(path, sent, Newsroom.Stop)).StatusCode);
        }
        Assert.DoesNotContain("Stolen", await pia.GetStringAsync($"/desk/storylines/{storyline}", Newsroom.Stop), StringComparison.Ordinal);
    }

    /// <summary>Makes one on its page, gives its number.</summary>
    static async Task<string> Keep(HttpClient pia, string part, string name, Dictionary<string, string>? more = null)
    {
        var kept = await pia.Submit($"/desk/{part}/new", "#subject", new Dictionary<string, string>(more ?? []) { ["Name"] = name });
        Assert.Equal(HttpStatusCode.Redirect, kept.StatusCode);
        return kept.Headers.Location!.ToString().Split('/')[^1].Split('?')[0];
    }
}
