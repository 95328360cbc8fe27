namespace Broadsheet.NewsFormats;

/// <summary>Something an item is about. At least one of both is there.</summary>
/// <param name="Code">The code as sent (G2 QCode such as <c>medtop:20000553</c>, URI or literal).</param>
/// <param name="Name">Its name, in the item's language where several were sent.</param>
public sealed record NewsSubject(string? Code, string? Name);
