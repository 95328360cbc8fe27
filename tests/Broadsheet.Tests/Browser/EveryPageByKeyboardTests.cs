using Microsoft.Playwright;

namespace Broadsheet.Tests.Browser;

/// <summary>What holds for each kind of page there is, for who has no mouse. A class of its own, so that it runs beside the others.</summary>
[Trait("Speed", "Slow")]
public sealed class EveryPageByKeyboardTests(DemoPaper paper) : IClassFixture<DemoPaper>
{
    public static TheoryData<string> Pages => PageTypes.Names;

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
