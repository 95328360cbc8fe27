using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;
using Microsoft.Extensions.DependencyInjection;
using static Microsoft.Playwright.Assertions;

namespace Broadsheet.Tests.Browser;

[Trait("Speed", "Slow")]
public sealed class TimesTests(Chromium chromium)
{
    [Theory]
    [InlineData("en", "Europe/London", "Tuesday", "30 June 2026", "23:30 BST", "Updated", "British Summer Time")]
    [InlineData("de", "Europe/Berlin", "Mittwoch", "1. Juli 2026", "00:30\u00A0Uhr MESZ", "Aktualisiert", "Mitteleuropäische Sommerzeit")]
    public async Task Times_stand_in_the_editions_zone_and_language(string language, string zone, string weekday, string date, string time, string updated, string zoneInFull)
    {
        var clock = new SetClock { Now = new(2026, 6, 30, 22, 30, 0, TimeSpan.Zero) };
        await using var paper = await OpenedPaper.On(Database.Sqlite, chromium, services => services.AddSingleton<TimeProvider>(clock));
        await paper.Newsroom.Become(edition => (edition.Language, edition.Zone) = (language, zone));
        var number = await paper.Newsroom.Print(Printing.Gate);
        using var visitor = paper.Newsroom.Visitor();
        var address = await visitor.AddressOf(number);

        // Whoever reads it somewhere else sees the same.
        var page = await paper.Visitor(options => (options.TimezoneId, options.Locale) = ("America/New_York", "en-US"));
        await page.GotoAsync(address);
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", language);
        foreach (var part in new[] { weekday, date, time }) await Expect(page.Locator(".rail time").First).ToContainTextAsync(part);
        await Expect(page.Locator(".rail time").First).ToHaveAttributeAsync("datetime", "2026-06-30T22:30:00Z");
        await Expect(page.Locator(".foot")).ToContainTextAsync(zoneInFull);

        clock.Now = clock.Now.AddHours(26);
        await paper.Newsroom.Reprint(number, text => text with { Standfirst = "They want more." });
        await Newsroom.Eventually(async () => { await page.ReloadAsync(); return await page.Locator(".rail").InnerTextAsync(); }, rail => rail.Contains(updated, StringComparison.Ordinal));
        await page.GotoAsync("/");
        foreach (var words in language == "de" ? new[] { "Anmelden", "Alle Zeiten" } : ["Sign in", "Harbour"]) await Expect(page.Locator("body")).ToContainTextAsync(words);
        await page.Picture("front-" + language);
    }

    [Fact]
    public async Task The_german_desk_speaks_german()
    {
        await using var paper = await OpenedPaper.On(Database.Sqlite, chromium);
        await paper.Newsroom.Become(edition => (edition.Language, edition.Zone) = ("de", "Europe/Berlin"));
        var desk = await paper.SignedIn("jon");
        await desk.GotoAsync("/desk/wire");
        await Expect(desk.Locator(".bar time")).ToContainTextAsync(new System.Text.RegularExpressions.Regex(@"^\d\d[.:]\d\d MES?Z$"));
        await Expect(desk.Locator("#wire-empty")).ToContainTextAsync("Noch ist nichts eingetroffen.");
        await Desk.AgencyItems.Arrives(paper.Newsroom, new("urn:1", "Hafen zugefroren"));
        await Expect(desk.Locator("#wire-said")).ToHaveTextAsync("1 neue Meldung");
    }
}
