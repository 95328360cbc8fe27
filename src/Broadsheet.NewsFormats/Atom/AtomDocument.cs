using Broadsheet.NewsFormats.Feeds;
using Broadsheet.NewsFormats.Markup;

namespace Broadsheet.NewsFormats.Atom;

/// <summary>atom:feed (RFC 4287, 4.1.1), or a single entry as a document of its own.</summary>
internal sealed record AtomDocument
{
    public AtomText? Title { get; init; }

    public AtomText? Rights { get; init; }

    public string? Language { get; init; }

    public IReadOnlyList<string> Authors { get; init; } = [];

    public IReadOnlyList<AtomEntry> Entries { get; init; } = [];
}

/// <summary>atom:entry (4.1.2).</summary>
internal sealed record AtomEntry
{
    public required MarkupElement Element { get; init; }

    public required FeedBase Base { get; init; }

    public string? Id { get; init; }

    public AtomText? Title { get; init; }

    public AtomText? Summary { get; init; }

    public AtomText? Content { get; init; }

    public AtomText? Rights { get; init; }

    public string? Updated { get; init; }

    /// <summary>published; in Atom 0.3 issued or created.</summary>
    public string? Published { get; init; }

    public string? Language { get; init; }

    public IReadOnlyList<string> Authors { get; init; } = [];

    public IReadOnlyList<AtomLink> Links { get; init; } = [];

    public IReadOnlyList<(string Term, string? Label)> Categories { get; init; } = [];

    /// <summary>The title of atom:source (4.2.11).</summary>
    public AtomText? SourceTitle { get; init; }
}

/// <summary>A text construct (3.1) or content (4.1.3).</summary>
/// <param name="Kind">text, html or xhtml, or a media type.</param>
internal sealed record AtomText(MarkupElement Element, string Kind);

/// <summary>atom:link (4.2.7).</summary>
internal sealed record AtomLink(string Rel, string Href, string? Type);
