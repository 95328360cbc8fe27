using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Broadsheet.Bench;

/// <summary>What the published program needs of the machine.</summary>
static class MachineBench
{
    const double CacheMegabytes = 64;

    /// <summary>From the start of the process to the first page answered, on a paper with content.</summary>
    public static async IAsyncEnumerable<Figure> Start(Size size, [EnumeratorCancellation] CancellationToken stop)
    {
        var program = await Server.Published(stop);
        var folder = await Demo(stop);
        var runs = new List<double>();
        for (var run = 0; run <= size.Runs; run++)
        {
            var port = Server.FreePort();
            var start = new ProcessStartInfo(program, ["serve", "--urls", $"http://127.0.0.1:{port}", "--data", folder]) { RedirectStandardError = true };
            var began = Stopwatch.GetTimestamp();
            using var process = Children.Start(start);
            await UntilItAnswers(new Uri($"http://127.0.0.1:{port}/"), stop);
            if (run > 0) runs.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds); // the first reads the files from disk
            process.Kill();
            await process.WaitForExitAsync(stop);
        }
        yield return Figure.Lower("start-to-200", runs, "ms", size, 1000);
    }

    /// <summary>After a front page, a story and ten quiet seconds.</summary>
    public static async IAsyncEnumerable<Figure> Idle(Size size, [EnumeratorCancellation] CancellationToken stop)
    {
        var folder = await Demo(stop);
        var runs = new List<double>();
        for (var run = 0; run < size.Of(3, 1); run++)
        {
            await using var server = await Server.Start(folder, stop);
            await Warm(server, stop);
            await Task.Delay(TimeSpan.FromSeconds(size.Of(10, 5)), stop);
            runs.Add(server.MegabytesInMemory());
        }
        yield return Figure.Lower("idle-memory", runs, "MB", size, 130);
    }

    /// <summary>How much a hundred thousand different pages add: the cache's limit at most.</summary>
    public static async IAsyncEnumerable<Figure> ManyPages(Size size, [EnumeratorCancellation] CancellationToken stop)
    {
        var stories = size.Of(100_000, 10_000);
        var folder = await ManyStories.Folder(stories, stop);
        var paths = await File.ReadAllLinesAsync(await CachedPageBench.Addresses(Path.Combine(folder, "addresses.txt"), stop), stop);
        await using var server = await Server.Start(folder, stop);
        await Warm(server, stop);
        using var client = server.Client();
        await Ask(client, paths.Take(500), stop);
        await Task.Delay(TimeSpan.FromSeconds(5), stop);
        var idle = server.MegabytesInMemory();
        var done = 0;
        await Parallel.ForEachAsync(paths, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = stop }, async (path, stop) =>
        {
            using var answer = await client.GetAsync(path, stop);
            answer.EnsureSuccessStatusCode();
            if (Interlocked.Increment(ref done) % 10_000 == 0) Console.Error.WriteLine($"  {done:n0} pages, {server.MegabytesInMemory():n0} MB");
        });
        await Task.Delay(TimeSpan.FromSeconds(5), stop);
        yield return Figure.Lower("memory-100k-pages", [server.MegabytesInMemory() - idle], "MB above idle", size, CacheMegabytes, $"the cache's limit, {CacheMegabytes} MB");
    }

    static async Task Warm(Server server, CancellationToken stop)
    {
        using var client = server.Client(follow: true);
        (await client.GetAsync("/", stop)).EnsureSuccessStatusCode();
        await client.GetAsync(await CachedPageBench.StoryPage(server, 1000, stop), stop);
    }

    static async Task Ask(HttpClient client, IEnumerable<string> paths, CancellationToken stop)
    {
        foreach (var path in paths) using (await client.GetAsync(path, stop)) { }
    }

    public static async Task<string> Demo(CancellationToken stop)
    {
        var folder = Path.Combine(Workplace.Data, "demo");
        if (File.Exists(Path.Combine(folder, "broadsheet.db"))) return folder;
        await using var server = await Server.Start(folder, stop, "--demo");
        return folder;
    }

    static async Task UntilItAnswers(Uri page, CancellationToken stop)
    {
        using var client = new HttpClient(new SocketsHttpHandler());
        using var often = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (true)
        {
            try { if ((await client.GetAsync(page, stop)).IsSuccessStatusCode) return; }
            catch (HttpRequestException) { /* not yet */ }
            await often.WaitForNextTickAsync(stop);
        }
    }
}
