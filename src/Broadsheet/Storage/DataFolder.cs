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

    /// <summary>A folder inside, made if it is not there yet.</summary>
    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(Root, name)).FullName;
}
