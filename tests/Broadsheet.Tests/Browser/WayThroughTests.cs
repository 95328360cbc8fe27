using System.Text.RegularExpressions;
using Broadsheet.Tests.World;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Broadsheet.Tests.Browser;

/// <summary>From the agency's file to the reader, as people go it.</summary>
[Trait("Speed", "Slow")]
public sealed partial class WayThroughTests(Chromium chromium)
{
    const string Ice = """
        <?xml version="1.0" encoding="UTF-8"?>
        <newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:norrawire.example:20261124:4417" version="1" standard="NewsML-G2" standardversion="2.34" conformance="power" xml:lang="en">
          <itemMeta>
            <itemClass qcode="ninat:text"/><provider literal="Norra Wire"/><versionCreated>2026-11-24T05:00:00Z</versionCreated><pubStatus qcode="stat:usable"/>
          </itemMeta>
          <contentMeta>
            <urgency>2</urgency><headline>Harbour of Merrin closed by ice</headline><slugline>harbour-ice</slugline><dateline>Merrin</dateline><by>Ada Wren</by><creditline>Norra Wire</creditline>
            <subject qcode="norra:harbour"><name>Islands</name></subject>
          </contentMeta>
          <contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>
            <p>The harbour of Merrin is closed. Eleven ships wait in the sound.</p><p>The icebreaker <em>Aske</em> is expected at noon.</p>
          </body></html></inlineXML></contentSet>
        </newsItem>
        """;

    [Theory, OnBothDatabases]
    public async Task An_item_comes_in_is_taken_published_read_updated_and_withdrawn(Database database)
    {
        await using var paper = await OpenedPaper.On(database, chromium);
        var desk = await paper.SignedIn("jon");
        var deskWatch = await PageWatch.Over(desk, paper.Newsroom.Address);
        await desk.GotoAsync("/desk");
        await Expect(desk.GetByText("Nothing has come in yet.")).ToBeVisibleAsync();

        await paper.Drop("ice.xml", Ice);
        var line = desk.GetByRole(AriaRole.Link, new() { Name = "Harbour of Merrin closed by ice" });
        await Expect(line).ToBeVisibleAsync();
        await Expect(desk.Locator("#wire-said")).ToHaveTextAsync("1 new item");
        await Expect(desk.GetByText("Nothing has come in yet.")).ToHaveCountAsync(0);
        await line.ClickAsync();
        await Expect(desk.Locator("#preview")).ToContainTextAsync("Eleven ships wait in the sound.");
        await Expect(desk.Locator("#take-section option:checked")).ToHaveTextAsync("Islands");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Take" }).ClickAsync();

        await Expect(desk.Locator("#Byline")).ToHaveValueAsync("Ada Wren");
        await Expect(desk.Locator("#Dateline")).ToHaveValueAsync("Merrin");
        await Expect(desk.Locator(".ProseMirror")).ToContainTextAsync("The icebreaker Aske is expected at noon.");
        await desk.Locator("#Headline").FillAsync("Ice closes the harbour");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(desk.GetByText("Revision 2 is saved.")).ToBeVisibleAsync();

        var reader = await paper.Visitor();
        var readerWatch = await PageWatch.Over(reader, paper.Newsroom.Address);
        await reader.GotoAsync("/");
        await Expect(reader.GetByText("Ice closes the harbour")).ToHaveCountAsync(0);

        await desk.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await Expect(desk.Locator(".printed h1, .printed h2").First).ToHaveTextAsync("Ice closes the harbour");
        var address = new Uri(await desk.Locator(".address").InnerTextAsync()).AbsolutePath;
        Assert.Equal("/islands/ice-closes-the-harbour-1000", address);
        await desk.GetByRole(AriaRole.Button, new() { Name = "Publish now" }).ClickAsync();
        await Expect(desk.GetByText("It is published. Readers see it now.")).ToBeVisibleAsync();

        await Appears(reader, "/", "Ice closes the harbour");
        await reader.GetByRole(AriaRole.Link, new() { Name = "Ice closes the harbour" }).First.ClickAsync();
        Assert.Equal(address, new Uri(reader.Url).AbsolutePath);
        await Expect(reader.Locator("h1")).ToHaveTextAsync("Ice closes the harbour");
        await Expect(reader.Locator(".body")).ToContainTextAsync("Eleven ships wait in the sound.");
        await Expect(reader.Locator(".byline")).ToContainTextAsync("Ada Wren");
        await Expect(reader.Locator(".rail")).Not.ToContainTextAsync("Updated");

        await desk.Locator(".ProseMirror p").Last.ClickAsync();
        await desk.Keyboard.PressAsync("Control+End");
        await desk.Keyboard.TypeAsync(" She is late.");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Update", Exact = true }).ClickAsync();
        await Expect(desk.Locator("#changes ins")).ToContainTextAsync("late");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Update now" }).ClickAsync();
        await Appears(reader, address, "She is late.");
        await Expect(reader.Locator(".rail")).ToContainTextAsync("Updated");
        await Expect(reader.Locator(".body em")).ToHaveTextAsync("Aske");

        await desk.GotoAsync(desk.Url.Split('?')[0]);
        await desk.GetByRole(AriaRole.Link, new() { Name = "Withdraw" }).ClickAsync();
        await desk.GetByLabel("Reason").FillAsync("The harbour was open all the time.");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Look at it with this reason" }).ClickAsync();
        await Expect(desk.Locator(".printed")).ToContainTextAsync("The harbour was open all the time.");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Withdraw now" }).ClickAsync();
        await Expect(desk.Locator(".badge.red")).ToHaveTextAsync("Withdrawn");

        await Appears(reader, address, "The harbour was open all the time.");
        Assert.Equal(410, (await reader.ReloadAsync())!.Status);
        await Expect(reader.GetByText("Eleven ships")).ToHaveCountAsync(0);
        await Expect(reader.GetByRole(AriaRole.Heading, new() { Name = "This story has been withdrawn" })).ToBeVisibleAsync();
        await reader.GotoAsync("/");
        await Expect(reader.GetByText("Ice closes the harbour")).ToHaveCountAsync(0);
        deskWatch.FindsNothing();
        readerWatch.FindsNothing();
    }

    [Fact]
    public async Task The_same_way_without_script()
    {
        await using var paper = await OpenedPaper.On(Database.Sqlite, chromium);
        await paper.Drop("ice.xml", Ice);
        var desk = await paper.SignedIn("jon", options => options.JavaScriptEnabled = false);
        await Newsroom.Eventually(async () => { await desk.GotoAsync("/desk/wire"); return await desk.Locator("#wire li").CountAsync(); }, lines => lines == 1);
        await desk.GetByRole(AriaRole.Link, new() { Name = "Harbour of Merrin closed by ice" }).ClickAsync();
        await Expect(desk.Locator("#preview")).ToContainTextAsync("Eleven ships wait in the sound.");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Take" }).ClickAsync();

        await desk.Locator("#Headline").FillAsync("Ice closes the harbour");
        await desk.Locator("#Body").FillAsync("<p>Eleven ships wait.</p><script>alert(1)</script>");
        await desk.Locator("#SectionId").SelectOptionAsync("Harbour");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(desk.GetByText("Revision 2 is saved.")).ToBeVisibleAsync();
        await Expect(desk.Locator("#Body")).ToHaveValueAsync("<p>Eleven ships wait.</p>");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Publish now" }).ClickAsync();
        await Expect(desk.GetByText("It is published.")).ToBeVisibleAsync();

        var reader = await paper.Visitor(options => options.JavaScriptEnabled = false);
        await Appears(reader, "/", "Ice closes the harbour");
        await reader.GetByRole(AriaRole.Link, new() { Name = "Ice closes the harbour" }).First.ClickAsync();
        await Expect(reader.Locator(".body")).ToContainTextAsync("Eleven ships wait.");
        Assert.Matches(MailLink(), (await reader.Locator(".share a").First.GetAttributeAsync("href"))!);
        var address = new Uri(reader.Url).AbsolutePath;

        await desk.Locator("#Headline").FillAsync("Ice closes the harbour of Merrin");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Update", Exact = true }).ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Update now" }).ClickAsync();
        await Appears(reader, address, "Updated");
        address = new Uri(reader.Url).AbsolutePath;
        Assert.Equal("/harbour/ice-closes-the-harbour-of-merrin-1000", address);

        await desk.GotoAsync("/desk/front");
        await desk.Locator("#recent select").SelectOptionAsync("1");
        await desk.Locator("#recent button").ClickAsync();
        await Expect(desk.Locator("#placed li")).ToHaveCountAsync(1);

        await desk.GotoAsync("/desk/stories/1000");
        await desk.GetByRole(AriaRole.Link, new() { Name = "Withdraw" }).ClickAsync();
        await desk.GetByLabel("Reason").FillAsync("There is no ice.");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Withdraw now" }).ClickAsync();
        await Appears(reader, address, "There is no ice.");
        Assert.Equal(410, (await reader.ReloadAsync())!.Status);
    }

    [Fact]
    public async Task The_same_way_by_keyboard()
    {
        await using var paper = await OpenedPaper.On(Database.Sqlite, chromium);
        var desk = await paper.SignedIn("jon");
        await desk.GotoAsync("/desk/wire");
        await paper.Drop("ice.xml", Ice);
        await Expect(desk.Locator("#wire li")).ToHaveCountAsync(1);
        await TabTo(desk, "#wire h2 a");
        await desk.Keyboard.PressAsync("Enter");
        await Expect(desk.Locator("#preview")).ToContainTextAsync("Eleven ships wait in the sound.");
        await TabTo(desk, "#take-section");
        await desk.Keyboard.PressAsync("ArrowUp"); // from Islands
        await TabTo(desk, "#take button");
        await desk.Keyboard.PressAsync("Enter");

        await Expect(desk.Locator(".ProseMirror")).ToBeVisibleAsync();
        await Expect(desk.Locator("#SectionId option:checked")).ToHaveTextAsync("Harbour");
        await TabTo(desk, "#Headline");
        await desk.Keyboard.PressAsync("Control+A");
        await desk.Keyboard.TypeAsync("Ice closes the harbour");
        await TabTo(desk, ".ProseMirror");
        await desk.Keyboard.PressAsync("Control+End");
        await desk.Keyboard.TypeAsync(" She is late.");
        await TabTo(desk, "button[name=Then]");
        await desk.Keyboard.PressAsync("Enter");
        await Expect(desk.Locator(".printed")).ToContainTextAsync("She is late.");
        await TabTo(desk, "#publish button");
        await desk.Keyboard.PressAsync("Enter");
        await Expect(desk.GetByText("It is published. Readers see it now.")).ToBeVisibleAsync();

        var reader = await paper.Visitor();
        await Appears(reader, "/", "Ice closes the harbour");
        await TabTo(reader, ".first h2 a");
        await reader.Keyboard.PressAsync("Enter");
        await Expect(reader.Locator(".body")).ToContainTextAsync("She is late.");
    }

    /// <summary>A real agency's file, where one is at hand.</summary>
    [Fact]
    public async Task A_real_agencys_file_goes_the_same_way()
    {
        var file = Path.Combine(Repository.Root, "../shared/data/wire/newsml-g2/dpadw__with_dateline.xml");
        Assert.SkipUnless(File.Exists(file), "The agencies' files are not at hand.");
        await using var paper = await OpenedPaper.On(Database.Sqlite, chromium);
        var desk = await paper.SignedIn("jon");
        var watch = await PageWatch.Over(desk, paper.Newsroom.Address);
        await desk.GotoAsync("/desk/wire");
        await paper.Drop("dpa.xml", await File.ReadAllTextAsync(file, Newsroom.Stop));
        await desk.Locator("#wire h2 a").First.ClickAsync();
        var headline = await desk.Locator("#pv").InnerTextAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Take" }).ClickAsync();
        await Expect(desk.Locator("#Headline")).ToHaveValueAsync(headline);
        var words = await desk.Locator(".ProseMirror p").First.InnerTextAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Publish now" }).ClickAsync();
        await Expect(desk.GetByText("It is published.")).ToBeVisibleAsync();
        var reader = await paper.Visitor();
        await Appears(reader, "/", headline);
        await reader.GetByRole(AriaRole.Link, new() { Name = headline }).First.ClickAsync();
        await Expect(reader.Locator(".body")).ToContainTextAsync(words);
        watch.FindsNothing();
    }

    /// <summary>The page follows the publish within moments, not in the same one.</summary>
    static Task<bool> Appears(IPage page, string path, string words) =>
        Newsroom.Eventually(async () => { await page.GotoAsync(path); return await page.GetByText(words).CountAsync() > 0; }, isThere => isThere);

    static async Task TabTo(IPage page, string wanted)
    {
        for (var step = 0; step < 60; step++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("wanted => document.activeElement.matches(wanted)", wanted)) return;
        }
        Assert.Fail($"{page.Url}: Tab never comes to {wanted}.");
    }

    [GeneratedRegex("^mailto:\\?subject=Ice%20closes.*ice-closes-the-harbour-1000$")]
    private static partial Regex MailLink();
}
