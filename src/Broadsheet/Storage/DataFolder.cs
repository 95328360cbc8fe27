namespace Broadsheet.Storage;

/// <summary>The one folder in which a paper on one machine keeps everything.</summary>
public sealed class DataFolder
{
    public DataFolder(string root)
    {
        Root = Path.GetFullPath(root);
        Directory.CreateDirectory(Root);
    }

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
}
