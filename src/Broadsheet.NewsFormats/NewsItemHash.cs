using System.Security.Cryptography;
using System.Text;

namespace Broadsheet.NewsFormats;

/// <summary>The fingerprint of what was sent: the item's JSON line, without file name and warnings.</summary>
internal static class NewsItemHash
{
    public static string Of(NewsItem item) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(NewsItemJson.Canonical(item.IsFromFeed ? item with { Published = null, FirstCreated = null } : item))));
}
