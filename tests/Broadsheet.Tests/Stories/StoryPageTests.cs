using System.Net;
using Broadsheet.Stories;
using Broadsheet.Tests.World;
using Microsoft.Extensions.DependencyInjection;

namespace Broadsheet.Tests.Stories;

public sealed class StoryPageTests
{
    [Theory, OnBothDatabases]
    public async Task A_reader_sees_the_story(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var picture = await newsroom.Hang();
        var published = new DateTimeOffset(2026, 11, 24, 14, 32, 0, TimeSpan.Zero);
        var number = await newsroom.Print(Printing.Gate with { CreditLine = "Meridian", PictureNumber = picture }, at: published);
        await newsroom.Print(Printing.Gate with { Headline = "Two rescued" });
        await newsroom.Print(Printing.Gate with { Headline = "Elsewhere" }, "islands");
        using var visitor = newsroom.Visitor();
        var address = await visitor.AddressOf(number);

        var page = await visitor.Page(address);

        Assert.Equal($"/harbour/harbour-board-delays-the-second-tide-gate-{number}", address);
        Assert.Equal("Harbour board delays the second tide gate – The Merrin Post", page.Title);
        Assert.Equal("Harbour", page.QuerySelector(".head p.ui a[href='/harbour']")?.TextContent);
        Assert.Equal("Harbour board delays the second tide gate", page.QuerySelector("h1")?.TextContent);
        Assert.Equal("Members asked for a clearer picture.", page.QuerySelector(".standfirst")?.TextContent);
        Assert.Equal("Members asked for a clearer picture.", page.QuerySelector("meta[name=description]")?.GetAttribute("content"));
        Assert.Equal("By Tomas Ekwall, with Meridian", page.QuerySelector(".byline")?.TextContent);
        Assert.Equal("Tuesday 24 November 2026, 14:32 GMT", page.QuerySelector(".rail time")?.TextContent);
        Assert.Equal("2026-11-24T14:32:00Z", page.QuerySelector(".rail time")?.GetAttribute("datetime"));
        Assert.Single(page.QuerySelectorAll(".rail time"));
        Assert.Equal("Merrin – The board put off its decision.", page.QuerySelector(".body p")?.TextContent);
        Assert.EndsWith(address, page.QuerySelector("link[rel=canonical]")?.GetAttribute("href"), StringComparison.Ordinal);
        var shown = page.QuerySelector(".picture.broad img")!;
        Assert.Equal(("/media/0123456789abcdef-b800.jpg", "1200", "600", "A gate"), (shown.GetAttribute("src"), shown.GetAttribute("width"), shown.GetAttribute("height"), shown.GetAttribute("alt")));
        Assert.Equal("Drawing: Ines Morrow", page.QuerySelector("figcaption .credit")?.TextContent);
        var mail = page.QuerySelector(".share a")?.GetAttribute("href");
        Assert.StartsWith("mailto:?subject=Harbour%20board%20delays", mail, StringComparison.Ordinal);
        Assert.Contains(Uri.EscapeDataString(address), mail, StringComparison.Ordinal);
        Assert.Equal("Two rescued", Assert.Single(page.QuerySelectorAll(".side li a")).TextContent);
        Assert.Equal("true", page.QuerySelector(".sections a[href='/harbour']")?.GetAttribute("aria-current"));
        Assert.Null(page.QuerySelector("[style], [onclick], script:not([src], [type='application/ld+json'])"));
    }

    [Theory, OnBothDatabases]
    public async Task An_update_says_when_and_the_day_too_if_it_was_another(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var today = await newsroom.Print(Printing.Gate);
        var earlier = await newsroom.Print(Printing.Gate, at: newsroom.Now().AddDays(-3));
        await newsroom.Reprint(today, text => text);
        await newsroom.Reprint(earlier, text => text);
        using var visitor = newsroom.Visitor();

        // Unless midnight fell between: then both have a day.
        var sameDay = (await visitor.Page(await visitor.AddressOf(today))).QuerySelectorAll(".rail p")[1].TextContent;
        var another = (await visitor.Page(await visitor.AddressOf(earlier))).QuerySelectorAll(".rail p")[1].TextContent;

        Assert.Matches("^Updated ([0-9]+ [A-Z][a-z]+, )?[0-9]{2}:[0-9]{2}$", sameDay);
        Assert.Matches("^Updated [0-9]+ [A-Z][a-z]+, [0-9]{2}:[0-9]{2}$", another);
    }

    [Theory, OnBothDatabases]
    public async Task A_story_of_an_agency_names_it_and_a_byline_is_not_said_twice(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var agency = await newsroom.Print(Printing.Gate with { Byline = "", CreditLine = "Norra Wire" });
        var sent = await newsroom.Print(Printing.Gate with { Byline = "By Karin Holt", CreditLine = "" });
        var nobody = await newsroom.Print(Printing.Gate with { Byline = "", CreditLine = "", Standfirst = "", Dateline = "" });
        using var visitor = newsroom.Visitor();

        Assert.Equal("By Norra Wire", (await visitor.Page(await visitor.AddressOf(agency))).QuerySelector(".byline")?.TextContent);
        Assert.Equal("By Karin Holt", (await visitor.Page(await visitor.AddressOf(sent))).QuerySelector(".byline")?.TextContent);
        var bare = await visitor.Page(await visitor.AddressOf(nobody));
        Assert.Null(bare.QuerySelector(".byline, .standfirst, .dateline, .picture, meta[name=description]"));
    }

    [Theory, OnBothDatabases]
    public async Task The_number_decides_and_everything_else_leads_to_the_true_address(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var number = await newsroom.Print(Printing.Gate);
        using var visitor = newsroom.Visitor();
        var address = await visitor.AddressOf(number);

        foreach (var other in new[] { $"/islands/harbour-board-delays-the-second-tide-gate-{number}", $"/harbour/anything-{number}", $"/harbour/{number}", $"/Harbour/harbour-board-delays-the-second-tide-gate-{number}", address + "/", $"/harbour/harbour-board-delays-the-second-tide-gate-0{number}" })
        {
            var answer = await visitor.GetAsync(other, Newsroom.Stop);
            Assert.Equal((HttpStatusCode.MovedPermanently, address), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        }

        await newsroom.Reprint(number, text => text with { Headline = "A third delay" }, "islands");
        var moved = await Newsroom.Eventually(() => visitor.GetAsync(address, Newsroom.Stop), answer => answer.StatusCode == HttpStatusCode.MovedPermanently);
        Assert.Equal($"/islands/a-third-delay-{number}", moved.Headers.Location?.OriginalString);
    }

    [Theory, OnBothDatabases]
    public async Task What_is_not_published_yet_is_not_there(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var draft = await newsroom.Draft(Printing.Gate);
        var embargoed = await newsroom.Print(Printing.Gate with { Headline = "A secret until tomorrow" }, embargo: newsroom.Now().AddDays(1));
        var open = await newsroom.Print(Printing.Gate, embargo: newsroom.Now().AddDays(-1));
        using var visitor = newsroom.Visitor();

        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"/harbour/x-{draft}", Newsroom.Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"/harbour/a-secret-until-tomorrow-{embargoed}", Newsroom.Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/harbour/x-999999", Newsroom.Stop)).StatusCode);
        foreach (var path in new[] { "/", "/harbour", await visitor.AddressOf(open) })
            Assert.DoesNotContain("A secret", await visitor.GetStringAsync(path, Newsroom.Stop), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_story_appears_everywhere_when_its_embargo_ends(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var open = await newsroom.Print(Printing.Gate);
        await newsroom.Print(Printing.Gate with { Headline = "A secret for two seconds" }, embargo: newsroom.Now().AddSeconds(2));
        using var visitor = newsroom.Visitor();
        var address = await visitor.AddressOf(open);
        foreach (var path in new[] { "/", "/harbour", address }) await visitor.GetStringAsync(path, Newsroom.Stop);

        foreach (var path in new[] { "/", "/harbour", address })
            await Newsroom.Eventually(() => visitor.GetStringAsync(path, Newsroom.Stop), page => page.Contains("A secret for two seconds", StringComparison.Ordinal));
    }

    [Theory, OnBothDatabases]
    public async Task A_withdrawn_story_is_gone_with_its_reason_and_leaves_every_list(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var number = await newsroom.Print(Printing.Gate with { Headline = "Minister resigns" });
        var other = await newsroom.Print(Printing.Gate);
        using var visitor = newsroom.Visitor();
        var (address, otherAddress) = (await visitor.AddressOf(number), await visitor.AddressOf(other));
        foreach (var path in new[] { "/", "/harbour", otherAddress }) Assert.Contains("Minister resigns", await visitor.GetStringAsync(path, Newsroom.Stop), StringComparison.Ordinal);
        await visitor.GetStringAsync(address, Newsroom.Stop);

        await newsroom.Withdraw(number, "The agency recalled its <report>.");

        var gone = await Newsroom.Eventually(() => visitor.GetAsync(address, Newsroom.Stop), answer => answer.StatusCode == HttpStatusCode.Gone);
        var page = await FormPosts.Document(gone);
        Assert.Equal("This story has been withdrawn", page.QuerySelector(".killed h1")?.TextContent);
        var said = page.QuerySelectorAll(".killed .small").Select(paragraph => paragraph.TextContent).ToList();
        Assert.Equal("The agency recalled its <report>.", said[0]);
        Assert.StartsWith("We published it from ", said[1], StringComparison.Ordinal);
        Assert.DoesNotContain("Minister resigns", page.DocumentElement.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Gone, (await visitor.GetAsync(address, Newsroom.Stop)).StatusCode);
        foreach (var path in new[] { "/", "/harbour", otherAddress })
            await Newsroom.Eventually(() => visitor.GetStringAsync(path, Newsroom.Stop), text => !text.Contains("Minister resigns", StringComparison.Ordinal));
    }

    [Theory, OnBothDatabases]
    public async Task An_impossible_address_is_refused_and_breaks_nothing(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await newsroom.Print(Printing.Gate);
        using var visitor = newsroom.Visitor();

        foreach (var path in new[]
        {
            "/nowhere", "/harbour/x", "/harbour/-", "/harbour/x-", "/harbour/x-1000x", "/harbour/x--1000x", "/harbour/x-99999999999999999999999", "/harbour/9223372036854775808",
            "/harbour/x-%D9%A1%D9%A0%D9%A0%D9%A0", "/harbour/x-1000/y", "/%00", "/harbour/%00-1000", "/%zz", "/harbour/%zz", "/harbour/%C3%28", "/harbour/%FF%FE", "/harbour/..%2f..%2fetc", "/%F0%9F%98%80",
            "/" + new string('a', 7000), "/harbour/" + new string('a', 20_000), "/harbour?after=", "/harbour?after=x", "/harbour?after=1-2-3", "/harbour?after=999999999999999999-1", "/harbour?after=-1-1", "/harbour?after=1", "/harbour?after=1-99999999999999999999",
            "/harbour?after=%00", "/desk/nothing", "/search/x-1000", "/media/..%2fbroadsheet.db",
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(newsroom.Address.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
            using var answer = await visitor.SendAsync(request, Newsroom.Stop);
            Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, $"{path[..Math.Min(80, path.Length)]} answers {(int)answer.StatusCode}");
        }
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.GetAsync("/harbour?after=x", Newsroom.Stop)).StatusCode);
        Assert.EndsWith("/harbour?after=1-1", (await visitor.Page("/harbour?after=1-1")).QuerySelector("link[rel=canonical]")!.GetAttribute("href"), StringComparison.Ordinal);
        var missing = await visitor.GetAsync("/nowhere", Newsroom.Stop);
        Assert.Equal("There is no such page", (await FormPosts.Document(missing)).QuerySelector("h1")?.TextContent);
    }

    [Theory, OnBothDatabases]
    public async Task A_hostile_body_reaches_no_page(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        const string Hostile = """
            <p onclick="alert(1)" style="color:red">First <script>alert(2)</script><img src=x onerror="alert(3)"><a href="javascript:alert(4)">here</a> <a href=" jAvAsCrIpT:alert(5)">there</a></p>
            <svg/onload=alert(6)></svg><iframe src="https://evil.example"></iframe><form action="https://evil.example"><input name="a"></form><style>*{display:none}</style><base href="https://evil.example/">
            <p>Last <a href="https://good.example/?a=1&amp;b=2">one</a> &lt;b&gt;</p>
            """;
        var number = await newsroom.Print(Printing.Gate with { BodyHtml = Hostile, Dateline = "<i>Merrin</i>", Byline = "<b>Bold</b>", CreditLine = "\"><script>alert(8)</script>", Standfirst = "\" onload=\"alert(9)" });
        using var visitor = newsroom.Visitor();

        var page = await visitor.Page(await visitor.AddressOf(number));

        Assert.Empty(page.QuerySelectorAll("main script, main style, main iframe, main form, main input, main base, main .body svg, main .body img, [onclick], [onload], [onerror], [style]"));
        Assert.DoesNotContain(page.QuerySelectorAll("a"), link => link.GetAttribute("href")!.Contains("script", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("https://good.example/?a=1&b=2", page.QuerySelector(".body a[href^='https://good']")?.GetAttribute("href"));
        Assert.Equal("<i>Merrin</i>", page.QuerySelector(".dateline")?.TextContent);
        Assert.Contains("<b>Bold</b>", page.QuerySelector(".byline")?.TextContent, StringComparison.Ordinal);
        Assert.EndsWith("<b>", page.QuerySelector(".body")?.TextContent.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_headline_is_shown_as_it_was_typed(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        const string Typed = "</script><b>\"A & B\" \\ O'Neil <!-- 5 > 3\u2028";
        var number = await newsroom.Print(Printing.Gate with { Headline = Typed });
        using var visitor = newsroom.Visitor();
        var address = await visitor.AddressOf(number);

        var page = await visitor.Page(address);

        Assert.Equal($"/harbour/script-b-a-b-oneil-5-3-{number}", address);
        Assert.Equal(Typed, page.QuerySelector("h1")?.TextContent);
        Assert.Equal($"{Typed} – The Merrin Post", page.QuerySelector("title")?.TextContent);
        Assert.Contains($"subject={Uri.EscapeDataString(Typed)}&", page.QuerySelector(".share a")?.GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal(Typed, (await visitor.Page("/harbour")).QuerySelector("h2 a")?.TextContent);
    }

    [Theory, OnBothDatabases]
    public async Task A_headline_in_any_script_has_an_address(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var visitor = newsroom.Visitor();
        foreach (var (headline, slug) in new[] { ("👩‍👩‍👧‍👦 🎉", ""), ("مجلس الميناء يؤجل", "مجلس-الميناء-يؤجل"), ("Þorvaldur Ås: ein Größter", "þorvaldur-ås-ein-größter"), ("नमस्ते दुनिया", "नमस्ते-दुनिया") })
        {
            var number = await newsroom.Print(Printing.Gate with { Headline = headline });
            var address = await visitor.AddressOf(number);
            Assert.Equal(slug.Length == 0 ? $"/harbour/{number}" : $"/harbour/{Uri.EscapeDataString(slug)}-{number}", address);
            Assert.All(address, sign => Assert.True(char.IsAscii(sign)));
            Assert.Equal(headline, (await visitor.Page(address)).QuerySelector("h1")?.TextContent);
            await Newsroom.Eventually(async () => (await visitor.Page("/harbour")).QuerySelector($".cols a[href$='{number}']")?.GetAttribute("href"), link => link == address);
        }
    }

    [Theory, OnBothDatabases]
    public async Task An_opinion_stands_in_italics(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var number = await newsroom.Print(Printing.Gate with { Kind = StoryKind.Opinion });
        using var visitor = newsroom.Visitor();
        Assert.NotNull((await visitor.Page(await visitor.AddressOf(number))).QuerySelector("h1.view"));
    }

    [Theory, OnBothDatabases]
    public async Task Another_years_day_says_its_year_wherever_it_stands(Database database)
    {
        var clock = new SetClock { Now = new(2027, 1, 3, 12, 38, 0, TimeSpan.Zero) };
        await using var newsroom = await Newsroom.Open(database, services: services => services.AddSingleton<TimeProvider>(clock));
        var old = new DateTimeOffset(2026, 10, 25, 9, 36, 0, TimeSpan.Zero);
        var (first, second) = (await newsroom.Print(Printing.Gate, at: old), await newsroom.Print(Printing.Gate with { Headline = "The ferry goes" }, at: old.AddHours(1)));
        using var visitor = newsroom.Visitor();
        using var pia = await newsroom.SignedIn("pia");
        var address = await visitor.AddressOf(first);

        Assert.All((await visitor.Page("/harbour")).QuerySelectorAll("main time"), time => Assert.Equal("25 Oct 2026", time.TextContent));
        Assert.Equal("25 Oct 2026", (await visitor.Page(address)).QuerySelector(".side time")?.TextContent);
        await pia.Submit($"/desk/stories/{first}/publish", "#publish", new Dictionary<string, string> { ["How"] = "correction", ["Told"] = "The gate is the first." });
        var corrected = await Newsroom.Eventually(() => visitor.Page(address), page => page.QuerySelector(".mend") is not null);
        Assert.Equal("Correction, 3 Jan 2027, 12:38.", corrected.QuerySelector(".mend strong")?.TextContent);

        await newsroom.Withdraw(second, "It did not go.");
        var gone = await Newsroom.Eventually(() => visitor.Page("/harbour/the-ferry-goes-" + second), page => page.QuerySelector(".killed") is not null);
        Assert.Equal("3 Jan, 12:38", gone.QuerySelector(".killed time")?.TextContent);
        Assert.Contains("from 25 Oct 2026, 10:36 to 3 Jan 2027, 12:38.", gone.QuerySelector(".killed")!.TextContent, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_german_edition_speaks_german_in_its_own_zone(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await newsroom.Become(paper => (paper.Language, paper.Zone) = ("de", "Europe/Berlin"));
        var number = await newsroom.Print(Printing.Gate, at: new DateTimeOffset(2026, 11, 24, 14, 32, 0, TimeSpan.Zero));
        using var visitor = newsroom.Visitor();

        var page = await visitor.Page(await visitor.AddressOf(number));

        Assert.Equal("de", page.DocumentElement.GetAttribute("lang"));
        Assert.Equal("Dienstag, 24. November 2026, 15:32\u00A0Uhr MEZ", page.QuerySelector(".rail time")?.TextContent);
        Assert.Equal("Von Tomas Ekwall", page.QuerySelector(".byline")?.TextContent);
        Assert.Equal("Anmelden", page.QuerySelector(".tools a[href='/sign-in']")?.TextContent.Trim());
        Assert.Matches("Alle Zeiten: Mitteleuropäische (Sommerz|Z)eit", page.QuerySelector(".foot")?.TextContent);
        Assert.Equal("Diese Seite gibt es nicht", (await visitor.Page("/nirgends")).QuerySelector("h1")?.TextContent);
        Assert.Matches("^[A-Z][a-z]+, [0-9]+\\. .+ [0-9]{4}, [0-9:]{5}\u00A0Uhr MES?Z$", (await visitor.Page("/")).QuerySelector(".ears time")?.TextContent);
    }

    [Theory, OnBothDatabases]
    public async Task An_arabic_edition_runs_from_right_to_left(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await newsroom.Become(paper => paper.Language = "ar");
        var number = await newsroom.Print(Printing.Gate);
        using var visitor = newsroom.Visitor();
        foreach (var path in new[] { "/", "/harbour", await visitor.AddressOf(number), "/nowhere" })
        {
            var html = (await visitor.Page(path)).DocumentElement;
            Assert.Equal(("ar", "rtl"), (html.GetAttribute("lang"), html.GetAttribute("dir")));
        }
    }
}
