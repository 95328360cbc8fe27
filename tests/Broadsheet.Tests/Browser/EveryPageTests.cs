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

    [Theory, MemberData(nameof(Pages))]
    public async Task Is_walked_by_keyboard_with_the_focus_in_sight(string name)
    {
        var page = await paper.Open(name);
        const string fromTheTop = "() => { document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex'); scrollTo(0, 0); }";
        await page.EvaluateAsync(fromTheTop);
        await page.Keyboard.PressAsync("Tab");
        var first = page.Locator(":focus");
        await Assertions.Expect(first).ToHaveClassAsync(new System.Text.RegularExpressions.Regex(@"\bskip\b"));
        Assert.True((await first.BoundingBoxAsync()) is { Width: > 40, Height: > 20, X: >= 0, Y: >= 0 }, "The skip link is not seen.");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        Assert.True(await page.EvaluateAsync<bool>("document.querySelector('main').contains(document.activeElement) || !document.querySelector('main :is(a, button, input, select, textarea)')"), "The skip link leads past the text.");

        await page.EvaluateAsync(fromTheTop);
        var walked = new HashSet<string>();
        for (var step = 0; step < 200; step++)
        {
            await page.Keyboard.PressAsync("Tab");
            var stop = await page.EvaluateAsync<string?>("""
                () => {
                  const at = document.activeElement;
                  if (!at || at === document.body) return null;
                  const style = getComputedStyle(at), box = at.getBoundingClientRect();
                  const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight;
                  at.dataset.walked ??= String(window.walked = (window.walked ?? 0) + 1);
                  return `${seen ? 'seen' : 'unseen'} ${at.dataset.walked} ${at.outerHTML.slice(0, 200)}`;
                }
                """);
            if (stop is null) break;
            Assert.StartsWith("seen", stop, StringComparison.Ordinal);
            if (!walked.Add(stop.Split(' ')[1])) break;
        }
        Assert.NotEmpty(walked);
        await page.Context.CloseAsync();
    }
}
