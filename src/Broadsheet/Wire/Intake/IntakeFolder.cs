using System.Globalization;
using System.Text;

namespace Broadsheet.Wire.Intake;

/// <summary>A source's folder on the disk: what waits in it, and where it goes.</summary>
sealed class IntakeFolder(string path)
{
    public const string Done = "done", Failed = "failed";

    const int LongestName = 255; // bytes, on every file system in use
    const string ReasonEnding = ".reason.txt";
    static readonly EnumerationOptions everyName = new() { AttributesToSkip = 0, IgnoreInaccessible = false, RecurseSubdirectories = false };

    readonly string done = System.IO.Path.Combine(path, Done);
    readonly string failed = System.IO.Path.Combine(path, Failed);

    public string Path => path;

    public void Make()
    {
        Directory.CreateDirectory(path);
        Directory.CreateDirectory(done);
        Directory.CreateDirectory(failed);
    }

    /// <summary>Plain files only: no folders, links, pipes. Without a look: its name is not in UTF-8, so that it cannot be reached.</summary>
    public IEnumerable<(string Name, FileLook? Look)> Files()
    {
        foreach (var file in Directory.EnumerateFiles(path, "*", everyName))
        {
            var (name, look) = (System.IO.Path.GetFileName(file), FileLook.At(file));
            if (look is { IsFile: true } || (look is null && name.Contains('\uFFFD', StringComparison.Ordinal))) yield return (name, look);
        }
    }

    public FileLook? Look(string name) => FileLook.At(In(name));

    public FileStream Open(string name) => new(In(name), new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.SequentialScan });

    /// <summary>
    /// A file of that name, wherever it has got to: still waiting, or in done/, where the newest of several is meant. Null where
    /// there is none, or the name is that of anything else but a plain file in the folder.
    /// </summary>
    public string? Find(string name)
    {
        if (name.Length == 0 || name is "." or ".." || name.AsSpan().IndexOfAny('/', '\\', '\0') >= 0) return null;
        return IfFile(In(name)) ?? IfFile(InDone(name, CountOf(last => InDone(name, last))));
    }

    /// <summary>How many there are of one name, each with its number. They stand without a gap: by doubling, then by halves, some steps for a thousand.</summary>
    static int CountOf(Func<int, string> numbered)
    {
        var (there, missing) = (0, 1);
        while (FileLook.At(numbered(missing)) is not null) (there, missing) = (missing, missing * 2);
        while (missing - there > 1)
        {
            var middle = (there + missing) / 2;
            if (FileLook.At(numbered(middle)) is not null) there = middle; else missing = middle;
        }
        return Math.Max(there, 1);
    }

    string InDone(string name, int count) => System.IO.Path.Combine(done, count == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}~{count}"));

    static string? IfFile(string path) => FileLook.At(path) is { IsFile: true } ? path : null;

    /// <summary>False if it is no longer the file that was read: then it stays.</summary>
    public bool MoveToDone(string name, FileLook read) => Look(name) == read && Move(name, read, FreeName(name, done, withReason: false));

    /// <summary>The same, with the reason beside it, which is there first: whoever finds the file finds out why, also after a crash.</summary>
    public bool MoveToFailed(string name, FileLook read, string reason, DateTimeOffset at)
    {
        if (Look(name) != read) return false;
        var free = FreeName(name, failed, withReason: true);
        var when = at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        WriteNew(free + ReasonEnding, $"{reason}\n\n{Shown(name)}, {read.Size} bytes, refused {when}.\nOnce mended, put it in the folder again.\n");
        var moved = false;
        try { return moved = Move(name, read, free); }
        finally { if (!moved) File.Delete(free + ReasonEnding); }
    }

    static void WriteNew(string path, string text)
    {
        using var file = new StreamWriter(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write });
        file.Write(text);
    }

    /// <summary>A name as it can be shown and logged: a line break in it is written out.</summary>
    public static string Shown(string name) =>
        string.Concat(name.Select(sign => char.IsControl(sign) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)sign:x4}") : sign.ToString()));

    bool Move(string name, FileLook read, string free)
    {
        File.Move(In(name), free, overwrite: false);
        if (FileLook.At(free) == read) return true;
        // Replaced in that very moment: back with it, to be taken again.
        File.Move(free, System.IO.Path.Exists(In(name)) ? FreeName(name, path, withReason: false) : In(name), overwrite: false);
        return false;
    }

    /// <summary>NAME, else NAME~2, NAME~3: nothing there is ever overwritten.</summary>
    static string FreeName(string name, string folder, bool withReason)
    {
        for (var count = 1; ; count++)
        {
            var ending = count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"~{count}");
            var free = System.IO.Path.Combine(folder, Fitting(name, ending.Length + (withReason ? ReasonEnding.Length : 0)) + ending);
            if (FileLook.At(free) is null && !(withReason && System.IO.Path.Exists(free + ReasonEnding))) return free;
        }
    }

    static string Fitting(string name, int ending)
    {
        var characters = StringInfo.ParseCombiningCharacters(name);
        var length = name.Length;
        for (var last = characters.Length - 1; last > 0 && Encoding.UTF8.GetByteCount(name.AsSpan(0, length)) + ending > LongestName; last--) length = characters[last];
        return name[..length];
    }

    string In(string name) => System.IO.Path.Combine(path, name);
}
