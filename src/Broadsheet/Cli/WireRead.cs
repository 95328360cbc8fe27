using Broadsheet.NewsFormats;

namespace Broadsheet.Cli;

/// <summary>Reads files and prints what they hold; touches no database.</summary>
sealed class WireRead(NewsReadOptions options, bool json)
{
    public async Task<int> Run(IEnumerable<string> paths, CancellationToken stop)
    {
        var (files, missing) = WirePaths.Expand(paths);
        var failed = await WirePaths.SayWhatIsMissing(missing);
        // On a terminal the lines themselves are the progress, and a long one must not be broken by a bar's console.
        if (Console.IsOutputRedirected) await LongWork.Show("Reading", files.Count, async (_, done) => failed |= !await ReadAll(files, done, stop));
        else failed |= !await ReadAll(files, () => { }, stop);
        return failed ? CommandLine.Failed : CommandLine.Done;
    }

    /// <summary>Whether all could be read.</summary>
    async Task<bool> ReadAll(List<string> files, Action done, CancellationToken stop)
    {
        var all = true;
        foreach (var file in files)
        {
            stop.ThrowIfCancellationRequested();
            all &= await Read(file, stop);
            done();
        }
        return all;
    }

    async Task<bool> Read(string file, CancellationToken stop)
    {
        try
        {
            await using var content = File.OpenRead(file);
            foreach (var line in Lines(file, await NewsReader.ReadAsync(content, options, stop))) await Console.Out.WriteLineAsync(line);
            return true;
        }
        catch (Exception failure) when (failure is NewsFormatException or IOException or UnauthorizedAccessException)
        {
            if (json) await Console.Out.WriteLineAsync(NewsItemJson.Refused(file, failure.Message));
            await Console.Error.WriteLineAsync($"{WirePaths.Plain(file)}: {WirePaths.Plain(failure.Message)}");
            return false;
        }
    }

    IEnumerable<string> Lines(string file, NewsDocument document) =>
        document.Items.Count == 0 ? [json ? NewsItemJson.Empty(file, document.Format) : $"{WirePaths.Plain(file)}: {document.Format}, no items"]
        : document.Items.Select(item => json ? NewsItemJson.ToLine(file, item) : Readable(file, item));

    static string Readable(string file, NewsItem item)
    {
        var version = item.Version is { } sent ? $", version {sent}" : "";
        var embargo = item.Embargo is { } until ? $", embargo {until}" : "";
        var warnings = item.Warnings.Count > 0 ? $" [{string.Join(' ', item.Warnings)}]" : "";
        return WirePaths.Plain($"{file}: {item.Format}, {item.Type ?? "no type"}, {NewsItemJson.Status(item.Status)}{version}{embargo}: {item.Headline ?? item.Slugline ?? item.Guid ?? "(no headline)"}{warnings}");
    }
}
