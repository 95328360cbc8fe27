namespace Broadsheet.NewsFormats;

/// <summary>What was in one file or message.</summary>
/// <param name="Format">The format recognised: <c>newsml-g2</c> or <c>ninjs</c>.</param>
/// <param name="Items">The items, in the order sent; none for an empty feed or message.</param>
public sealed record NewsDocument(string Format, IReadOnlyList<NewsItem> Items);
