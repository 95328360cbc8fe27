using System.IO.Enumeration;
using Broadsheet.Wire.Intake;

namespace Broadsheet.Cli;

/// <summary>The files that the paths of a command stand for.</summary>
static class WirePaths
{
    static readonly EnumerationOptions everything = new() { AttributesToSkip = FileAttributes.ReparsePoint, RecurseSubdirectories = true, IgnoreInaccessible = false };

    /// <summary>Files as given, folders with the plain files below them, sorted, but for what a source took or refused before; and what is not there.</summary>
    public static (List<string> Files, List<string> Missing) Expand(IEnumerable<string> paths)
    {
        var (files, missing) = (new List<string>(), new List<string>());
        foreach (var path in paths)
        {
            if (Directory.Exists(path)) files.AddRange(Below(path).Order(StringComparer.Ordinal));
            else if (File.Exists(path)) files.Add(path);
            else missing.Add(path);
        }
        return (files, missing);
    }

    // A pipe in a folder would be waited for without end; who names one wants to read it.
    static IEnumerable<string> Below(string folder) => new FileSystemEnumerable<string>(folder, (ref entry) => entry.ToSpecifiedFullPath(), everything)
    {
        ShouldIncludePredicate = (ref entry) => !entry.IsDirectory && FileLook.At(entry.ToFullPath()) is not { IsFile: false },
        ShouldRecursePredicate = (ref entry) => entry.FileName is not (IntakeFolder.Done or IntakeFolder.Failed),
    };

    public static async Task<bool> SayWhatIsMissing(IReadOnlyList<string> missing)
    {
        foreach (var path in missing) await Console.Error.WriteLineAsync($"{path}: there is no such file or folder.");
        return missing.Count > 0;
    }

    /// <summary>What was sent may hold anything; a terminal obeys control signs.</summary>
    public static string Plain(string? text) => string.Concat((text ?? "").Select(sign => char.IsControl(sign) ? ' ' : sign));
}
