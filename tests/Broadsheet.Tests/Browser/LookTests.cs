using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Broadsheet.Tests.Browser;

/// <summary>Colours, type and what is loaded for them.</summary>
[Trait("Speed", "Slow")]
public sealed class LookTests(Chromium chromium)
{
    const string Paper = "getComputedStyle(document.documentElement).backgroundColor";
    const string Light = "rgb(243, 244, 241)", Dark = "rgb(19, 21, 23)";

    [Fact]
    public async Task A_reader_chooses_the_colours_once_for_all_pages_and_tabs()
    {
        await using var paper = await OpenedPaper.On(Database.Sqlite, chromium);
        await paper.Newsroom.Print(Printing.Gate);
        var page = await paper.Visitor(options => options.ColorScheme = ColorScheme.Light);
        await page.GotoAsync("/");
        Assert.Equal(Light, await page.EvaluateAsync<string>(Paper));
        await Expect(Choice(page, "system")).ToHaveAttributeAsync("aria-pressed", "true");
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync("/harbour");

        await Choice(page, "dark").ClickAsync();
        Assert.Equal(Dark, await page.EvaluateAsync<string>(Paper));
        await Expect(Choice(page, "dark")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(Choice(other, "dark")).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.Equal(Dark, await other.EvaluateAsync<string>(Paper));

        // Put on before the page is drawn: the first colour it ever has is the chosen one.
        await page.AddInitScriptAsync("new PerformanceObserver(seen => { window.firstPaper ??= " + Paper + "; }).observe({ type: 'paint', buffered: true })");
        await page.GotoAsync("/harbour");
        Assert.Equal(Dark, await Newsroom.Eventually(() => page.EvaluateAsync<string?>("window.firstPaper"), seen => seen is not null));
        Assert.Empty(await page.Context.CookiesAsync());

        // Paper is white and ink is black, whatever the screen's colours are.
        await page.EmulateMediaAsync(new() { Media = Microsoft.Playwright.Media.Print, ColorScheme = ColorScheme.Dark });
        Assert.Equal("rgb(255, 255, 255) rgb(20, 23, 26)", await page.EvaluateAsync<string>(Paper + " + ' ' + getComputedStyle(document.body).color"));
        await page.EmulateMediaAsync(new() { Media = Microsoft.Playwright.Media.Screen, ColorScheme = ColorScheme.Light });

        await Choice(page, "system").ClickAsync();
        Assert.Equal(Light, await page.EvaluateAsync<string>(Paper));
        await page.ReloadAsync();
        Assert.Equal(Light, await page.EvaluateAsync<string>(Paper));
        await page.IsAccessible();
    }

    [Fact]
    public async Task Without_script_or_storage_no_choice_is_offered_that_does_nothing()
    {
        await using var paper = await OpenedPaper.On(Database.Sqlite, chromium);
        var plain = await paper.Visitor(options => options.JavaScriptEnabled = false);
        await plain.GotoAsync("/");
        await Expect(plain.Locator(".theme")).ToBeHiddenAsync();
        var forgetful = await paper.Visitor(options => options.ColorScheme = ColorScheme.Light);
        await forgetful.AddInitScriptAsync("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('refused', 'SecurityError'); } })");
        await forgetful.GotoAsync("/");
        await Choice(forgetful, "dark").ClickAsync();
        Assert.Equal(Dark, await forgetful.EvaluateAsync<string>(Paper));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task The_whole_front_page_is_there_without_scrolling(bool hasScript)
    {
        await using var paper = await OpenedPaper.On(Database.Sqlite, chromium);
        foreach (var section in new[] { "harbour", "islands" })
        {
            for (var story = 1; story <= 12; story++) await paper.Newsroom.Print(Printing.Gate with { Headline = $"Story {story} of {section}" }, section);
        }
        var page = await paper.Visitor(options => (options.JavaScriptEnabled, options.ViewportSize) = (hasScript, new() { Width = 390, Height = 640 }));
        await page.GotoAsync("/");
        var blocks = page.Locator(".block");
        Assert.True(await blocks.CountAsync() > 1);
        await Newsroom.Eventually(() => blocks.Locator("h3").EvaluateAllAsync<bool>("all => all.every(headline => headline.checkVisibility({ contentVisibilityAuto: true }))"), all => all);
    }

    [Theory]
    [InlineData("en", "Harbour board delays the gate", "noto-", false)]
    [InlineData("en", "Harbour board delays the gate", "-ext", false)]
    [InlineData("en", "Šibenik i Łódź czekają", "stix-two-text-latin-ext-", true)]
    [InlineData("ar", "مجلس الميناء يؤجل بوابة المد", "noto-naskh-arabic", true)]
    public async Task A_scripts_type_is_fetched_where_a_page_has_its_letters(string language, string headline, string file, bool isFetched)
    {
        await using var paper = await OpenedPaper.On(Database.Sqlite, chromium);
        await paper.Newsroom.Become(edition => edition.Language = language);
        var story = await paper.Newsroom.Print(Printing.Gate with { Headline = headline });
        using var visitor = paper.Newsroom.Visitor();
        var page = await paper.Visitor();
        var fetched = new List<string>();
        page.Request += (_, request) => fetched.Add(request.Url);
        await page.GotoAsync(await visitor.AddressOf(story), new() { WaitUntil = WaitUntilState.NetworkIdle });
        await page.EvaluateAsync("document.fonts.ready");
        Assert.Equal(isFetched, fetched.Any(url => url.Contains(file, StringComparison.Ordinal)));
        Assert.DoesNotContain(fetched, url => url.Contains("/desk-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task In_forced_colours_the_current_part_is_still_marked()
    {
        await using var paper = await OpenedPaper.On(Database.Sqlite, chromium);
        await paper.Newsroom.Print(Printing.Gate);
        var page = await paper.Visitor(options => options.ForcedColors = ForcedColors.Active);
        await page.GotoAsync("/harbour");
        Assert.Equal("3px", await page.Locator(".sections [aria-current]").EvaluateAsync<string>("link => getComputedStyle(link).borderBlockEndWidth"));
        await page.IsAccessible();
        await page.Picture("forced-colours");
    }

    [Fact]
    public async Task A_browser_that_does_not_know_light_dark_gets_the_colours_written_out()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var visitor = newsroom.Visitor();
        var front = await visitor.Page("/");
        var css = await visitor.GetStringAsync(front.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href"), Newsroom.Stop);
        var fallback = css[css.IndexOf("@supports not (color: light-dark(", StringComparison.Ordinal)..];
        foreach (var colour in new[] { "--paper:", "--ink:", "--rule:", "--red-wash:", "--on-colour:" }) Assert.True(fallback.Split(colour).Length > 3, colour);
    }

    static ILocator Choice(IPage page, string theme) => page.Locator($"[data-choose-theme={theme}]");
}
