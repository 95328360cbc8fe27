using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Broadsheet.Kit;
using Broadsheet.Storage;
using Broadsheet.Stories.Reading;
using Broadsheet.Web;
using Broadsheet.Web.PageCache;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Broadsheet.Bench;

/// <summary>
/// A story page made from nothing: its queries, its HTML, both encodings. On one core, in the program itself, without a
/// network. Beside it the same page without its queries.
/// </summary>
static class RenderedPageBench
{
    const string Name = "page-rendered";
    const string OneCore = "BROADSHEET_BENCH_ONE_CORE";
    const string WaitFactorOnOneCore = "DOTNET_TC_DelaySingleProcMultiplier";

    public static async IAsyncEnumerable<Figure> Measure(Size size, [EnumeratorCancellation] CancellationToken stop)
    {
        if (Environment.GetEnvironmentVariable(OneCore) is { } folder)
        {
            await Here(folder, size, stop);
            yield break;
        }
        folder = await ManyStories.Folder(size.Of(100_000, 10_000), stop);
        Environment.SetEnvironmentVariable(OneCore, folder);
        // Bound to one core, the runtime waits ten times as long before it compiles anything for good: for minutes it would be
        // the unfinished code that is measured, which no paper runs on for long.
        Environment.SetEnvironmentVariable(WaitFactorOnOneCore, "1");
        var printed = await Tool.Run("taskset", ["-c", "0", Environment.ProcessPath!, Name, .. size.Quick ? ["--quick"] : Array.Empty<string>()], stop);
        Environment.SetEnvironmentVariable(OneCore, null);
        Environment.SetEnvironmentVariable(WaitFactorOnOneCore, null);
        var rates = printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ').Select(rate => double.Parse(rate, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        yield return Figure.Higher(Name, [.. rates.Select(rate => rate[0])], "pages/s on one core", size, 800);
        yield return Figure.Higher(Name + ".without-queries", [.. rates.Select(rate => rate[1])], "pages/s on one core", size);
    }

    static async Task Here(string folder, Size size, CancellationToken stop)
    {
        var paths = await File.ReadAllLinesAsync(await CachedPageBench.Addresses(Path.Combine(folder, "addresses.txt"), stop), stop);
        using var server = new InProcess();
        await using var app = Broadsheet.Program.BuildServer(new Dictionary<string, string?> { ["Broadsheet:Data"] = folder }, services => services.AddSingleton<IServer>(server));
        await app.StartServing(stop);
        var next = 0;
        await Run(server, paths, () => next++, size.Of(10_000, 6000)); // until the code is compiled for good
        for (var run = 0; run < size.Runs; run++)
        {
            var pages = size.Of(3000, 800);
            var began = Stopwatch.GetTimestamp();
            await Run(server, paths, () => next++, pages);
            var whole = pages / Stopwatch.GetElapsedTime(began).TotalSeconds;
            if (run == 0) await WithoutQueries(app.Services, pages, stop);
            var withoutQueries = await WithoutQueries(app.Services, pages, stop);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{whole} {withoutQueries}"));
        }
        await app.StopAsync(stop);
    }

    /// <summary>The page's HTML and both encodings, of rows read before.</summary>
    static async Task<double> WithoutQueries(IServiceProvider services, int pages, CancellationToken stop)
    {
        await using var scope = services.CreateAsyncScope();
        var stories = scope.ServiceProvider.GetRequiredService<ReadStories>();
        var db = scope.ServiceProvider.GetRequiredService<NewsroomDb>();
        var story = (await stories.Find(db, 1000, stop))!;
        var related = await stories.Beside(db, story, stop);
        var head = new PageHead { Title = story.Text.Headline, CanonicalPath = story.Address, Section = story.Section };
        var began = Stopwatch.GetTimestamp();
        for (var page = 0; page < pages; page++)
        {
            await using var request = services.CreateAsyncScope();
            using var html = new MemoryStream(32_768);
            var http = new DefaultHttpContext { RequestServices = request.ServiceProvider };
            (http.Request.Scheme, http.Request.Host, http.Request.Path) = ("http", new HostString("localhost"), story.Address);
            http.Response.Body = html;
            await new Page<StoryPage>(head, new { Story = story, Related = related }).ExecuteAsync(http);
            _ = new RenderedPage(html.GetBuffer().AsSpan(0, (int)html.Length), 200, "text/html", [], TimeProvider.System, 0) { SiteIsHttps = false, LastModified = DateTimeOffset.UnixEpoch };
        }
        return pages / Stopwatch.GetElapsedTime(began).TotalSeconds;
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
