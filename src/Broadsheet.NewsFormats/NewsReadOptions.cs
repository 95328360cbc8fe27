namespace Broadsheet.NewsFormats;

/// <summary>How to read a source's files: its zone, and the bounds beyond which a document is refused.</summary>
public sealed record NewsReadOptions
{
    /// <summary>The defaults: times without a zone are read as UTC.</summary>
    public static NewsReadOptions Default { get; } = new();

    /// <summary>The zone in which a time without one is meant. Default UTC.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>The encoding in which it was said to be by what brought it (the charset of a Content-Type); null where nothing was said.</summary>
    public string? Charset { get; init; }

    /// <summary>
    /// A feed that ends before it is complete gives those of its items that are whole, with a warning. Default false: more may be on
    /// its way, and it is refused as truncated.
    /// </summary>
    public bool TakesWhatIsThere { get; init; }

    /// <summary>The longest document, in bytes. Default 32 MiB.</summary>
    public int MaxBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>How many elements and attributes (XML) or values (JSON) a document may have. Default one million.</summary>
    public int MaxElements { get; init; } = 1_000_000;

    /// <summary>How deep a document may be nested. Default 200.</summary>
    public int MaxDepth { get; init; } = 200;

    /// <summary>The longest body of one item, in characters of HTML. Default two million.</summary>
    public int MaxBodyLength { get; init; } = 2_000_000;
}
