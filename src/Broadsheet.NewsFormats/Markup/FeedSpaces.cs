namespace Broadsheet.NewsFormats.Markup;

/// <summary>The namespaces of feeds and their extensions, and the prefixes by which those are known that forgot to declare them.</summary>
internal static class FeedSpaces
{
    public const string Atom = "http://www.w3.org/2005/Atom";
    public const string Atom03 = "http://purl.org/atom/ns#";
    public const string Content = "http://purl.org/rss/1.0/modules/content/";
    public const string DublinCore = "http://purl.org/dc/elements/1.1/";
    public const string DublinTerms = "http://purl.org/dc/terms/";
    public const string Itunes = "http://www.itunes.com/dtds/podcast-1.0.dtd";
    public const string Media = "http://search.yahoo.com/mrss/";
    public const string Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    public const string Rss10 = "http://purl.org/rss/1.0/";
    public const string Xhtml = "http://www.w3.org/1999/xhtml";

    public static string? Usual(string? prefix) => prefix?.ToLowerInvariant() switch
    {
        null => "",
        "atom" or "atom10" or "a10" => Atom,
        "content" => Content,
        "dc" => DublinCore,
        "dcterms" => DublinTerms,
        "itunes" => Itunes,
        "media" => Media,
        "rdf" => Rdf,
        "xhtml" => Xhtml,
        _ => null,
    };

    /// <summary>Whether two names mean one namespace: publishers write them in capitals, and with and without a slash at the end.</summary>
    public static bool Same(string written, string meant) =>
        written.AsSpan().Trim().TrimEnd('/').Equals(meant.AsSpan().TrimEnd('/'), StringComparison.OrdinalIgnoreCase);
}
