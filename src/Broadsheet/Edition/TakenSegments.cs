namespace Broadsheet.Edition;

/// <summary>First segments of addresses that are no section, now or later: a section cannot be named like one.</summary>
public static class TakenSegments
{
    static readonly HashSet<string> all = new(StringComparer.OrdinalIgnoreCase)
    {
        "topic", "writer", "storyline", "reader", "picture", "comment", "search",
        "about", "contact", "privacy", "corrections",
        "feed.xml", "feed.atom", "feed.json",
        "sitemap", "sitemap.xml", "sitemap-pages.xml", "sitemap-news.xml", "robots.txt", "manifest.webmanifest", "favicon.ico", ".well-known",
        "register", "sign-in", "sign-out", "account", "preferences", "following", "inbox", "support",
        "desk", "preview", "api", "health", "media", "assets",
    };

    public static IReadOnlyCollection<string> All => all;

    public static bool Contains(string segment) => all.Contains(segment);

    /// <summary>Why a section cannot have this slug, or null.</summary>
    public static string? Problem(string slug)
    {
        if (Contains(slug)) return $"“{slug}” is the beginning of other addresses of the site.";
        var fits = slug.Length > 0 && slug[0] != '-' && slug[^1] != '-'
            && slug.All(sign => sign == '-' || char.IsLetterOrDigit(sign) || char.IsSurrogate(sign) || char.GetUnicodeCategory(sign) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark)
            && !slug.Any(char.IsUpper);
        return fits ? null : $"“{slug}” cannot stand in an address: use lower-case letters, digits and hyphens.";
    }
}

/// <summary>In a route, <c>{section:section}</c>: any first segment that is not taken.</summary>
sealed class SectionSegment : IRouteConstraint
{
    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        values[routeKey] is string segment && !TakenSegments.Contains(segment);
}
