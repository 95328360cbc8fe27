using System.Globalization;
using Broadsheet.NewsFormats;
using Broadsheet.Wire;
using Broadsheet.Wire.Intake;

namespace Broadsheet.Cli;

/// <summary>Takes files in as if a source had sent them, and says what became of each.</summary>
sealed class WireIngest(Ingest ingest, Source source)
{
    const int FilesInOneWrite = 32;
    const long BytesInOneWrite = 4_000_000;

    readonly Dictionary<string, int> total = [];
    int taken, refused;

    public async Task<int> Run(IEnumerable<string> paths, CancellationToken stop)
    {
        var (files, missing) = WirePaths.Expand(paths);
        var failed = await WirePaths.SayWhatIsMissing(missing);
        try
        {
            await LongWork.Show("Taking in", files.Count, (say, done) => TakeAll(files, say, done, stop));
        }
        finally
        {
            var refusals = refused > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {refused} {(refused == 1 ? "file" : "files")} refused") : "";
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Total of {taken + refused} {(taken + refused == 1 ? "file" : "files")}: {Counted(total)}{refusals}"));
        }
        return failed || refused > 0 || total.GetValueOrDefault("refused") > 0 ? CommandLine.Failed : CommandLine.Done;
    }

    async Task TakeAll(List<string> files, Action<string> say, Action done, CancellationToken stop)
    {
        var read = new List<SentFile>();
        long bytes = 0;
        foreach (var file in files)
        {
            stop.ThrowIfCancellationRequested();
            if (await Read(file, stop) is { } sent) read.Add(sent);
            if (File.Exists(file)) bytes += new FileInfo(file).Length;
            done();
            if (read.Count == 0 || (read.Count < FilesInOneWrite && bytes < BytesInOneWrite)) continue;
            await Store(read, say, stop);
            (read, bytes) = ([], 0);
        }
        if (read.Count > 0) await Store(read, say, stop);
    }

    /// <summary>Null for a file that is refused.</summary>
    async Task<SentFile?> Read(string file, CancellationToken stop)
    {
        try
        {
            await using var content = File.OpenRead(file);
            return new SentFile(WirePaths.Plain(file), await ingest.Read(source, content, stop));
        }
        catch (NewsFormatException refusal)
        {
            await ingest.Refuse(source, WirePaths.Plain(file), SourceTrouble.Of(refusal), stop);
            await SayRefused(file, refusal.Message);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await SayRefused(file, failure.Message);
        }
        return null;
    }

    async Task Store(List<SentFile> read, Action<string> say, CancellationToken stop)
    {
        foreach (var (file, result) in read.Zip(await ingest.Take(source, read, stop)))
        {
            taken++;
            say($"{file.Name}: {Counted(Add(result))}");
            foreach (var message in result.Messages) await Console.Error.WriteLineAsync($"{file.Name}: {WirePaths.Plain(message)}");
        }
    }

    Dictionary<string, int> Add(IngestResult result)
    {
        var counts = new Dictionary<string, int> { ["new"] = result.New, ["newer"] = result.Newer, ["older"] = result.Older, ["the same"] = result.Same, ["refused"] = result.Refused };
        foreach (var (what, count) in counts) total[what] = total.GetValueOrDefault(what) + count;
        return counts;
    }

    Task SayRefused(string file, string reason)
    {
        refused++;
        return Console.Error.WriteLineAsync($"{WirePaths.Plain(file)}: refused: {WirePaths.Plain(reason)}");
    }

    static string Counted(Dictionary<string, int> counts) =>
        counts.Values.All(count => count == 0) ? "no items" : string.Join(", ", counts.Where(count => count.Value > 0).Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Value} {count.Key}")));
}
