using Broadsheet.NewsFormats.Markup;

namespace Broadsheet.NewsFormats.Feeds;

/// <summary>An element of a feed, asked for what lies in it. Feeds are careless with capitals, so names are compared without them.</summary>
internal static class FeedElement
{
    /// <summary>Children of that name in the feed's own vocabulary, which is the one of their parent, or none.</summary>
    public static IEnumerable<MarkupElement> Own(this MarkupElement parent, string name) =>
        parent.Elements.Where(child => (child.Namespace == parent.Namespace || child.Namespace.Length == 0) && child.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Children of that name in an extension.</summary>
    public static IEnumerable<MarkupElement> In(this MarkupElement parent, string space, string name) =>
        parent.Elements.Where(child => child.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && FeedSpaces.Same(child.Namespace, space));

    public static string? OwnText(this MarkupElement parent, string name) => parent.Own(name).Select(child => child.Text()).FirstOrDefault(text => text is not null);

    public static string? TextIn(this MarkupElement parent, string space, string name) => parent.In(space, name).Select(child => child.Text()).FirstOrDefault(text => text is not null);
}
