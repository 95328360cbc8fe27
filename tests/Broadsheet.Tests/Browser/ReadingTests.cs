using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;
using static Microsoft.Playwright.Assertions;

namespace Broadsheet.Tests.Browser;

[Trait("Speed", "Slow")]
public sealed class ReadingTests(OpenedPaper paper) : IClassFixture<OpenedPaper>
{
    /// <summary>Trial C116.</summary>
    [Fact]
    public async Task More_of_a_section_is_told_and_has_the_focus()
    {
        for (var story = 1; story <= 70; story++) await paper.Newsroom.Print(Printing.Gate with { Headline = $"Island story {story}" }, "islands");
        var page = await paper.Visitor();
        await page.GotoAsync("/islands");
        var read = await page.Locator("main :is(h2, h3) a").CountAsync();
        for (var pages = 1; await page.Locator("a[rel=next]").CountAsync() > 0; pages++)
        {
            await page.Locator("a[rel=next]").FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.Locator("#earlier")).ToBeFocusedAsync();
            var shown = await page.Locator("main :is(h2, h3) a").CountAsync();
            await Expect(page.Locator("#earlier")).ToHaveTextAsync(shown == 1 ? "Earlier: 1 story" : $"Earlier: {shown} stories");
            await page.Keyboard.PressAsync("Tab");
            await Expect(page.Locator("main article").First.Locator("a").First).ToBeFocusedAsync();
            await page.IsAccessible();
            read += shown;
            Assert.True(pages < 20);
        }
        Assert.Equal(70, read);
    }

    [Fact]
    public async Task A_wide_table_scrolls_by_itself_and_by_keyboard()
    {
        var cells = string.Concat(Enumerable.Repeat("<td>34 579</td>", 14));
        var number = await paper.Newsroom.Print(Printing.Gate with { Headline = "Votes", BodyHtml = $"<p>Votes:</p><table><tr>{cells}</tr></table>" });
        var page = await paper.Visitor(options => options.ViewportSize = new() { Width = 320, Height = 600 });
        await page.GotoAsync("/harbour/votes-" + number);
        await page.FitsItsWidth();
        await page.IsAccessible();
        // No figure is broken for the width's sake: each stands on one line.
        Assert.Equal(1, await page.Locator(".scrolls td").First.EvaluateAsync<int>("cell => { const all = document.createRange(); all.selectNodeContents(cell); return all.getClientRects().length; }"));
        await page.EmulateMediaAsync(new() { Media = Microsoft.Playwright.Media.Print });
        Assert.Equal("visible all", await page.Locator(".scrolls").EvaluateAsync<string>("table => getComputedStyle(table).overflowX + ' ' + getComputedStyle(table).columnSpan"));
        await page.EmulateMediaAsync(new() { Media = Microsoft.Playwright.Media.Screen });
        await page.Locator(".scrolls").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Newsroom.Eventually(() => page.Locator(".scrolls").EvaluateAsync<double>("table => table.scrollLeft"), left => left > 0);
    }
}
