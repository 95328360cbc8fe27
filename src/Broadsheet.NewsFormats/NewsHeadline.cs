namespace Broadsheet.NewsFormats;

/// <summary>One headline of an item.</summary>
/// <param name="Role">What it is for, as coded by the agency; null when not said.</param>
/// <param name="Text">The headline.</param>
public sealed record NewsHeadline(string? Role, string Text);
