namespace Broadsheet.Web.PageCache;

/// <summary><c>Broadsheet:PageCache</c>.</summary>
public sealed class PageCacheSettings
{
    /// <summary>How much memory rendered pages may take, in megabytes that the process grows by.</summary>
    public int Megabytes { get; set; } = 64;
}
