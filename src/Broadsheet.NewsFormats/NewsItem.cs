namespace Broadsheet.NewsFormats;

/// <summary>
/// One item an agency sent, in whatever format, as Broadsheet sees it. Only <see cref="BodyHtml"/> is HTML; every other text
/// is as sent, apart from white space at its ends, and nothing is derived: what was not sent is null or empty.
/// </summary>
public sealed record NewsItem
{
    /// <summary>The format it came in: <c>newsml-g2</c>, <c>ninjs</c>, <c>rss</c>, <c>atom</c> or <c>json-feed</c>.</summary>
    public required string Format { get; init; }

    /// <summary>The agency's identifier, the same for all versions (G2 <c>@guid</c>, ninjs <c>uri</c> or <c>guid</c>).</summary>
    public string? Guid { get; init; }

    /// <summary>The version; null where none was sent.</summary>
    public NewsVersion? Version { get; init; }

    /// <summary>
    /// What it is: text, picture, graphic, audio, video, composite (a package), planning, event, concept, knowledge, catalog,
    /// component, or another word as sent; null when it cannot be told.
    /// </summary>
    public string? Type { get; init; }

    /// <summary>Whether it may be published.</summary>
    public NewsStatus Status { get; init; } = NewsStatus.Usable;

    /// <summary>The main headline.</summary>
    public string? Headline { get; init; }

    /// <summary>All headlines as sent, the main one among them.</summary>
    public IReadOnlyList<NewsHeadline> Headlines { get; init; } = [];

    /// <summary>The slugline: the agency's working name of the story.</summary>
    public string? Slugline { get; init; }

    /// <summary>Who wrote it, as to be printed (G2 <c>by</c>).</summary>
    public string? Byline { get; init; }

    /// <summary>Where and when it was written, as to be printed.</summary>
    public string? Dateline { get; init; }

    /// <summary>The credit to be printed (G2 <c>creditline</c>).</summary>
    public string? Credit { get; init; }

    /// <summary>Where the information came from (G2 <c>infoSource</c>).</summary>
    public string? Source { get; init; }

    /// <summary>Who sent the item.</summary>
    public string? Provider { get; init; }

    /// <summary>The language of the content, a BCP 47 tag as sent.</summary>
    public string? Language { get; init; }

    /// <summary>The agency's urgency, usually 1 (flash) to 9.</summary>
    public int? Urgency { get; init; }

    /// <summary>When the first version was made (G2 <c>firstCreated</c>, ninjs <c>firstcreated</c>), in UTC.</summary>
    public DateTimeOffset? FirstCreated { get; init; }

    /// <summary>When this version was made (G2 <c>versionCreated</c>, ninjs <c>versioncreated</c>), in UTC.</summary>
    public DateTimeOffset? Published { get; init; }

    /// <summary>The embargo; null when there is none.</summary>
    public NewsEmbargo? Embargo { get; init; }

    /// <summary>Notes to editors, never for readers; several are parted by line breaks.</summary>
    public string? EdNote { get; init; }

    /// <summary>What the item may be used for.</summary>
    public string? UsageTerms { get; init; }

    /// <summary>The copyright line to be printed.</summary>
    public string? CopyrightNotice { get; init; }

    /// <summary>Who holds the copyright.</summary>
    public string? CopyrightHolder { get; init; }

    /// <summary>A summary or, for pictures, the caption.</summary>
    public string? Description { get; init; }

    /// <summary>Keywords.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>What it is about, by code and name; persons, organisations and places sent as subjects are here too.</summary>
    public IReadOnlyList<NewsSubject> Subjects { get; init; } = [];

    /// <summary>Genres, by name, else by code.</summary>
    public IReadOnlyList<string> Genres { get; init; } = [];

    /// <summary>Signals to the receiver, as coded (for example <c>sig:correction</c>).</summary>
    public IReadOnlyList<string> Signals { get; init; } = [];

    /// <summary>Names of persons it is about.</summary>
    public IReadOnlyList<string> People { get; init; } = [];

    /// <summary>Names of organisations it is about.</summary>
    public IReadOnlyList<string> Organisations { get; init; } = [];

    /// <summary>Names of places it is about.</summary>
    public IReadOnlyList<string> Places { get; init; } = [];

    /// <summary>The text as HTML, cleaned by <see cref="Html.HtmlCleaner"/>; null without one.</summary>
    public string? BodyHtml { get; init; }

    /// <summary>The number of words as the agency counted them.</summary>
    public int? WordCount { get; init; }

    /// <summary>Pictures of the item, or the picture it is.</summary>
    public IReadOnlyList<NewsPicture> Pictures { get; init; } = [];

    /// <summary>Other items it points to; for a package, its members.</summary>
    public IReadOnlyList<NewsLink> Links { get; init; } = [];

    /// <summary>What was odd in the reading, for the desk.</summary>
    public IReadOnlyList<NewsWarning> Warnings { get; init; } = [];

    /// <summary>True for an item of a feed: it has no version of its own, and what its guid is worth depends on the publisher.</summary>
    public bool IsFromFeed => Format is "rss" or "atom" or "json-feed";

    /// <summary>
    /// True for a text, and for a package with a text of its own (a ninjs composite): the desk may make a story of it. False for
    /// pictures, other packages, plans, events and the like. It says nothing of status and embargo.
    /// </summary>
    public bool IsStory => Type == "text" || (Type == "composite" && BodyHtml is not null);

    /// <summary>
    /// SHA-256, in lower-case hexadecimal, over everything that was sent, warnings left out: two items with the same guid and
    /// version and another hash are not the same. Of a feed's item the times are left out too, for some feeds date all their items
    /// anew at each request. It is worked out at each call.
    /// </summary>
    public string ContentHash => NewsItemHash.Of(this);
}
