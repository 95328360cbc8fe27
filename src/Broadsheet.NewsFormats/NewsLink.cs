namespace Broadsheet.NewsFormats;

/// <summary>A pointer to another item.</summary>
/// <param name="Rel">The kind of relation as coded (for example <c>irel:seeAlso</c>); null when not said.</param>
/// <param name="Guid">The other item's guid, or its address where only that was sent.</param>
public sealed record NewsLink(string? Rel, string Guid);
