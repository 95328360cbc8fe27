using Microsoft.Playwright;

namespace Broadsheet.Tests.Browser;

/// <summary>What holds for each kind of page there is.</summary>
[Trait("Speed", "Slow")]
public sealed class EveryPageTests(DemoPaper paper) : IClassFixture<DemoPaper>
{
    public static TheoryData<string> Pages => PageTypes.Names;

    [Theory, MemberData(nameof(Pages))]
    public async Task Shuts_nobody_out_in_the_light_or_in_the_dark(string name)
    {
        var page = await paper.Open(name, options => (options.ColorScheme, options.ReducedMotion) = (ColorScheme.Light, ReducedMotion.Reduce));
        await page.IsAccessible();
        await page.Picture($"{name}-1280");
        await page.SetViewportSizeAsync(390, 844);
        await page.Picture($"{name}-390");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.IsAccessible();
        await page.Picture($"{name}-390-dark");
        await page.SetViewportSizeAsync(1280, 900);
        await page.Picture($"{name}-1280-dark");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light, Media = Microsoft.Playwright.Media.Print });
        await page.SetViewportSizeAsync(794, 1123); // a sheet of A4
        await page.Picture($"{name}-print");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Keeps_to_its_policy_and_asks_no_other_host()
    {
        foreach (var group in PageTypes.ByReader)
        {
            var page = group.Key is { } handle ? await paper.SignedIn(handle) : await paper.Visitor();
            var watch = await PageWatch.Over(page, paper.Newsroom.Address);
            foreach (var name in group)
            {
                await paper.Lead(page, name);
                await page.WaitForFunctionAsync("document.readyState === 'complete'");
            }
            watch.FindsNothing();
            Assert.Contains(watch.Requests, url => url.Contains("/assets/", StringComparison.Ordinal));
            await page.Context.CloseAsync();
        }
    }
}
