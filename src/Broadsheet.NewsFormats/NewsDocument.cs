namespace Broadsheet.NewsFormats;

/// <summary>What was in one file or message.</summary>
/// <param name="Format">The format recognised: one of those of <see cref="NewsItem.Format"/>.</param>
/// <param name="Items">The items, in the order sent; none for an empty feed or message.</param>
public sealed record NewsDocument(string Format, IReadOnlyList<NewsItem> Items)
{
    /// <summary>False for a feed that ended before it was complete and was read all the same (<see cref="NewsReadOptions.TakesWhatIsThere"/>).</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>What was odd about the document as such; each item has these among its own.</summary>
    public IReadOnlyList<NewsWarning> Warnings { get; init; } = [];
}
