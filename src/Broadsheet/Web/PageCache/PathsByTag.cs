namespace Broadsheet.Web.PageCache;

/// <summary>Which pages are made of what. Asked when something changes and when a page comes or goes, not for each reader.</summary>
sealed class PathsByTag
{
    readonly Lock changing = new();
    readonly Dictionary<string, HashSet<string>> paths = new(StringComparer.Ordinal);

    public int Count
    {
        get { lock (changing) return paths.Count; }
    }

    public IReadOnlyList<string> Of(string tag)
    {
        lock (changing) return paths.TryGetValue(tag, out var known) ? [.. known] : [];
    }

    public void Add(string path, IReadOnlyCollection<string> tags)
    {
        lock (changing)
        {
            foreach (var tag in tags)
            {
                if (!paths.TryGetValue(tag, out var known)) paths[tag] = known = new HashSet<string>(1, StringComparer.Ordinal);
                known.Add(path);
            }
        }
    }

    public void Remove(string path, IReadOnlyCollection<string> tags)
    {
        lock (changing)
        {
            foreach (var tag in tags)
                if (paths.TryGetValue(tag, out var known) && known.Remove(path) && known.Count == 0) paths.Remove(tag);
        }
    }
}
