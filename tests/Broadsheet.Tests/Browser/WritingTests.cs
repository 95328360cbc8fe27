using Broadsheet.Tests.Stories;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Broadsheet.Tests.Browser;

/// <summary>Nothing typed is lost.</summary>
[Trait("Speed", "Slow")]
public sealed class WritingTests(OpenedPaper paper) : IClassFixture<OpenedPaper>
{
    [Fact]
    public async Task What_was_typed_is_there_after_the_tab_was_closed_at_once()
    {
        var story = $"/desk/stories/{await paper.Newsroom.Draft(Printing.Gate)}";
        var page = await paper.SignedIn("jon");
        await page.GotoAsync(story);
        await page.Locator(".ProseMirror").ClickAsync();
        await page.Keyboard.PressAsync("Control+End");
        await page.Keyboard.TypeAsync(" It rained.");
        await page.Locator("#Headline").FillAsync("A headline nobody saved");
        await page.CloseAsync();

        var again = await page.Context.NewPageAsync();
        await again.GotoAsync(story);
        await Expect(again.Locator("#Headline")).ToHaveValueAsync("A headline nobody saved");
        await Expect(again.Locator(".ProseMirror")).ToContainTextAsync("It rained.");
        await Expect(again.GetByText("You have text that was not saved").First).ToBeVisibleAsync();
        await again.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(again.GetByText("Revision 2 is saved.")).ToBeVisibleAsync();
        await again.ReloadAsync();
        await Expect(again.Locator("#Headline")).ToHaveValueAsync("A headline nobody saved");
        await Expect(again.GetByText("You have text that was not saved")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_counters_count_the_text_that_was_kept()
    {
        var story = $"/desk/stories/{await paper.Newsroom.Draft(Printing.Gate with { Headline = "", BodyHtml = "" })}";
        var page = await paper.SignedIn("jon");
        await page.GotoAsync(story);
        await page.Locator("#Headline").FillAsync("Twelve signs");
        await page.Locator(".ProseMirror").ClickAsync();
        await page.Keyboard.TypeAsync("Three words here");
        await page.CloseAsync();

        var again = await page.Context.NewPageAsync();
        await again.GotoAsync(story);
        await Expect(again.Locator("#Headline")).ToHaveValueAsync("Twelve signs");
        await Expect(again.Locator("[data-count=Headline]")).ToContainTextAsync("12 of");
        await Expect(again.Locator("#words")).ToHaveTextAsync("3 words");
        // Whichever of the two places it was kept in, it can be thrown away.
        await again.GetByRole(AriaRole.Button, new() { Name = "Throw it away" }).First.ClickAsync();
        await Expect(again.Locator("[data-count=Headline]")).ToContainTextAsync("0 of");
        await Expect(again.Locator("#words")).ToHaveTextAsync("0 words");
    }

    [Fact]
    public async Task A_browser_that_keeps_nothing_writes_the_about_page_all_the_same()
    {
        var page = await paper.SignedIn("pia");
        await page.AddInitScriptAsync("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('refused', 'SecurityError'); } })");
        await page.GotoAsync("/desk/texts/privacy");
        await page.Locator(".ProseMirror").ClickAsync();
        await page.Keyboard.TypeAsync("We keep nothing");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("saved=true"));
        await Expect(page.Locator(".ProseMirror")).ToHaveTextAsync("We keep nothing");
    }

    [Fact]
    public async Task What_was_typed_for_the_about_page_outlives_the_session()
    {
        var page = await paper.SignedIn("pia");
        await page.GotoAsync("/desk/texts/contact");
        await page.Locator(".ProseMirror").ClickAsync();
        await page.Keyboard.TypeAsync("Net Street 4, by the quay");
        await page.Context.ClearCookiesAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/sign-in"));

        await page.GotoAsync(await paper.SignInPath("pia"));
        await page.Locator("main form button").ClickAsync();
        await page.GotoAsync("/desk/texts/contact");
        await Expect(page.Locator(".ProseMirror")).ToHaveTextAsync("Net Street 4, by the quay");
        await Expect(page.Locator("#words")).ToHaveTextAsync("6 words");
        await Expect(page.GetByText("You have text that was not saved")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("saved=true"));
        await page.GotoAsync("/desk/texts/contact");
        await Expect(page.Locator(".ProseMirror")).ToHaveTextAsync("Net Street 4, by the quay");
        await Expect(page.GetByText("You have text that was not saved")).ToBeHiddenAsync();

        await page.Locator(".ProseMirror").ClickAsync();
        await page.Keyboard.TypeAsync("Nonsense ");
        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Throw it away" }).ClickAsync();
        await Expect(page.Locator(".ProseMirror")).ToHaveTextAsync("Net Street 4, by the quay");
    }

    [Fact]
    public async Task What_was_typed_is_there_in_another_browser_too()
    {
        var story = $"/desk/stories/{await paper.Newsroom.Draft(Printing.Gate)}";
        var page = await paper.SignedIn("jon", options => options.TimezoneId = "America/New_York");
        await page.GotoAsync(story);
        await page.Locator("#Headline").FillAsync("Typed in the office");
        await Expect(page.Locator("#kept-state")).ToContainTextAsync("Not saved yet, kept ");
        // In the paper's time, wherever the browser is.
        var hour = await page.EvaluateAsync<string>("new Date().toLocaleTimeString('en-GB', { hour: '2-digit', timeZone: 'Europe/London' })");
        await Expect(page.Locator("#kept-state")).ToContainTextAsync($"kept {hour}:");

        var elsewhere = await paper.SignedIn("jon");
        await elsewhere.GotoAsync(story);
        await Expect(elsewhere.Locator("#Headline")).ToHaveValueAsync("Typed in the office");
        await elsewhere.Locator(".kept").GetByRole(AriaRole.Button, new() { Name = "Throw it away" }).ClickAsync();
        await Expect(elsewhere.Locator("#Headline")).ToHaveValueAsync(Printing.Gate.Headline);
    }

    [Fact]
    public async Task Who_else_is_here_and_what_they_saved_is_seen_at_once()
    {
        var story = $"/desk/stories/{await paper.Newsroom.Draft(Printing.Gate)}";
        var (jons, pias) = (await paper.SignedIn("jon"), await paper.SignedIn("pia"));
        await jons.GotoAsync(story);
        await pias.GotoAsync(story);
        await Expect(jons.Locator("#also-here")).ToHaveTextAsync("Also here: pia");
        await Expect(pias.Locator("#also-here")).ToHaveTextAsync("Also here: jon");
        await pias.Locator("#Headline").FillAsync("No gate before the summer");
        await pias.Locator("button.go[form=story-form]").ClickAsync();
        await Expect(pias.GetByText("Revision 2 is saved.")).ToBeVisibleAsync();
        // Jon has typed nothing: no working copy of his has asked.
        await Expect(jons.Locator("#other-saved")).ToContainTextAsync("pia saved revision 2 at ");
        await Expect(pias.Locator("#other-saved")).ToBeHiddenAsync();
        await pias.CloseAsync();
        await Expect(jons.Locator("#also-here")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task What_is_typed_without_a_line_is_sent_when_it_is_back()
    {
        var story = $"/desk/stories/{await paper.Newsroom.Draft(Printing.Gate)}";
        var page = await paper.SignedIn("jon");
        await page.GotoAsync(story);
        await page.Context.SetOfflineAsync(true);
        await page.Locator("#Standfirst").FillAsync("Typed on the train.");
        await Expect(page.GetByText("Line lost. What you type is kept in this browser.")).ToBeVisibleAsync();
        // Saving now would put the browser's own page in the place of this one.
        await page.Locator("#story-form").EvaluateAsync("form => form.requestSubmit()");
        await Expect(page.Locator("#Standfirst")).ToHaveValueAsync("Typed on the train.");
        await Expect(page.GetByText("Line lost. What you type is kept in this browser.")).ToBeVisibleAsync();
        await page.Context.SetOfflineAsync(false);
        await Expect(page.Locator("#kept-state")).ToContainTextAsync("Not saved yet, kept ");
        await Expect(page.GetByText("Line lost.")).ToBeHiddenAsync();

        var elsewhere = await paper.SignedIn("jon", options => options.JavaScriptEnabled = false);
        await elsewhere.GotoAsync(story);
        await Expect(elsewhere.Locator("#Standfirst")).ToHaveValueAsync("Typed on the train.");
    }

    [Fact]
    public async Task Of_two_editors_the_second_sees_both_texts()
    {
        var story = $"/desk/stories/{await paper.Newsroom.Draft(Printing.Gate)}";
        var jon = await paper.SignedIn("jon");
        var pia = await paper.SignedIn("pia");
        await jon.GotoAsync(story);
        await pia.GotoAsync(story);
        await pia.Locator("#Headline").FillAsync("Board delays the gate until spring");
        await pia.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(pia.GetByText("Revision 2 is saved.")).ToBeVisibleAsync();

        await jon.Locator("#Headline").FillAsync("Board delays the gate for a year");
        await Expect(jon.Locator("#other-saved")).ToContainTextAsync("pia saved revision 2"); // told while he types
        await jon.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(jon.GetByRole(AriaRole.Heading, new() { Name = "Two texts of one story" })).ToBeVisibleAsync();
        await Expect(jon.Locator("#differs del")).ToContainTextAsync(["until"]);
        await Expect(jon.Locator("#differs ins")).ToContainTextAsync(["for"]);
        await jon.Locator("#go-on").ClickAsync();
        await Expect(jon.Locator("#Headline")).ToHaveValueAsync("Board delays the gate for a year");
        await jon.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await jon.GetByRole(AriaRole.Button, new() { Name = "Save mine on top" }).ClickAsync();
        await Expect(jon.GetByText("Revision 3 is saved.")).ToBeVisibleAsync();
        await jon.GetByRole(AriaRole.Link, new() { Name = "History" }).ClickAsync();
        await Expect(jon.Locator(".wire h2")).ToHaveTextAsync(["Board delays the gate for a year", "Board delays the gate until spring", Printing.Gate.Headline]);
    }

    [Fact]
    public async Task Tab_leads_out_of_a_table_and_changes_nothing()
    {
        const string table = "<p>Votes:</p><table><tr><th>Ward</th><th>For</th></tr><tr><td>Holm</td><td>10</td></tr></table>";
        var page = await paper.SignedIn("jon");
        await page.GotoAsync($"/desk/stories/{await paper.Newsroom.Draft(Printing.Gate with { BodyHtml = table })}");
        var before = await page.Locator("#Body").InputValueAsync();
        await page.Locator(".ProseMirror td").Last.ClickAsync();
        for (var presses = 0; presses < 4 && await page.Locator(".ProseMirror:focus").CountAsync() > 0; presses++) await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator(".ProseMirror")).Not.ToBeFocusedAsync();
        Assert.Equal(before, await page.Locator("#Body").InputValueAsync());
        Assert.Equal(2, await page.Locator(".ProseMirror tr").CountAsync());
    }
}
