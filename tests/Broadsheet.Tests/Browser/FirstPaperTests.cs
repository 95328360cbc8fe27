using System.Diagnostics;
using Broadsheet.Tests.World;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Broadsheet.Tests.Browser;

/// <summary>From an empty folder to the first story that somebody reads, as a person goes it who has never seen the program.</summary>
[Trait("Speed", "Slow")]
public sealed class FirstPaperTests(Chromium chromium) : IDisposable
{
    readonly string data = Path.Combine(Path.GetTempPath(), "broadsheet-tests", Guid.CreateVersion7().ToString("N"));

    [Theory, OnBothDatabases]
    public async Task A_paper_is_begun_set_up_written_published_and_read(Database database)
    {
        await using var program = await RunningProgram.Serve(data, database == Database.Postgres ? await PostgresServer.Current.NewDatabase() : null);
        var reader = await chromium.Open(program.Site, options => options.JavaScriptEnabled = false);
        Assert.Equal(503, (await reader.GotoAsync("/"))!.Status);
        await Expect(reader.Locator("h1")).ToHaveTextAsync("This paper has not begun yet");

        var desk = await chromium.Open(program.Site, options => options.TimezoneId = "Europe/Lisbon");
        var watch = await PageWatch.Over(desk, program.Site);
        await desk.GotoAsync(program.Said["sign in"]);
        await desk.Locator("main form button").ClickAsync();
        await Expect(desk.Locator("h1")).ToHaveTextAsync("A paper begins");
        await Expect(desk.GetByLabel("Time zone")).ToHaveValueAsync("Europe/Lisbon"); // where its editor sits
        await desk.IsAccessible();
        await desk.GetByLabel("Name", new() { Exact = true }).FillAsync("The Clarion");
        await desk.GetByLabel("Time zone").FillAsync("Ankara");
        await desk.GetByLabel("Currency").FillAsync("try");
        await desk.GetByLabel("New sections").FillAsync("Harbour\nIslands");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Begin" }).ClickAsync();
        await Expect(desk.Locator("#Zone-problem")).ToContainTextAsync("There is no such zone");
        await Expect(desk.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("The Clarion");
        await desk.GetByLabel("Time zone").FillAsync("Europe/Istanbul");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Begin" }).ClickAsync();

        await Expect(desk.GetByText("Nothing has come in yet.")).ToBeVisibleAsync();
        Assert.Equal(200, (await reader.GotoAsync("/"))!.Status);
        await Expect(reader.Locator("h1")).ToHaveTextAsync("The Clarion");
        await Expect(reader.Locator(".sections a")).ToHaveTextAsync(["News", "Harbour", "Islands"]);
        await Expect(reader.GetByText("Nothing is printed yet")).ToBeVisibleAsync();

        await desk.GetByRole(AriaRole.Link, new() { Name = "Write a first story" }).ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "New story" }).ClickAsync();
        await desk.GetByLabel("Headline").FillAsync("Ice closes the harbour");
        await desk.GetByLabel("Section").SelectOptionAsync("Harbour");
        await desk.Locator(".ProseMirror").ClickAsync();
        await desk.Keyboard.TypeAsync("Eleven ships wait in the sound.");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Publish now" }).ClickAsync();
        await Expect(desk.GetByText("It is published. Readers see it now.")).ToBeVisibleAsync();

        Assert.True(await Newsroom.Eventually(async () => { await reader.GotoAsync("/"); return await reader.GetByText("Ice closes the harbour").CountAsync() > 0; }, isThere => isThere));
        await reader.GetByRole(AriaRole.Link, new() { Name = "Ice closes the harbour" }).First.ClickAsync();
        Assert.Equal("/harbour/ice-closes-the-harbour-1000", new Uri(reader.Url).AbsolutePath);
        await Expect(reader.Locator(".body")).ToHaveTextAsync("Eleven ships wait in the sound.");
        foreach (var (path, word) in new[] { ("/feed.xml", "Ice closes the harbour"), ("/sitemap-news.xml", "The Clarion"), ("/robots.txt", "Sitemap:") })
            Assert.Contains(word, await (await reader.APIRequest.GetAsync(path)).TextAsync(), StringComparison.Ordinal);
        watch.FindsNothing();
        await reader.Context.CloseAsync();
        await desk.Context.CloseAsync();
    }

    [Theory, InlineData(320, ColorScheme.Light, "en-GB"), InlineData(390, ColorScheme.Dark, "de-DE"), InlineData(390, ColorScheme.Light, "ar"), InlineData(1280, ColorScheme.Dark, "ar")]
    public async Task What_stands_there_before_is_legible_everywhere(int width, ColorScheme colours, string locale)
    {
        await using var program = await RunningProgram.Serve(data, null);
        var page = await chromium.Open(program.Site, options => (options.ViewportSize, options.ColorScheme, options.Locale) = (new() { Width = width, Height = 800 }, colours, locale));
        foreach (var (path, name) in new[] { ("/", "not-begun"), (program.Said["sign in"], "first-link"), ("", "set-up") })
        {
            if (path.Length > 0) await page.GotoAsync(path);
            else await page.Locator("main form button").ClickAsync();
            Assert.Equal(locale[..2], (await page.Locator("html").GetAttributeAsync("lang"))![..2]);
            await page.IsAccessible();
            await page.FitsItsWidth();
            await page.Picture($"{name}-{locale[..2]}-{width}");
        }
        await page.Context.CloseAsync();
    }

    /// <summary>Started without <c>--announce</c>, by somebody who does not know it; then with <c>--demo</c>, too late.</summary>
    [Fact]
    public async Task Whoever_starts_an_empty_paper_is_told_how_to_get_in_and_why_it_stays_empty()
    {
        Assert.Contains("--announce", await Said("This paper is not set up yet"), StringComparison.Ordinal);
        Assert.Contains("--data", await Said("An empty paper is there already", "--demo"), StringComparison.Ordinal);
    }

    /// <summary>The line on standard error that begins so; null: it never came.</summary>
    async Task<string?> Said(string beginning, params string[] more)
    {
        using var program = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "broadsheet"), ["serve", "--urls", "http://127.0.0.1:0", "--data", data, .. more]) { RedirectStandardError = true })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            string? said;
            do said = await program.StandardError.ReadLineAsync(patience.Token);
            while (said is not null && !said.StartsWith(beginning, StringComparison.Ordinal));
            return said;
        }
        finally
        {
            program.Kill();
            await program.WaitForExitAsync(CancellationToken.None);
        }
    }

    public void Dispose()
    {
        if (Directory.Exists(data)) Directory.Delete(data, recursive: true);
    }
}
