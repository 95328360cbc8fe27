using System.Runtime.CompilerServices;

namespace Broadsheet.Bench;

/// <summary>A cached story page beside nginx serving the same compressed bytes from a file: each alone on the machine.</summary>
static class CachedPageBench
{
    const string Name = "page-cached-vs-nginx";
    const int Connections = 64;

    public static async IAsyncEnumerable<Figure> Measure(Size size, [EnumeratorCancellation] CancellationToken stop)
    {
        var seconds = size.Of(5, 2);
        var untilCompiledForGood = size.Of(10, 6);
        var stories = size.Of(100_000, 10_000);
        var folder = await ManyStories.Folder(stories, stop);
        var beside = $"{await Nginx.Version(stop)}, one worker, same bytes";
        List<double> rates = [], tails = [], mixed = [];
        for (var run = 0; run < size.Runs; run++)
        {
            Wrk ours, ofMixed;
            byte[] gzip;
            await using (var server = await Server.Start(folder, stop))
            {
                var page = await StoryPage(server, 1000, stop);
                gzip = await Gzip(server, page, stop);
                await Wrk.Run(page, Connections, untilCompiledForGood, stop);
                ours = await Wrk.Run(page, Connections, seconds, stop);
                ofMixed = await Wrk.Run(page, Connections, seconds, stop, await MixedScript(stories, run, stop));
            }
            await using var nginx = await Nginx.Serve(gzip, stop);
            await Wrk.Run(nginx.Page, Connections, 1, stop);
            var theirs = await Wrk.Run(nginx.Page, Connections, seconds, stop);
            Console.Error.WriteLine($"  run {run + 1}: ours {ours.PerSecond:n0}/s p99 {ours.P99Milliseconds:n1} ms; nginx {theirs.PerSecond:n0}/s p99 {theirs.P99Milliseconds:n1} ms; with 10% uncached {ofMixed.PerSecond:n0}/s");
            rates.Add(ours.PerSecond / theirs.PerSecond);
            tails.Add(ours.P99Milliseconds / theirs.P99Milliseconds);
            mixed.Add(ofMixed.PerSecond / theirs.PerSecond);
        }
        yield return Figure.Higher(Name, rates, "ratio", size, 0.8, beside);
        yield return Figure.Lower(Name + ".p99", tails, "ratio", size, null, beside);
        yield return Figure.Higher(Name + ".tenth-uncached", mixed, "ratio", size, null, beside + ", nothing uncached");
    }

    public static async Task<Uri> StoryPage(Server server, long number, CancellationToken stop)
    {
        using var client = server.Client();
        // The number decides; the paper says where the page is.
        var answer = await client.GetAsync($"/part-1/x-{number}", stop);
        return answer.Headers.Location is { } moved ? new Uri(server.Site, moved) : new Uri(server.Site, $"/part-1/x-{number}");
    }

    static async Task<byte[]> Gzip(Server server, Uri page, CancellationToken stop)
    {
        using var client = server.Client();
        client.DefaultRequestHeaders.Add("Accept-Encoding", "gzip");
        var answer = await client.GetAsync(page, stop);
        if (!answer.IsSuccessStatusCode || !answer.Content.Headers.ContentEncoding.Contains("gzip")) throw new InvalidOperationException($"{page} answered {answer.StatusCode} without gzip.");
        return await answer.Content.ReadAsByteArrayAsync(stop);
    }

    /// <summary>Each tenth request is for a story nobody asked for yet in this run.</summary>
    static async Task<string> MixedScript(int stories, int run, CancellationToken stop)
    {
        var addresses = Path.Combine(Workplace.Data, $"stories-{stories}", "addresses.txt");
        var script = Path.Combine(Workplace.Data, "mixed.lua");
        await File.WriteAllTextAsync(script,
            $$"""
            local paths, count, at = {}, 0, 0
            for line in io.lines("{{await Addresses(addresses, stop)}}") do paths[#paths + 1] = line end
            at = {{run}} * 7919
            request = function()
              count = count + 1
              if count % 10 ~= 0 then return wrk.format() end
              at = at % #paths + 1
              return wrk.format(nil, paths[at])
            end
            """, stop);
        return script;
    }

    public static async Task<string> Addresses(string file, CancellationToken stop)
    {
        if (File.Exists(file)) return file;
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(Path.GetDirectoryName(file)!, "broadsheet.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(stop);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT '/' || sections.slug || '/' || stories.slug || '-' || stories.number FROM stories JOIN sections ON sections.id = section_id ORDER BY stories.number";
        await using var rows = await command.ExecuteReaderAsync(stop);
        await using var writer = new StreamWriter(file + ".part");
        while (await rows.ReadAsync(stop)) await writer.WriteLineAsync(rows.GetString(0));
        await writer.DisposeAsync();
        File.Move(file + ".part", file);
        return file;
    }
}
