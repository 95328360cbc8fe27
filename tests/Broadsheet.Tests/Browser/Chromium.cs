using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Broadsheet.Tests.Browser.Chromium))]

namespace Broadsheet.Tests.Browser;

/// <summary>A real browser, started when the first test needs it: Chromium without the windows around its pages, which take more time than ours.</summary>
public sealed class Chromium : IAsyncLifetime
{
    const string withoutWindows = "/usr/bin/chromium-headless-shell";

    readonly SemaphoreSlim starting = new(1);
    IPlaywright? playwright;
    IBrowser? browser;

    /// <summary>Where the pictures of pages are kept, as build output.</summary>
    public static string Screens { get; } = Directory.CreateDirectory(Path.Combine(World.Repository.Root, "TestResults", "screens")).FullName;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async Task<IPage> Open(Uri site, Action<BrowserNewContextOptions>? configure = null)
    {
        await starting.WaitAsync();
        try
        {
            playwright ??= await Playwright.CreateAsync();
            browser ??= await playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = File.Exists(withoutWindows) ? withoutWindows : "/usr/bin/chromium",
                Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            });
        }
        finally { starting.Release(); }
        var options = new BrowserNewContextOptions { BaseURL = site.AbsoluteUri, ViewportSize = new() { Width = 1280, Height = 900 }, Locale = "en-GB" };
        configure?.Invoke(options);
        var context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout(15_000);
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.CloseAsync();
        playwright?.Dispose();
        starting.Dispose();
    }
}

static class PageChecks
{
    /// <summary>axe finds nothing.</summary>
    public static async Task IsAccessible(this IPage page)
    {
        var found = await page.RunAxe();
        Assert.True(found.Violations.Length == 0, $"{page.Url}: " + string.Join("; ", found.Violations.Select(violation =>
            $"{violation.Id} ({violation.Help}): {string.Join(", ", violation.Nodes.Take(3).Select(node => node.Html))}")));
    }

    /// <summary>Nothing sticks out to the side, and nothing is cut off there; what scrolls by itself may.</summary>
    public static async Task FitsItsWidth(this IPage page)
    {
        var found = await page.EvaluateAsync<string[]>("""
            () => {
              const root = document.documentElement, width = root.clientWidth;
              const scrolls = element => element && element !== document.body && (/auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
              const out = [...document.body.querySelectorAll('*')].filter(element => {
                const box = element.getBoundingClientRect();
                return box.width > 1 && box.height > 1 && (box.right > width + 1 || box.left < -1) && !scrolls(element) && !element.closest('.unseen, svg');
              }).map(element => `${element.outerHTML.slice(0, 160)} (${Math.round(element.getBoundingClientRect().left)} to ${Math.round(element.getBoundingClientRect().right)})`);
              return root.scrollWidth > width ? [`the page is ${root.scrollWidth - width} px too wide`, ...out] : out;
            }
            """);
        Assert.True(found.Length == 0, $"{page.Url} at {page.ViewportSize!.Width} px: {string.Join("; ", found.Take(4))}");
    }

    /// <summary>The whole page, with the pictures that else wait until somebody scrolls to them.</summary>
    public static async Task Picture(this IPage page, string name)
    {
        await page.EvaluateAsync("Promise.all([...document.images].map(image => { image.loading = 'eager'; return image.decode().catch(() => {}); }))");
        // As JPEG: several hundred are made, and a PNG takes three times as long.
        await page.ScreenshotAsync(new() { Path = Path.Combine(Chromium.Screens, name + ".jpg"), Type = ScreenshotType.Jpeg, Quality = 80, FullPage = true });
    }
}
