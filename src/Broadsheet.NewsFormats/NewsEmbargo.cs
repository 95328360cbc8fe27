namespace Broadsheet.NewsFormats;

/// <summary>Until when an item must not be published: a time, or until the agency lifts it.</summary>
public sealed record NewsEmbargo
{
    private NewsEmbargo(DateTimeOffset? ends) => Ends = ends;

    /// <summary>An embargo without an end: it holds until a later version of the item comes without it.</summary>
    public static NewsEmbargo UntilLifted { get; } = new((DateTimeOffset?)null);

    /// <summary>When it ends, in UTC; null when the agency gave no time.</summary>
    public DateTimeOffset? Ends { get; }

    /// <summary>True when only a later version of the item ends it.</summary>
    public bool IsUntilLifted => Ends is null;

    /// <summary>An embargo that ends at a time.</summary>
    public static NewsEmbargo Until(DateTimeOffset time) => new(time.ToUniversalTime());

    /// <summary>Whether the item must still be kept back at that moment.</summary>
    public bool HoldsAt(DateTimeOffset moment) => Ends is null || moment < Ends;

    /// <summary>As the JSON line has it: the time, or <c>until-lifted</c>.</summary>
    public override string ToString() => Ends is { } ends ? NewsItemJson.Time(ends) : "until-lifted";
}
