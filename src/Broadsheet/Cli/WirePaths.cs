namespace Broadsheet.Cli;

/// <summary>The files that the paths of a command stand for.</summary>
static class WirePaths
{
    static readonly EnumerationOptions everything = new() { AttributesToSkip = FileAttributes.ReparsePoint, RecurseSubdirectories = true, IgnoreInaccessible = false };

    /// <summary>Files as given, folders with all below them, sorted; and what is not there.</summary>
    public static (List<string> Files, List<string> Missing) Expand(IEnumerable<string> paths)
    {
        var (files, missing) = (new List<string>(), new List<string>());
        foreach (var path in paths)
        {
            if (Directory.Exists(path)) files.AddRange(Directory.EnumerateFiles(path, "*", everything).Order(StringComparer.Ordinal));
            else if (File.Exists(path)) files.Add(path);
            else missing.Add(path);
        }
        return (files, missing);
    }

    public static async Task<bool> SayWhatIsMissing(IReadOnlyList<string> missing)
    {
        foreach (var path in missing) await Console.Error.WriteLineAsync($"{path}: there is no such file or folder.");
        return missing.Count > 0;
    }

    /// <summary>What was sent may hold anything; a terminal obeys control signs.</summary>
    public static string Plain(string? text) => string.Concat((text ?? "").Select(sign => char.IsControl(sign) ? ' ' : sign));
}
