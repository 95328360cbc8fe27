using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;
using Microsoft.Playwright;

namespace Broadsheet.Tests.Browser;

/// <summary>Trials of setting: small and wide screens, twice the size, long words, other languages.</summary>
[Trait("Speed", "Slow")]
public sealed class WidthTests(DemoPaper paper) : IClassFixture<DemoPaper>
{
    static readonly int[] widths = [320, 390, 768, 1280, 1600];
    static readonly string[] photographed = ["front", "story", "wire-preview", "editor"];

    [Theory, InlineData("en"), InlineData("de"), InlineData("ar")]
    public async Task Nothing_sticks_out_to_the_side(string language)
    {
        await paper.Newsroom.Become(edition => edition.Language = language);
        await paper.PutTheHardestOnTheFront();
        foreach (var group in PageTypes.ByReader)
        {
            var page = group.Key is { } handle ? await paper.SignedIn(handle) : await paper.Visitor();
            foreach (var name in group)
            {
                await paper.Lead(page, name);
                Assert.Equal(language == "ar" ? "rtl" : "ltr", await page.EvaluateAsync<string>("getComputedStyle(document.body).direction"));
                foreach (var width in widths)
                {
                    await page.SetViewportSizeAsync(width, 900);
                    await page.FitsItsWidth();
                    if (width is 390 or 1280 && (language == "ar" || (language == "de" && photographed.Contains(name)))) await page.Picture($"{name}-{width}-{language}");
                }
            }
            await page.Context.CloseAsync();
        }
    }

    [Theory, InlineData("The Mumbling Millwrightsmen"), InlineData("Überlinger Ärztezeitung"), InlineData("L’Écho de la Baie"), InlineData("WOCHENBLATT"), InlineData("Donaudampfschifffahrtsgesellschaftsblatt"), InlineData("صحيفة المرفأ والميناء")]
    public async Task Any_name_of_a_paper_fits_over_its_front_page(string name)
    {
        var before = paper.Newsroom.Get<Broadsheet.Edition.CurrentEdition>().Facts.Paper.Name;
        await paper.Newsroom.Become(edition => (edition.Name, edition.Language) = (name, name[0] > 'Ѐ' ? "ar" : "de"));
        var page = await paper.Visitor();
        await page.GotoAsync("/");
        foreach (var width in widths)
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.FitsItsWidth();
            // Within the margins, not only within the screen.
            Assert.True(await page.EvaluateAsync<bool>("() => { const name = document.createRange(), sheet = document.querySelector('.top').getBoundingClientRect(); name.selectNodeContents(document.querySelector('.nameplate')); return [...name.getClientRects()].every(line => line.left > sheet.left - 8 && line.right < sheet.right + 1); }"), $"{name} at {width}");
        }
        await page.Picture("nameplate-" + name[..5].Replace(' ', '-'));
        await paper.Newsroom.Become(edition => edition.Name = before);
    }

    [Theory, InlineData("en"), InlineData("ar")]
    public async Task On_a_phone_the_section_one_is_in_is_seen_and_the_page_stays_where_it_was(string language)
    {
        await paper.Newsroom.Become(edition => edition.Language = language);
        var page = await paper.Visitor(options => options.ViewportSize = new() { Width = 320, Height = 480 });
        await page.GotoAsync("/opinion");
        await Newsroom.Eventually(() => page.Locator(".sections [aria-current]").EvaluateAsync<bool>("section => { const { left, right } = section.getBoundingClientRect(); return left >= 0 && right <= innerWidth; }"), seen => seen);

        await page.GotoAsync("/corrections");
        await page.GotoAsync(await page.Locator("main .dated a").First.GetAttributeAsync("href") ?? "");
        await page.EvaluateAsync("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        Assert.True(await page.EvaluateAsync<double>("scrollY") > 480);
    }

    [Fact]
    public async Task At_twice_the_size_nothing_sticks_out_either()
    {
        await paper.Newsroom.Become(edition => edition.Language = "en");
        await paper.PutTheHardestOnTheFront();
        foreach (var group in PageTypes.ByReader)
        {
            Action<BrowserNewContextOptions> zoomed = options => (options.ViewportSize, options.DeviceScaleFactor) = (new() { Width = 640, Height = 450 }, 2);
            var page = group.Key is { } handle ? await paper.SignedIn(handle, zoomed) : await paper.Visitor(zoomed);
            foreach (var name in group)
            {
                await paper.Lead(page, name);
                await page.FitsItsWidth();
            }
            await page.Context.CloseAsync();
        }
    }
}
