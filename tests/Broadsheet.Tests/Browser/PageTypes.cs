using Broadsheet.Desk.Editing;
using Broadsheet.Desk.Schedule;
using Broadsheet.Desk.ShownOutside;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;
using Microsoft.Playwright;

namespace Broadsheet.Tests.Browser;

/// <summary>Each kind of page there is, who sees it and how one gets there.</summary>
static class PageTypes
{
    static readonly Dictionary<string, (string? As, Func<DemoPaper, IPage, Task> Open)> all = new()
    {
        ["front"] = (null, At("/")),
        ["front-signed-in"] = ("jon", At("/")),
        ["section"] = (null, At("/politics")),
        ["section-earlier"] = (null, EarlierInSection),
        ["story"] = (null, LeadStory),
        ["story-hard-to-set"] = (null, async (paper, page) => await page.GotoAsync(await paper.AddressOf(paper.HardToSet))),
        ["story-arabic"] = (null, async (paper, page) => await page.GotoAsync(await paper.AddressOf(paper.Arabic))),
        ["opinion"] = (null, Opinion),
        ["topic"] = (null, At("/topic/floods")),
        ["writer"] = (null, At("/writer/elin-varga")),
        ["storyline"] = (null, At("/storyline/the-second-tide-gate-what-happened-what-is-due")),
        ["text"] = (null, At("/about")),
        ["text-unwritten"] = (null, At("/privacy")),
        ["corrections"] = (null, At("/corrections")),
        ["search"] = (null, At("/search?q=the")),
        ["search-nothing"] = (null, At("/search?q=" + Uri.EscapeDataString("</script> zeppelinwerft"))),
        ["withdrawn"] = (null, async (paper, page) => Assert.Equal(410, (await page.GotoAsync("/harbour/minister-leaves-" + paper.Withdrawn))!.Status)),
        ["not-found"] = (null, async (_, page) => Assert.Equal(404, (await page.GotoAsync("/harbour/no-such-9999"))!.Status)),
        ["sign-in"] = (null, At("/sign-in")),
        ["sign-in-refused"] = (null, RefusedSignIn),
        ["sign-in-link"] = (null, async (paper, page) => await page.GotoAsync(await paper.SignInPath("ida"))),
        ["sign-in-link-spent"] = (null, SpentLink),
        ["wire"] = ("jon", At("/desk/wire")),
        ["wire-preview"] = ("jon", async (paper, page) => await page.GotoAsync($"/desk/wire/{await paper.LineOf("Low Town power")}")),
        ["refused"] = ("jon", At("/desk/wire/refused")),
        ["wire-filtered"] = ("jon", At("/desk/wire?urgency=4&q=harbour")),
        ["sources"] = ("pia", At("/desk/sources")),
        ["source-new"] = ("pia", At("/desk/sources/new")),
        ["source"] = ("pia", async (_, page) => { await page.GotoAsync("/desk/sources"); await page.Locator(".sources h2 a").First.ClickAsync(); }
        ),
        ["source-refused"] = ("pia", async (_, page) =>
        {
            await page.GotoAsync("/desk/sources/new");
            await page.Locator("#Name").FillAsync("harbour");
            await page.Locator("#Feed").FillAsync("harbour.example");
            await page.Locator("#source button.go").ClickAsync();
            await page.Locator("#Feed-problem").WaitForAsync();
        }
        ),
        ["agency-newer"] = ("jon", async (paper, page) => await page.GotoAsync($"/desk/stories/{await paper.CorrectedByAgency()}/agency")),
        ["stories"] = ("jon", At("/desk/stories")),
        ["editor"] = ("jon", OfDraft("?copy=0")),
        ["editor-hard-to-set"] = ("jon", async (paper, page) => await page.GotoAsync($"/desk/stories/{paper.HardToSet}?copy=0")),
        ["editor-refused"] = ("jon", RefusedSave),
        ["conflict"] = ("pia", Conflict),
        ["publish"] = ("jon", OfDraft("/publish")),
        ["picture"] = (null, OfLeadStory),
        ["pictures"] = ("jon", At("/desk/pictures")),
        ["pictures-none-found"] = ("jon", At("/desk/pictures?q=nothing+of+that+name")),
        ["picture-form"] = ("jon", At("/desk/pictures/1000")),
        ["picture-used"] = ("pia", At("/desk/pictures/1000/delete")),
        ["picture-delete"] = ("pia", async (paper, page) => await page.GotoAsync($"/desk/pictures/{await paper.Newsroom.Hang()}/delete")),
        ["choose-picture"] = ("jon", OfDraft("/picture")),
        ["publish-hard-to-set"] = ("jon", async (paper, page) => await page.GotoAsync($"/desk/stories/{paper.HardToSet}/publish")),
        ["publish-time-refused"] = ("jon", async (paper, page) =>
        {
            await page.GotoAsync($"/desk/stories/{paper.Draft}/publish");
            await page.Locator("#On").FillAsync("2020-01-01");
            await page.Locator("#At").FillAsync("07:30");
            await page.Locator("#schedule button").ClickAsync();
            await page.Locator("#time-problem").WaitForAsync();
        }
        ),
        ["schedule"] = ("jon", At("/desk/schedule")),
        ["editor-scheduled"] = ("jon", Scheduled),
        ["delete"] = ("jon", OfDraft("/delete")),
        ["outside"] = ("jon", OfDraft("/outside")),
        ["outside-made"] = ("jon", async (paper, page) =>
        {
            await page.GotoAsync($"/desk/stories/{paper.Draft}/outside");
            await page.Locator("#For").FillAsync("Dr Alm, lawyer");
            await page.Locator("#make button").ClickAsync();
            await page.Locator("#made").WaitForAsync();
        }
        ),
        ["preview"] = (null, async (paper, page) => await page.GotoAsync($"/preview/{await paper.Newsroom.Get<PreviewLinks>().Make(paper.Draft, new PreviewForm { For = "Dr Alm" }, await paper.Newsroom.IdOf("pia"), Newsroom.Stop)}")),
        ["preview-gone"] = (null, async (_, page) => Assert.Equal(410, (await page.GotoAsync("/preview/long-ago"))!.Status)),
        ["withdraw"] = ("jon", async (paper, page) => await page.GotoAsync($"/desk/stories/{paper.HardToSet}/withdraw")),
        ["history"] = ("jon", OfDraft("/history")),
        ["revision"] = ("jon", OfDraft("/history/1")),
        ["front-order"] = ("jon", At("/desk/front")),
        ["paper"] = ("pia", At("/desk/paper")),
        ["people"] = ("ada", At("/desk/people")),
        ["people-refused"] = ("ada", async (_, page) =>
        {
            await page.GotoAsync("/desk/people");
            await page.Locator("#Email").FillAsync("pia@merrin.example");
            await page.Locator("#Handle").FillAsync("somebody");
            await page.Locator("#invite button").ClickAsync();
            await page.Locator("#Email-problem").WaitForAsync();
        }
        ),
        ["person"] = ("ada", async (paper, page) => await page.GotoAsync($"/desk/people/{await paper.Newsroom.IdOf("pia")}")),
        ["topics"] = ("pia", At("/desk/topics")),
        ["topic-new"] = ("pia", At("/desk/topics/new")),
        ["topic-refused"] = ("pia", async (_, page) =>
        {
            await page.GotoAsync("/desk/topics/new");
            await page.Locator("#Name").FillAsync("Floods");
            await page.Locator("#subject button.go").ClickAsync();
            await page.Locator("#Name-problem").WaitForAsync();
        }
        ),
        ["writers"] = ("pia", At("/desk/writers")),
        ["storylines"] = ("pia", At("/desk/storylines")),
        ["storyline-kept"] = ("pia", async (_, page) => { await page.GotoAsync("/desk/storylines"); await page.Locator(".subjects h2 a").First.ClickAsync(); }
        ),
        ["texts"] = ("pia", At("/desk/texts")),
        ["text-kept"] = ("pia", At("/desk/texts/about")),
        ["machine"] = ("ada", At("/desk/machine")),
        ["forbidden"] = ("ida", At("/desk/wire")),
    };

    public static TheoryData<string> Names => [.. all.Keys];

    /// <summary>Somebody who may see it, on that page.</summary>
    public static async Task<IPage> Open(this DemoPaper paper, string name, Action<BrowserNewContextOptions>? configure = null)
    {
        var page = all[name].As is { } handle ? await paper.SignedIn(handle, configure) : await paper.Visitor(configure);
        await paper.Lead(page, name);
        return page;
    }

    public static Task Lead(this DemoPaper paper, IPage page, string name) => all[name].Open(paper, page);

    /// <summary>All page types by who sees them, for a test that goes through them in one browser.</summary>
    public static IEnumerable<IGrouping<string?, string>> ByReader => all.GroupBy(page => page.Value.As, page => page.Key);

    static Func<DemoPaper, IPage, Task> At(string path) => (_, page) => page.GotoAsync(path);

    static Func<DemoPaper, IPage, Task> OfDraft(string part) => (paper, page) => page.GotoAsync($"/desk/stories/{paper.Draft}{part}");

    static async Task EarlierInSection(DemoPaper paper, IPage page)
    {
        await page.GotoAsync("/harbour");
        if (await page.Locator("a[rel=next]").CountAsync() > 0) await page.Locator("a[rel=next]").ClickAsync();
    }

    static async Task LeadStory(DemoPaper paper, IPage page)
    {
        await page.GotoAsync("/");
        await page.Locator(".first h2 a").ClickAsync();
    }

    static async Task OfLeadStory(DemoPaper paper, IPage page)
    {
        await LeadStory(paper, page);
        await page.Locator("a.credit").ClickAsync();
    }

    static async Task Opinion(DemoPaper paper, IPage page)
    {
        await page.GotoAsync("/opinion");
        await page.Locator("main h2 a, main h3 a").First.ClickAsync();
    }

    static async Task RefusedSignIn(DemoPaper paper, IPage page)
    {
        await page.GotoAsync("/sign-in");
        await page.Locator("#email").FillAsync("nobody@merrin.example");
        await page.Locator("#password").FillAsync("not the password");
        await page.Locator("main form button").ClickAsync();
    }

    static async Task SpentLink(DemoPaper paper, IPage page)
    {
        await page.GotoAsync("/sign-in/link/spent-long-ago");
        await page.Locator("main form button").ClickAsync();
    }

    static async Task RefusedSave(DemoPaper paper, IPage page)
    {
        await page.GotoAsync($"/desk/stories/{paper.Draft}?copy=0");
        await page.Locator("#Slugline").FillAsync("");
        await page.Locator("button.go[form=story-form]").ClickAsync();
        await page.Locator("[aria-invalid]").WaitForAsync();
    }

    static async Task Scheduled(DemoPaper paper, IPage page)
    {
        var story = await paper.Newsroom.Draft(Printing.Gate);
        await paper.Newsroom.Get<Scheduling>().Set(story, 1, TimeProvider.System.GetUtcNow().AddHours(3), await paper.Newsroom.IdOf("pia"), Newsroom.Stop);
        await page.GotoAsync($"/desk/stories/{story}");
        await page.Locator("#planned").WaitForAsync();
    }

    static async Task Conflict(DemoPaper paper, IPage page)
    {
        var story = await paper.Newsroom.Draft(Printing.Gate);
        await page.GotoAsync($"/desk/stories/{story}");
        await page.Locator("#Headline").FillAsync("The gate waits for spring");
        var theirs = new StoryEdit(Printing.Gate with { Headline = "No gate before the summer", SectionId = paper.Newsroom.Section("harbour").Id }, "gate-merrin", 1);
        await paper.Newsroom.Get<SaveStory>().Save(story, theirs, await paper.Newsroom.IdOf("jon"), Newsroom.Stop);
        await page.Locator("button.go[form=story-form]").ClickAsync();
        await page.Locator("#on-top").WaitForAsync();
    }
}
