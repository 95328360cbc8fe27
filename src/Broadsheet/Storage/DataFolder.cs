namespace Broadsheet.Storage;

/// <summary>The one folder in which a paper on one machine keeps everything.</summary>
public sealed class DataFolder
{
    const int NoSpace = 28, QuotaUsedUp = 122; // of Linux

    public DataFolder(string root)
    {
        Root = Path.GetFullPath(root);
        isNew = !Directory.Exists(Root);
        // Password hashes and mailed links lie in it. One that is there already keeps the rights somebody gave it.
        Directory.CreateDirectory(Root, Own);
    }

    readonly bool isNew;

    /// <summary>Takes away again what was made for nothing: a command that kept nothing leaves no folder, least of all one that was mistyped.</summary>
    public void DropIfUnused()
    {
        if (isNew && Directory.Exists(Root) && !Directory.EnumerateFileSystemEntries(Root).Any()) Directory.Delete(Root);
    }

    const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public string Root { get; }
    public string Database => Path.Combine(Root, "broadsheet.db");
    public string Secret => Path.Combine(Root, "secret");

    /// <summary>
    /// Where the paper was served last: for the command line, whose links would else lead to no port; null if it never was.
    /// </summary>
    public Uri? LastAddress
    {
        get => File.Exists(AddressFile) && Uri.TryCreate(File.ReadAllText(AddressFile), UriKind.Absolute, out var address) ? address : null;
        set => File.WriteAllText(AddressFile, value?.AbsoluteUri);
    }

    string AddressFile => Path.Combine(Root, "address");

    /// <summary>A folder inside, made if it is not there yet.</summary>
    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(Root, name)).FullName;

    /// <summary>The same, for nobody else to look into.</summary>
    public string OwnFolder(string name) => Directory.CreateDirectory(Path.Combine(Root, name), Own).FullName;

    /// <summary>A file could not be written because there is no room, or no more for this account.</summary>
    public static bool IsFull(Exception failure) => failure is IOException && (failure.HResult & 0xFFFF) is NoSpace or QuotaUsedUp;

    /// <summary>There is something in the database; an empty file is none yet.</summary>
    public bool HasDatabase => new FileInfo(Database) is { Exists: true, Length: > 0 };

    /// <summary>An empty file is an empty database; SQLite itself would make one that others may read.</summary>
    public void MakeDatabase()
    {
        if (File.Exists(Database)) return;
        using var made = new FileStream(Database, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
    }
}
