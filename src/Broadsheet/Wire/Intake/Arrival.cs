using System.Security.Cryptography;
using System.Text;
using Broadsheet.NewsFormats;

namespace Broadsheet.Wire.Intake;

/// <summary>An item of a document on its way in, with what tells it from others.</summary>
/// <param name="Guid">What it is known by within its source.</param>
/// <param name="GuidAndLink">What it is known by if an earlier document had its guid on several links.</param>
/// <param name="Version">As sent; null: we count.</param>
sealed record Arrival(NewsItem Item, string Guid, string? GuidAndLink, long? Version, string Hash)
{
    const int LongestGuid = 400;

    public static IReadOnlyList<Arrival> Of(NewsDocument document)
    {
        var sent = document.Items.Select(item => (Item: item, Link: LinkOf(item), Hash: item.ContentHash)).ToList();
        var onSeveralLinks = sent.Where(one => one.Item.Guid is not null && one.Link is not null).GroupBy(one => one.Item.Guid!)
            .Where(group => group.DistinctBy(one => one.Link).Skip(1).Any()).Select(group => group.Key).ToHashSet();
        var onDifferentItems = sent.Where(one => one.Item.Version?.Number is null).GroupBy(one => (Guid: one.Item.Guid ?? one.Link, one.Link))
            .Where(group => group.Key.Guid is not null && group.DistinctBy(one => one.Hash).Skip(1).Any()).Select(group => group.Key).ToHashSet();
        return [.. sent.Select(one => Of(one.Item, one.Link, one.Hash, onSeveralLinks, onDifferentItems))];
    }

    static Arrival Of(NewsItem item, string? link, string hash, HashSet<string> onSeveralLinks, HashSet<(string?, string?)> onDifferentItems)
    {
        var both = item.Guid is not null && link is not null ? Bounded(item.Guid + " " + link) : null;
        var guid = item.Guid is null ? link ?? "sha256:" + hash
            : both is not null && onSeveralLinks.Contains(item.Guid) ? both
            : item.Guid;
        // Of items that share all there is to know them by, none may take another's place in silence.
        if (item.Version?.Number is null && onDifferentItems.Contains((item.Guid ?? link, link))) guid = $"{guid} sha256:{hash}";
        return new Arrival(item, Bounded(guid), both, item.Version?.Number, hash);
    }

    /// <summary>Where the item itself stands, for those whose agency says so.</summary>
    static string? LinkOf(NewsItem item) => item.Links.FirstOrDefault(link => link.Rel is "self" or "alternate" or "canonical")?.Guid;

    // It stands in an index, and PostgreSQL's takes no more than 2,700 bytes.
    static string Bounded(string guid) => guid.Length <= LongestGuid ? guid
        : $"{guid.AsSpan(0, LongestGuid - 70)} sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(guid)))}";
}
