using Broadsheet.NewsFormats.Markup;

namespace Broadsheet.NewsFormats.NewsMLG2;

/// <summary>A NewsML-G2 document: a single item, or a News Message with its item set (NewsML-G2 specification, part 2).</summary>
internal sealed record NewsMLG2Document(IReadOnlyList<G2Item> Items);

/// <summary>What all items have (AnyItem): identity, rights, item and content metadata, and content by kind.</summary>
internal sealed record G2Item
{
    /// <summary>The element's name: newsItem, packageItem, conceptItem, knowledgeItem, planningItem or catalogItem.</summary>
    public required string Kind { get; init; }

    public string? Guid { get; init; }

    public string? Version { get; init; }

    /// <summary>xml:lang: the language of the metadata, and of content that names no other.</summary>
    public string? Language { get; init; }

    public IReadOnlyList<G2Rights> Rights { get; init; } = [];

    public G2ItemMeta ItemMeta { get; init; } = new();

    public G2ContentMeta ContentMeta { get; init; } = new();

    public G2ContentSet ContentSet { get; init; } = new();

    /// <summary>itemRef in any group, in document order.</summary>
    public IReadOnlyList<G2Link> Members { get; init; } = [];

    /// <summary>The concept of a conceptItem.</summary>
    public G2Concept? Concept { get; init; }

    /// <summary>Names given in assert, by the code they are about.</summary>
    public IReadOnlyDictionary<string, string> Asserted { get; init; } = new Dictionary<string, string>();
}

/// <summary>rightsInfo.</summary>
internal sealed record G2Rights(G2Coded? CopyrightHolder, IReadOnlyList<string> CopyrightNotices, IReadOnlyList<string> UsageTerms);

/// <summary>itemMeta: about the item as a piece of management.</summary>
internal sealed record G2ItemMeta
{
    public G2Coded? ItemClass { get; init; }

    public G2Coded? Provider { get; init; }

    public string? VersionCreated { get; init; }

    public string? FirstCreated { get; init; }

    /// <summary>Null when the element is absent; empty text when it is there and has no time: until lifted.</summary>
    public string? Embargoed { get; init; }

    public G2Coded? PubStatus { get; init; }

    public IReadOnlyList<MarkupElement> EdNotes { get; init; } = [];

    public IReadOnlyList<G2Coded> Signals { get; init; } = [];

    public IReadOnlyList<G2Link> Links { get; init; } = [];
}

/// <summary>contentMeta: about the content.</summary>
internal sealed record G2ContentMeta
{
    public string? Urgency { get; init; }

    public IReadOnlyList<G2Label> Headlines { get; init; } = [];

    public string? Slugline { get; init; }

    public IReadOnlyList<string> By { get; init; } = [];

    public string? Dateline { get; init; }

    public string? CreditLine { get; init; }

    public IReadOnlyList<G2Coded> InfoSources { get; init; } = [];

    public string? Language { get; init; }

    public IReadOnlyList<string> Keywords { get; init; } = [];

    public IReadOnlyList<G2Coded> Genres { get; init; } = [];

    public IReadOnlyList<G2Coded> Subjects { get; init; } = [];

    public IReadOnlyList<G2Label> Descriptions { get; init; } = [];
}

/// <summary>A property with a value from a vocabulary: a QCode, a URI or a literal, its type and its names.</summary>
internal sealed record G2Coded
{
    public string? QCode { get; init; }

    public string? Uri { get; init; }

    public string? Literal { get; init; }

    public string? Type { get; init; }

    public IReadOnlyList<G2Label> Names { get; init; } = [];

    public string? Code => QCode ?? Uri ?? Literal;
}

/// <summary>A text with its language, role and rank.</summary>
internal sealed record G2Label(string Text, string? Role, string? Language);

/// <summary>link and itemRef.</summary>
internal sealed record G2Link(string? Rel, string? Residref, string? Href, G2Coded? ItemClass, string? ContentType, IReadOnlyList<G2Label> Descriptions);

/// <summary>concept.</summary>
internal sealed record G2Concept(G2Coded? Type, IReadOnlyList<G2Label> Names, IReadOnlyList<G2Label> Definitions);

/// <summary>contentSet: the same content, in one or more ways.</summary>
internal sealed record G2ContentSet
{
    public IReadOnlyList<G2Inline> Inline { get; init; } = [];

    public IReadOnlyList<G2Remote> Remote { get; init; } = [];
}

/// <summary>inlineXML or inlineData.</summary>
internal sealed record G2Inline(MarkupElement Element, string? ContentType, string? WordCount, string? Language)
{
    public bool IsData => Element.Name == "inlineData";
}

/// <summary>remoteContent.</summary>
internal sealed record G2Remote(string? Residref, string? Href, string? ContentType, string? Rendition, string? Width, string? Height);
