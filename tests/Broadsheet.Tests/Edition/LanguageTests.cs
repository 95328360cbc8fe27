using System.Globalization;
using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;
using Broadsheet.Wire;
using Broadsheet.Words;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Tests.Edition;

/// <summary>The paper in its language: dates, numbers, plurals, direction, whatever the machine is set to.</summary>
public sealed class LanguageTests
{
    // By the plural rules of the Unicode CLDR.
    [Theory]
    [InlineData("en", 0, "other"), InlineData("en", 1, "one"), InlineData("en", 2, "other"), InlineData("de", 1, "one"), InlineData("de", 0, "other")]
    [InlineData("fr", 0, "one"), InlineData("fr", 1, "one"), InlineData("fr", 2, "other"), InlineData("fr", 100, "other")]
    [InlineData("ar", 0, "zero"), InlineData("ar", 1, "one"), InlineData("ar", 2, "two"), InlineData("ar", 3, "few"), InlineData("ar", 10, "few"), InlineData("ar", 11, "many"), InlineData("ar", 99, "many")]
    [InlineData("ar", 100, "other"), InlineData("ar", 101, "other"), InlineData("ar", 102, "other"), InlineData("ar", 103, "few"), InlineData("ar", 111, "many"), InlineData("ar", 1_000_011, "many"), InlineData("ar", 1000, "other")]
    public void A_number_takes_the_form_its_language_has_for_it(string language, long number, string form) => Assert.Equal(form, Plural.Form(number, new CultureInfo(language)));

    [Theory]
    [InlineData("en", "Wednesday 25 November 2026", "1,234.5")]
    [InlineData("de", "Mittwoch, 25. November 2026", "1.234,5")]
    [InlineData("fr", "mercredi 25 novembre 2026", "1\u202f234,5")]
    [InlineData("ar", "الأربعاء 25 نوفمبر 2026", "1,234.5")]
    public async Task Dates_and_numbers_are_the_papers_also_on_a_machine_that_counts_other_years(string language, string date, string number)
    {
        await using var paper = await Newsroom.Open(Database.Sqlite);
        await paper.Become(edition => edition.Language = language);
        foreach (var machine in Machines)
        {
            CultureInfo.CurrentCulture = new CultureInfo(machine);
            var culture = paper.Get<CurrentEdition>().Facts.Culture;
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = culture;
            var say = paper.Get<IStringLocalizer<FrameWords>>();
            Assert.Equal(date, paper.Get<PaperTime>().InWords(new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero), say["DatePattern"]));
            Assert.Equal(number, 1234.5.ToString("N1", CultureInfo.CurrentCulture));
        }
    }

    public static IEnumerable<string> Machines => ["en-US", "tr-TR", "fa-IR", "th-TH", "ar-SA"];

    [Theory, InlineData("ar-SA"), InlineData("fa-IR"), InlineData("th-TH"), InlineData("ar-EG"), InlineData("ar-LB")]
    public void A_paper_counts_the_years_of_the_news_and_writes_digits_all_can_read(string language)
    {
        var culture = PaperCulture.Of(language);
        Assert.Equal("25/2026", new DateTime(2026, 11, 25, 0, 0, 0, DateTimeKind.Unspecified).ToString("d/yyyy", culture).Replace(culture.DateTimeFormat.DateSeparator, "/", StringComparison.Ordinal));
        Assert.Equal("-1,234.5", (-1234.5).ToString("N1", culture));
    }

    [Fact]
    public async Task French_writes_the_first_of_a_month_as_an_ordinal()
    {
        await using var paper = await Newsroom.Open(Database.Sqlite);
        await paper.Become(edition => edition.Language = "fr");
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = paper.Get<CurrentEdition>().Facts.Culture;
        var time = paper.Get<PaperTime>();
        Assert.Equal("vendredi 1er mai 2026", time.InWords(new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero), "dddd d MMMM yyyy"));
        Assert.Equal("21 mai", time.InWords(new(2026, 5, 21, 12, 0, 0, TimeSpan.Zero), "d MMMM"));
    }

    [Theory]
    [InlineData("de", "Europe/Berlin", "MEZ", "Mitteleuropäische Zeit"), InlineData("en", "Europe/Berlin", "CET", "Central European Time"), InlineData("ar", "Europe/London", "GMT", "توقيت غرينتش")]
    [InlineData("ar", "Asia/Riyadh", "UTC+3", "UTC+3 (Asia/Riyadh)"), InlineData("en", "Asia/Kathmandu", "UTC+5:45", "UTC+5:45 (Asia/Kathmandu)"), InlineData("en", "America/Lima", "UTC-5", "UTC-5 (America/Lima)")]
    public async Task A_zone_has_the_name_it_goes_by(string language, string zone, string shortly, string full)
    {
        await using var paper = await Newsroom.Open(Database.Sqlite);
        await paper.Become(edition => (edition.Language, edition.Zone) = (language, zone));
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = paper.Get<CurrentEdition>().Facts.Culture;
        var (time, at) = (paper.Get<PaperTime>(), new DateTimeOffset(2026, 1, 20, 12, 0, 0, TimeSpan.Zero));
        Assert.Equal((shortly, full), (time.ZoneName(at), time.ZoneInFull(at)));
    }

    [Theory, InlineData("en", null, "Sign in"), InlineData("de", null, "Anmelden"), InlineData("fr", null, "Se connecter"), InlineData("ar", "rtl", "تسجيل الدخول")]
    public async Task A_page_speaks_the_papers_language_and_runs_its_way(string language, string? direction, string signIn)
    {
        await using var paper = await Newsroom.Open(Database.Sqlite);
        await paper.Become(edition => edition.Language = language);
        using var visitor = paper.Visitor();
        var front = await visitor.Page("/");
        Assert.Equal(language, front.DocumentElement.GetAttribute("lang"));
        Assert.Equal(direction, front.DocumentElement.GetAttribute("dir"));
        Assert.Contains(signIn, front.QuerySelector("nav.tools")!.TextContent, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Names_stand_in_the_order_of_the_language_whichever_the_database(Database database)
    {
        await using var paper = await Newsroom.Open(database);
        await paper.Become(edition => edition.Language = "de");
        foreach (var name in new[] { "Zett", "ddp", "Ärzteblatt", "AFP", "dpa", "Apa", "Österreich" }) await paper.Get<Sources>().EnsureSource(name, "Europe/Berlin", Newsroom.Stop);
        using var jon = await paper.SignedIn("jon");
        var inbox = await jon.Page("/desk/wire");
        Assert.Equal(["AFP", "Apa", "Ärzteblatt", "ddp", "dpa", "Österreich", "Zett"], inbox.QuerySelectorAll("select[name='source'] option").Select(option => option.TextContent.Trim()).Skip(1).Where(name => name != "wire"));
        using var ada = await paper.SignedIn("ada");
        var sources = (await ada.Page("/desk/sources")).QuerySelectorAll("main li h2, main tbody th, main tbody td:first-child").Select(name => name.TextContent.Trim()).ToList();
        Assert.True(sources.IndexOf("Ärzteblatt") is var at && at > sources.IndexOf("Apa") && at < sources.IndexOf("ddp"), string.Join(", ", sources));
    }

    [Fact]
    public async Task A_number_of_stories_is_told_in_each_form_of_Arabic()
    {
        await using var paper = await Newsroom.Open(Database.Sqlite);
        await paper.Become(edition => edition.Language = "ar");
        CultureInfo.CurrentUICulture = paper.Get<CurrentEdition>().Facts.Culture;
        var say = paper.Get<IStringLocalizer<StoriesWords>>();
        Assert.Equal(["لا مقالات", "مقال واحد", "مقالان", "3 مقالات", "11 مقالًا", "100 مقال"], new long[] { 0, 1, 2, 3, 11, 100 }.Select(number => say.Count("StoriesN", number)));
        Assert.Equal(["data-new-zero", "data-new-one", "data-new-two", "data-new-few", "data-new-many", "data-new-other"], say.Patterns("StoriesN", "new").Keys);
    }
}
