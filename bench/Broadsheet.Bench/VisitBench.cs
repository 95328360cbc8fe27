using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Broadsheet.Bench;

/// <summary>What a real browser makes of the demo's pages.</summary>
static class VisitBench
{
    static readonly string[] leftOut = ["Image", "Manifest"];
    static readonly string tools = Path.Combine(Workplace.Root, "bench", "browser");

    sealed record Request(string Url, string Type, double Bytes);

    /// <summary>Everything transferred for a story in Latin script by a browser that was never here, without picture, icon and manifest.</summary>
    public static async IAsyncEnumerable<Figure> Bytes(Size size, [EnumeratorCancellation] CancellationToken stop)
    {
        var visits = await Visit(stop);
        var kilobytes = visits.ToDictionary(visit => visit.Key, visit => visit.Value.Sum(request => request.Bytes) / 1000);
        yield return Figure.Lower("first-visit-kb", [Math.Max(kilobytes["news"], kilobytes["opinion"])], "kB", size, 60);
        foreach (var (story, kb) in kilobytes) yield return Figure.Lower($"first-visit-kb.{story}", [kb], "kB", size, 60);
    }

    /// <summary>How many requests that takes; one to another host is a fault.</summary>
    public static async IAsyncEnumerable<Figure> Requests(Size size, [EnumeratorCancellation] CancellationToken stop)
    {
        var visits = await Visit(stop);
        yield return Figure.Lower("first-visit-requests", [Math.Max(visits["news"].Count, visits["opinion"].Count)], "requests", size, 6);
        foreach (var (story, requests) in visits) yield return Figure.Lower($"first-visit-requests.{story}", [requests.Count], "requests", size, 6);
    }

    public static IAsyncEnumerable<Figure> LighthouseFront(Size size, CancellationToken stop) => Lighthouse("lighthouse-front", (_, _) => Task.FromResult("/"), size, stop);

    public static IAsyncEnumerable<Figure> LighthouseStory(Size size, CancellationToken stop) => Lighthouse("lighthouse-story", Newest, size, stop);

    static async Task<Dictionary<string, IReadOnlyList<Request>>> Visit(CancellationToken stop)
    {
        await Install(stop);
        await using var server = await Server.Start(await MachineBench.Demo(stop), stop);
        var visits = new Dictionary<string, IReadOnlyList<Request>>();
        foreach (var (name, path) in await Stories(server, stop))
        {
            var page = new Uri(server.Site, path);
            var requests = JsonSerializer.Deserialize<List<Request>>(await Node("visit.mjs", page, stop), JsonSerializerOptions.Web)!;
            if (requests.FirstOrDefault(request => new Uri(request.Url).Host != server.Site.Host) is { } away) throw new InvalidOperationException($"{page} asks another host: {away.Url}");
            visits[name] = [.. requests.Where(request => !leftOut.Contains(request.Type) && !request.Url.Contains("/icon", StringComparison.Ordinal))];
            foreach (var request in visits[name]) Console.Error.WriteLine($"  {name}: {request.Bytes,8:n0} {request.Type,-12} {new Uri(request.Url).AbsolutePath}");
        }
        return visits;
    }

    /// <summary>
    /// The first news story whose letters are those of Western Europe; an opinion, whose headline is set in italics, whose file
    /// comes with it; and a page with letters beyond those (Łucja), whose file comes with them.
    /// </summary>
    static async Task<Dictionary<string, string>> Stories(Server server, CancellationToken stop)
    {
        using var client = server.Client(follow: true);
        var found = new Dictionary<string, string> { ["opinion"] = await Link(server, "h2.view a[href], h3.view a[href]", stop) };
        foreach (var path in await Links(server, "article a[href]", stop))
        {
            var letters = await client.GetStringAsync(path, stop);
            if (!letters.Any(IsArabic)) found.TryAdd(letters.Any(IsBeyondWestern) ? "beyond-western" : "news", path);
        }
        return found;
    }

    static bool IsBeyondWestern(char letter) => letter is (>= '\u0100' and <= '\u024F' and not ('\u0131' or '\u0152' or '\u0153')) or (>= '\u1E80' and <= '\u1EFF');

    static bool IsArabic(char letter) => letter is >= '\u0600' and <= '\u06FF';

    static async IAsyncEnumerable<Figure> Lighthouse(string figure, Func<Server, CancellationToken, Task<string>> path, Size size, [EnumeratorCancellation] CancellationToken stop)
    {
        await Install(stop);
        await using var server = await Server.Start(await MachineBench.Demo(stop), stop);
        var page = new Uri(server.Site, await path(server, stop));
        var runs = new List<Dictionary<string, double>>();
        for (var run = 0; run < size.Of(3, 1); run++)
        {
            using var said = JsonDocument.Parse(await Node("lighthouse.mjs", page, stop));
            runs.Add(said.RootElement.GetProperty("scores").EnumerateObject().ToDictionary(score => score.Name, score => score.Value.GetDouble()));
            foreach (var found in said.RootElement.GetProperty("short").EnumerateArray()) Console.Error.WriteLine($"  {found.GetString()}");
        }
        yield return Figure.Higher(figure, [.. runs.Select(run => run.Values.Min())], "points", size, 100);
        foreach (var category in runs[0].Keys) yield return Figure.Higher($"{figure}.{category}", [.. runs.Select(run => run[category])], "points", size, 100);
    }

    static Task<string> Newest(Server server, CancellationToken stop) => Link(server, "article a[href]", stop);

    static async Task<string> Link(Server server, string selector, CancellationToken stop) => (await Links(server, selector, stop))[0];

    static async Task<IReadOnlyList<string>> Links(Server server, string selector, CancellationToken stop)
    {
        using var client = server.Client(follow: true);
        var front = await new AngleSharp.Html.Parser.HtmlParser().ParseDocumentAsync(await client.GetStreamAsync("/", stop), stop);
        string[] links = [.. front.QuerySelectorAll(selector).Select(link => link.GetAttribute("href")!).Distinct()];
        return links.Length > 0 ? links : throw new InvalidOperationException($"The front page has no {selector}.");
    }

    /// <summary>Lighthouse is no part of the program: it is fetched once, when it is first measured.</summary>
    static async Task Install(CancellationToken stop)
    {
        var there = Path.Combine(tools, "node_modules", ".package-lock.json");
        if (File.Exists(there) && File.GetLastWriteTimeUtc(there) >= File.GetLastWriteTimeUtc(Path.Combine(tools, "package-lock.json"))) return;
        await Tool.Run("npm", ["ci", "--prefix", tools, "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"], stop);
        File.SetLastWriteTimeUtc(there, File.GetLastWriteTimeUtc(Path.Combine(tools, "package-lock.json")));
    }

    static Task<string> Node(string script, Uri page, CancellationToken stop) => Tool.Run("node", [Path.Combine(tools, script), page.AbsoluteUri], stop);
}
