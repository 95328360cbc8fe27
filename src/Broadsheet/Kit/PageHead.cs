namespace Broadsheet.Kit;

/// <summary>
/// What a page tells its frame, which is written before it: the title, and which section is the current one.
/// </summary>
public sealed record PageHead
{
    /// <summary>Stands in the browser's tab, before the paper's name. None: the paper's name alone.</summary>
    public string? Title { get; init; }
    public string? Description { get; init; }

    /// <summary>The path of the page's one true address.</summary>
    public string? CanonicalPath { get; init; }

    /// <summary>The slug of the section the page lies in.</summary>
    public string? Section { get; init; }

    /// <summary>The front page has the large nameplate.</summary>
    public bool IsFront { get; init; }
    public bool NoIndex { get; init; }

    /// <summary>On the desk: which of its parts this is, by its path.</summary>
    public string? DeskPart { get; init; }

    public Social? Social { get; init; }

    /// <summary>Linked data for machines: JSON in which nothing can end a script element.</summary>
    public string? StructuredData { get; init; }

    /// <summary>Where the page's feeds lie, before <c>feed.xml</c>: <c>/</c> or <c>/harbour/</c>. None: it has none of its own.</summary>
    public string? FeedsBelow { get; init; }

    /// <summary>A client script of its own besides the shared one: its logical name, such as <c>editor.js</c>.</summary>
    public string? Script { get; init; }
}
