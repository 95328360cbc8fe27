using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Broadsheet.Tests.Browser;

/// <summary>Notes what goes wrong on a page without a word to the reader, and whom else it asks for something.</summary>
sealed class PageWatch
{
    readonly ConcurrentQueue<string> troubles = new();
    readonly ConcurrentQueue<string> requests = new();
    readonly string site;

    PageWatch(string site) => this.site = site;

    public IReadOnlyCollection<string> Requests => requests;

    public static async Task<PageWatch> Over(IPage page, Uri address)
    {
        var watch = new PageWatch(address.GetLeftPart(UriPartial.Authority));
        await page.AddInitScriptAsync("addEventListener('securitypolicyviolation', event => console.error(`against the policy ${event.violatedDirective}: ${event.blockedURI}`))");
        page.Console += (_, message) =>
        {
            // That a page is withdrawn or not there is what it is for.
            if (message.Type is "error" or "warning" && !(message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal) && message.Location.StartsWith(page.Url, StringComparison.Ordinal)))
                watch.troubles.Enqueue($"{page.Url}: {message.Text}");
        };
        page.PageError += (_, error) => watch.troubles.Enqueue($"{page.Url}: {error}");
        page.RequestFailed += (_, request) => { if (request.Failure is not "net::ERR_ABORTED") watch.troubles.Enqueue($"{request.Url}: {request.Failure}"); };
        page.Request += (_, request) => watch.requests.Enqueue(request.Url);
        return watch;
    }

    public void FindsNothing()
    {
        Assert.Empty(troubles);
        Assert.NotEmpty(requests);
        Assert.All(requests, url => Assert.True(url.StartsWith(site + "/", StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal) || url == site, url));
    }
}
