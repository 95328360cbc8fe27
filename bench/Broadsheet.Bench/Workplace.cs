namespace Broadsheet.Bench;

/// <summary>What is prepared once and kept: <c>bench/data</c>, ignored by git.</summary>
static class Workplace
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));
    public static string Data { get; } = Directory.CreateDirectory(Path.Combine(Root, "bench", "data")).FullName;

    static string Find(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "Broadsheet.slnx"))
        ? folder.FullName
        : Find(folder.Parent ?? throw new InvalidOperationException("The bench does not lie in the repository."));
}
