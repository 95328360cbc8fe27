using Broadsheet.NewsFormats.Feeds;
using Broadsheet.NewsFormats.Markup;

namespace Broadsheet.NewsFormats.Rss;

/// <summary>An RSS feed, of any version from 0.90 to 2.0.</summary>
internal sealed record RssDocument(RssChannel Channel, IReadOnlyList<RssItem> Items);

/// <summary>channel (RSS 2.0, "Required channel elements" and "Optional channel elements"; RSS 1.0, 5.3).</summary>
internal sealed record RssChannel
{
    public string? Title { get; init; }

    public string? Link { get; init; }

    public string? Language { get; init; }

    public string? Copyright { get; init; }

    public required FeedBase Base { get; init; }
}

/// <summary>item (RSS 2.0, "Elements of item"; RSS 1.0, 5.5), and of the extensions what a newsroom uses.</summary>
internal sealed record RssItem
{
    public required MarkupElement Element { get; init; }

    public required FeedBase Base { get; init; }

    public string? Title { get; init; }

    public string? Link { get; init; }

    /// <summary>guid; in RSS 1.0 rdf:about.</summary>
    public string? Guid { get; init; }

    public string? Description { get; init; }

    /// <summary>content:encoded.</summary>
    public string? Encoded { get; init; }

    /// <summary>xhtml:body, an element.</summary>
    public MarkupElement? Xhtml { get; init; }

    public string? Author { get; init; }

    /// <summary>dc:creator.</summary>
    public IReadOnlyList<string> Creators { get; init; } = [];

    public string? PubDate { get; init; }

    /// <summary>dc:date, dcterms:modified or atom:updated.</summary>
    public string? OtherDate { get; init; }

    public string? Language { get; init; }

    public string? Rights { get; init; }

    public string? Source { get; init; }

    public IReadOnlyList<string> Categories { get; init; } = [];

    public IReadOnlyList<string> Keywords { get; init; } = [];

    public IReadOnlyList<FeedEnclosure> Enclosures { get; init; } = [];
}
