namespace Broadsheet.Tests.World;

/// <summary>Where the tests were built from.</summary>
public static class Repository
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    static string Find(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "Broadsheet.slnx"))
        ? folder.FullName
        : Find(folder.Parent ?? throw new InvalidOperationException("The tests do not lie in the repository."));
}
