using Broadsheet.Tests.Desk;
using Broadsheet.Tests.Media;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.Wire;
using Broadsheet.Tests.World;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Broadsheet.Tests.Browser;

[Trait("Speed", "Slow")]
public sealed class LiveInboxTests(OpenedPaper paper) : IClassFixture<OpenedPaper>
{
    [Fact]
    public async Task A_picture_that_cannot_be_had_is_told_in_words_and_not_offered()
    {
        await paper.Drop("no-picture.json", WirePicturesTests.WithPicture("no-picture.json", "urn:norra:none"));
        var line = (await Newsroom.Eventually(paper.Newsroom.Inbox, inbox => inbox.Any(line => line.Guid == "urn:norra:none"))).Single(line => line.Guid == "urn:norra:none").Id;
        var page = await paper.SignedIn("jon");
        await page.GotoAsync($"/desk/wire/{line}");
        await Expect(page.Locator("#pictures")).ToContainTextAsync("could not be fetched");
        await Expect(page.Locator("#pictures img, #pictures form")).ToHaveCountAsync(0);
        // And opened from the list, where the page stays.
        await page.GotoAsync("/desk/wire");
        await page.Locator("#wire h2 a").Filter(new() { HasText = "The ferry is back" }).ClickAsync();
        await Expect(page.Locator("#pictures")).ToContainTextAsync("could not be fetched");
    }

    [Fact]
    public async Task A_damaged_picture_is_told_as_that_and_another_of_its_files_can_still_be_taken()
    {
        await File.WriteAllBytesAsync(Path.Combine(paper.Newsroom.Data, "wire", "torn.jpg"), [.. Photographs.Jpeg()[..60], 0xFF, 0xD9], Newsroom.Stop);
        await Newsroom.Eventually(() => Task.FromResult(Path.Combine(paper.Newsroom.Data, "wire", "done", "torn.jpg")), File.Exists);
        await paper.Drop("torn.json", WirePicturesTests.WithPicture("torn.jpg", "urn:norra:torn"));
        var line = (await Newsroom.Eventually(paper.Newsroom.Inbox, inbox => inbox.Any(line => line.Guid == "urn:norra:torn"))).Single(line => line.Guid == "urn:norra:torn").Id;
        var page = await paper.SignedIn("jon");
        await page.GotoAsync($"/desk/wire/{line}");
        await Expect(page.Locator("#pictures")).ToContainTextAsync("damaged");
        await Expect(page.Locator("#pictures")).Not.ToContainTextAsync("could not be fetched");
        await page.Locator("#pictures form button").ClickAsync();
        await Expect(page.Locator(".notice.bad")).ToContainTextAsync("damaged");
    }

    [Fact]
    public async Task Whoever_has_scrolled_down_is_left_in_peace()
    {
        for (var item = 1; item <= 60; item++) await paper.Newsroom.Arrives(new($"urn:long:{item}", $"Long list {item}"));
        var page = await paper.SignedIn("jon");
        await page.GotoAsync("/desk/wire");
        await Expect(page.Locator("#wire-state.live-on")).ToBeVisibleAsync();
        await page.Mouse.MoveAsync(200, 400);
        await page.Mouse.WheelAsync(0, 1200);
        await Newsroom.Eventually(() => page.EvaluateAsync<double>("scrollY"), down => down > 1000);
        await Newsroom.Eventually(() => page.EvaluateAsync<bool>("new Promise(done => { const before = scrollY; requestAnimationFrame(() => requestAnimationFrame(() => done(scrollY === before))); })"), isStill => isStill);
        var read = page.Locator("#wire li").Nth(30);
        var stood = await read.BoundingBoxAsync();

        await paper.Newsroom.Arrives(new("urn:late:1", "First late item"));
        var button = page.Locator("#wire-above button");
        await Expect(button).ToHaveTextAsync("1 new item above");
        await paper.Newsroom.Arrives(new("urn:late:2", "Second late item"));
        await Expect(button).ToHaveTextAsync("2 new items above");
        await Expect(button).ToBeInViewportAsync();
        await Expect(page.Locator("#wire-said")).ToHaveTextAsync("2 new items");
        Assert.Equal((stood!.X, stood.Y, stood.Height), ((await read.BoundingBoxAsync())!.X, (await read.BoundingBoxAsync())!.Y, (await read.BoundingBoxAsync())!.Height));
        await Expect(page.GetByText("First late item")).ToHaveCountAsync(0);

        await button.ClickAsync();
        await Expect(page.Locator("#wire li").First.Locator("h2 a")).ToBeFocusedAsync();
        await Expect(page.Locator("#wire li h2")).ToContainTextAsync(["Second late item", "First late item", "Long list 60"]);
        await Expect(page.Locator(":focus")).ToHaveTextAsync("Second late item");
        await Expect(button).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_kill_is_seen_at_once_in_an_inbox_whose_filter_it_no_longer_fits_and_in_the_open_editor()
    {
        await paper.Newsroom.Take(Sent.G2("urn:norra:killed", headline: "Pilot boat runs aground"), "norra");
        var line = (await paper.Newsroom.Inbox()).Single(line => line.Guid == "urn:norra:killed");
        var taken = await paper.Newsroom.Get<Broadsheet.Desk.Taking.TakeItem>().Take(line.Id, paper.Newsroom.Section("harbour").Id, await paper.Newsroom.IdOf("jon"), Newsroom.Stop);
        Assert.Null(await paper.Newsroom.Get<Broadsheet.Desk.Publishing.Publishing>().Publish(taken.Story!.Value, 1, Newsroom.Stop));
        var inbox = await paper.SignedIn("jon");
        await inbox.GotoAsync("/desk/wire?q=pilot");
        await Expect(inbox.Locator("#wire-state.live-on")).ToBeVisibleAsync();
        var editor = await paper.SignedIn("jon");
        await editor.GotoAsync($"/desk/stories/{taken.Story}");
        await editor.Locator("#Standfirst").FillAsync("Typed and not saved");

        await paper.Newsroom.Take(Sent.G2("urn:norra:killed", "2", headline: "KILL").Replace("stat:usable", "stat:canceled", StringComparison.Ordinal), "norra");
        await Expect(inbox.Locator($"#wire li.dead[data-line='{line.Id}']")).ToBeVisibleAsync();
        await Expect(inbox.Locator("#agency-alarms [role=alert]")).ToContainTextAsync("Readers can still read the story.");
        await Expect(editor.Locator("#agency-said")).ToContainTextAsync("withdrew this item");
        await Expect(editor.Locator("#agency-said a")).ToHaveAttributeAsync("href", $"/desk/wire/{line.Id}");
        await Expect(editor.Locator("#Standfirst")).ToHaveValueAsync("Typed and not saved");

        await paper.Newsroom.Withdraw(taken.Story.Value, "The agency took it back.");
        await Expect(inbox.Locator("#agency-alarms [role=alert]")).ToHaveCountAsync(0);
    }

    /// <summary>Trial C116.</summary>
    [Fact]
    public async Task Older_items_are_told_and_have_the_focus()
    {
        for (var item = 1; item <= 110; item++) await paper.Newsroom.Arrives(new($"urn:older:{item}", $"Older list {item}"));
        var page = await paper.SignedIn("jon");
        await page.GotoAsync("/desk/wire");
        for (var pages = 1; await page.Locator(".pager a").CountAsync() > 0; pages++)
        {
            var last = await page.Locator("#wire li h2").Last.InnerTextAsync();
            await page.Locator(".pager a").FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.Locator("#older")).ToBeFocusedAsync();
            await Expect(page.Locator("#older")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^\d+ older items?$"));
            await Expect(page.GetByText(last, new() { Exact = true })).ToHaveCountAsync(0);
            await page.Keyboard.PressAsync("Tab");
            await Expect(page.Locator("#wire li").First.Locator("h2 a")).ToBeFocusedAsync();
            Assert.True(pages < 10);
        }
        Assert.Contains("before=", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_focus_is_never_lost_in_the_preview()
    {
        await paper.Newsroom.Arrives(new("urn:below", "Crane repaired"));
        await paper.Newsroom.Arrives(new("urn:two", "Gate delayed", Version: 1));
        var line = await paper.Newsroom.Arrives(new("urn:two", "Gate delayed again", Version: 2));
        var page = await paper.SignedIn("jon");
        await page.GotoAsync("/desk/wire");
        var link = page.Locator($"#line-{line} h2 a");
        await link.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#pv")).ToHaveTextAsync("Gate delayed again");
        await Expect(link).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("j");
        await Expect(page.Locator("#pv")).ToHaveTextAsync("Crane repaired");
        await Expect(page.Locator(":focus")).ToHaveTextAsync("Crane repaired");
        await Expect(page.Locator(":focus")).ToHaveAttributeAsync("aria-current", "true");
        await page.Keyboard.PressAsync("k");
        await Expect(link).ToBeFocusedAsync();
        await Expect(page.Locator("#pv")).ToHaveTextAsync("Gate delayed again");

        await page.Locator("#preview .facts a").Last.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#pv")).ToHaveTextAsync("Gate delayed");
        await Expect(page.Locator("#preview :focus")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Link, new() { Name = "Show the newest" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#pv")).ToHaveTextAsync("Gate delayed again");
        await Expect(page.Locator("#preview :focus")).ToHaveCountAsync(1);

        await link.FocusAsync();
        await paper.Newsroom.Arrives(new("urn:two", "Gate delayed a third time", Version: 3));
        await Expect(link).ToHaveTextAsync("Gate delayed a third time");
        await Expect(link).ToBeFocusedAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Show it" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#pv")).ToHaveTextAsync("Gate delayed a third time");
        await Expect(page.Locator("#preview :focus")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task An_agencys_text_runs_its_own_way()
    {
        var line = await paper.Newsroom.Arrives(new("urn:ar", "مجلس الميناء يؤجل البوابة") { Body = "<p>أجل مجلس الميناء قراره.</p>" });
        var page = await paper.SignedIn("jon");
        await page.GotoAsync($"/desk/wire/{line}");
        foreach (var text in new[] { $"#line-{line} h2", "#pv" }) Assert.Equal("rtl", await page.Locator(text).EvaluateAsync<string>("text => getComputedStyle(text).direction"));
    }

    [Fact]
    public async Task A_lost_line_is_told_and_what_was_missed_comes_after_it()
    {
        var page = await paper.SignedIn("jon");
        await page.GotoAsync("/desk/wire");
        await Expect(page.Locator("#wire-state.live-on")).ToBeVisibleAsync();
        await page.Context.SetOfflineAsync(true);
        await Expect(page.Locator("#wire-state")).ToContainTextAsync("Line lost");
        await Expect(page.Locator("#wire-said")).ToContainTextAsync("Line lost");
        await paper.Newsroom.Arrives(new("urn:missed", "Came while the line was lost"));
        await page.Context.SetOfflineAsync(false);
        await Expect(page.GetByText("Came while the line was lost")).ToBeVisibleAsync();
        await Expect(page.Locator("#wire-state.live-on")).ToBeVisibleAsync();
    }
}
