using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Broadsheet.Web;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Broadsheet.Bench;

/// <summary>
/// A story page made from nothing: its queries, its HTML, both encodings. On one core, in the program itself, without a
/// network. Beside it the same page again and again, whose rows need no query.
/// </summary>
static class RenderedPageBench
{
    const string Name = "page-rendered";
    const string OneCore = "BROADSHEET_BENCH_ONE_CORE";

    public static async IAsyncEnumerable<Figure> Measure(Size size, [EnumeratorCancellation] CancellationToken stop)
    {
        if (Environment.GetEnvironmentVariable(OneCore) is { } folder)
        {
            await Here(folder, size, stop);
            yield break;
        }
        folder = await ManyStories.Folder(size.Of(100_000, 10_000), stop);
        Environment.SetEnvironmentVariable(OneCore, folder);
        var printed = await Tool.Run("taskset", ["-c", "0", Environment.ProcessPath!, Name, .. size.Quick ? ["--quick"] : Array.Empty<string>()], stop);
        Environment.SetEnvironmentVariable(OneCore, null);
        var rates = printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line, CultureInfo.InvariantCulture)).ToArray();
        yield return Figure.Higher(Name, rates, "pages/s on one core", size, 800);
    }

    static async Task Here(string folder, Size size, CancellationToken stop)
    {
        var paths = await File.ReadAllLinesAsync(await CachedPageBench.Addresses(Path.Combine(folder, "addresses.txt"), stop), stop);
        using var server = new InProcess();
        await using var app = Broadsheet.Program.BuildServer(new Dictionary<string, string?> { ["Broadsheet:Data"] = folder }, services => services.AddSingleton<IServer>(server));
        await app.StartServing(stop);
        var next = 0;
        await Run(server, paths, () => next++, size.Of(6000, 2500)); // until the code is compiled for good
        for (var run = 0; run < size.Runs; run++)
        {
            var pages = size.Of(3000, 800);
            var began = Stopwatch.GetTimestamp();
            await Run(server, paths, () => next++, pages);
            Console.WriteLine((pages / Stopwatch.GetElapsedTime(began).TotalSeconds).ToString(CultureInfo.InvariantCulture));
        }
        await app.StopAsync(stop);
    }

    static async Task Run(InProcess server, string[] paths, Func<int> next, int pages)
    {
        for (var page = 0; page < pages; page++)
        {
            var path = paths[next() % paths.Length];
            var (status, _, location) = await server.Get(path);
            if (status != 200) throw new InvalidOperationException($"{path} answered {status} {location}");
        }
    }
}
