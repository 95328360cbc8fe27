using System.Security.Cryptography;
using System.Text;

namespace Broadsheet.NewsFormats;

/// <summary>
/// The fingerprint of what was sent: the item's JSON line, without file name and warnings. Of a feed's item, what it says: its times
/// follow the building of the feed, and with some publishers so do its identifier and the address.
/// </summary>
internal static class NewsItemHash
{
    public static string Of(NewsItem item) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(NewsItemJson.Canonical(item.IsFromFeed ? WhatItSays(item) : item))));

    private static NewsItem WhatItSays(NewsItem item) =>
        item with { Guid = null, Links = [.. item.Links.Where(link => link.Rel is not ("self" or "alternate" or "canonical"))], Published = null, FirstCreated = null };
}
