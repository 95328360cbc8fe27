using System.Text;
using Broadsheet.Tests.World;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Tests.Wire;

/// <summary>The folder that a paper's first source watches, as an agency sees it.</summary>
static class WireFolder
{
    public static async Task<string> WatchedFolder(Newsroom newsroom)
    {
        var wire = Path.Combine(newsroom.Data, "wire");
        return await Newsroom.Eventually(() => Task.FromResult(wire), _ => Directory.Exists(Path.Combine(wire, "failed")));
    }

    public static Task Drop(string folder, string name, string content) => File.WriteAllTextAsync(Path.Combine(folder, name), content, name == "photo.bmp" ? Encoding.Latin1 : new UTF8Encoding(false), Newsroom.Stop);

    public static Task InDone(string folder, string name) => Newsroom.Eventually(() => Task.FromResult(Seen(folder)), _ => File.Exists(Path.Combine(folder, "done", name)));

    /// <summary>Waits for it and gives the reason.</summary>
    public static async Task<string> InFailed(string folder, string name)
    {
        var reason = Path.Combine(folder, "failed", name + ".reason.txt");
        await Newsroom.Eventually(() => Task.FromResult(Seen(folder)), _ => File.Exists(reason) && new FileInfo(reason).Length > 0);
        Assert.True(File.Exists(Path.Combine(folder, "failed", name)));
        return await File.ReadAllTextAsync(reason, Newsroom.Stop);
    }

    public static List<string> Names(string folder) => [.. Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    public static string Seen(string folder) => string.Join(", ", Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));

    public static async Task<DateTimeOffset?> LastSuccess(Newsroom newsroom)
    {
        await using var db = await newsroom.Read();
        return await db.Sources.Where(source => source.Name == "wire").Select(source => source.LastSuccessAt).SingleAsync(Newsroom.Stop);
    }
}
