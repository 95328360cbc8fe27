namespace Broadsheet.NewsFormats.Ninjs;

/// <summary>A ninjs document: one item, or a collection of them (3.x "collection", and what search services answer).</summary>
internal sealed record NinjsDocument(IReadOnlyList<NinjsItem> Items);

/// <summary>
/// An item of ninjs 1.x to 3.x. 1.x has single properties (headline, body_xhtml) where 2.x and 3.x have lists (headlines, bodies),
/// and 3.x writes in camel case what the others write in lower case.
/// </summary>
internal sealed record NinjsItem
{
    public string? Uri { get; init; }

    public string? Type { get; init; }

    public string? Version { get; init; }

    public string? VersionCreated { get; init; }

    public string? FirstCreated { get; init; }

    /// <summary>Null when absent; empty when there without a time.</summary>
    public string? Embargoed { get; init; }

    /// <summary>Null when absent; empty when there and no text.</summary>
    public string? PubStatus { get; init; }

    public string? Urgency { get; init; }

    public string? Language { get; init; }

    public string? Title { get; init; }

    public string? Slugline { get; init; }

    /// <summary>byline (1.x), by (2.x, 3.x).</summary>
    public string? By { get; init; }

    public string? Located { get; init; }

    public string? CreditLine { get; init; }

    public string? Source { get; init; }

    public string? Provider { get; init; }

    public string? EdNote { get; init; }

    public string? UsageTerms { get; init; }

    public string? CopyrightNotice { get; init; }

    public string? CopyrightHolder { get; init; }

    public string? WordCount { get; init; }

    public IReadOnlyList<NinjsText> Headlines { get; init; } = [];

    public IReadOnlyList<NinjsText> Descriptions { get; init; } = [];

    public IReadOnlyList<NinjsText> Bodies { get; init; } = [];

    public IReadOnlyList<string> Keywords { get; init; } = [];

    public IReadOnlyList<string> Signals { get; init; } = [];

    public IReadOnlyList<NinjsNamed> Subjects { get; init; } = [];

    public IReadOnlyList<NinjsNamed> Genres { get; init; } = [];

    public IReadOnlyList<NinjsNamed> People { get; init; } = [];

    public IReadOnlyList<NinjsNamed> Organisations { get; init; } = [];

    public IReadOnlyList<NinjsNamed> Places { get; init; } = [];

    public IReadOnlyList<NinjsNamed> InfoSources { get; init; } = [];

    public IReadOnlyList<NinjsRendition> Renditions { get; init; } = [];

    public IReadOnlyList<NinjsAssociation> Associations { get; init; } = [];

    /// <summary>3.x: the item tells of an event.</summary>
    public bool HasEventDetails { get; init; }

    /// <summary>3.x: the item plans coverage.</summary>
    public bool HasPlannedCoverage { get; init; }

    /// <summary>False for a mere reference to an item.</summary>
    public bool HasContent => Headlines.Count + Descriptions.Count + Bodies.Count + Renditions.Count > 0;
}

/// <summary>A headline, description or body: 1.x names the role in the property (body_xhtml), 2.x and 3.x beside the value.</summary>
internal sealed record NinjsText(string? Role, string? ContentType, string Value, string? WordCount);

/// <summary>A person, place, subject and so on.</summary>
internal sealed record NinjsNamed(string? Name, string? Code);

/// <summary>A rendition of the content.</summary>
internal sealed record NinjsRendition(string? Name, string? Href, string? ContentType, string? Width, string? Height);

/// <summary>An associated item under its name.</summary>
internal sealed record NinjsAssociation(string? Name, NinjsItem Item);
