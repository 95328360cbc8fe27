using Broadsheet.NewsFormats.Feeds;
using Broadsheet.NewsFormats.Markup;

namespace Broadsheet.NewsFormats.Atom;

/// <summary>Reads Atom 1.0 and 0.3.</summary>
internal static class AtomReader
{
    public static bool Recognises(MarkupElement root) =>
        root.Name.Equals("feed", StringComparison.OrdinalIgnoreCase) || (root.Name == "entry" && IsAtom(root.Namespace));

    private static bool IsAtom(string space) => FeedSpaces.Same(space, FeedSpaces.Atom) || FeedSpaces.Same(space, FeedSpaces.Atom03);

    public static AtomDocument Read(MarkupElement root)
    {
        var place = FeedBase.Of(Links(root).FirstOrDefault(link => link.Rel == "alternate")?.Href).Within(root);
        var entries = root.Name == "entry" ? [root] : root.Own("entry");
        return new AtomDocument
        {
            Title = Text(root, "title"),
            Rights = Text(root, "rights") ?? Text(root, "copyright"),
            Language = root.Language,
            Authors = Authors(root),
            Entries = [.. entries.Select(entry => Entry(entry, place.Within(entry)))],
        };
    }

    private static AtomEntry Entry(MarkupElement entry, FeedBase place) => new()
    {
        Element = entry,
        Base = place,
        Id = entry.OwnText("id"),
        Title = Text(entry, "title"),
        Summary = Text(entry, "summary"),
        Content = Text(entry, "content"),
        Rights = Text(entry, "rights"),
        Updated = entry.OwnText("updated") ?? entry.OwnText("modified"),
        Published = entry.OwnText("published") ?? entry.OwnText("issued") ?? entry.OwnText("created"),
        Language = entry.Language ?? entry.Own("content").Select(content => content.Language).FirstOrDefault(language => language is not null),
        Authors = Authors(entry) is { Count: > 0 } own ? own : Authors(entry.Own("source").FirstOrDefault()),
        Links = Links(entry),
        Categories = [.. entry.Own("category").Where(category => (category.Attribute("term") ?? category.Attribute("label")) is not null)
            .Select(category => (category.Attribute("term") ?? category.Attribute("label")!, category.Attribute("label")))],
        SourceTitle = entry.Own("source").Select(source => Text(source, "title")).FirstOrDefault(),
    };

    private static List<string> Authors(MarkupElement? parent) =>
        parent is null ? [] : [.. parent.Own("author").Select(author => author.OwnText("name") ?? (author.Elements.Any() ? null : author.Text())).OfType<string>()];

    private static List<AtomLink> Links(MarkupElement parent) =>
        [.. parent.Own("link").Where(link => link.Attribute("href") is not null).Select(link => new AtomLink(link.Attribute("rel")?.ToLowerInvariant() ?? "alternate", link.Attribute("href")!, link.Attribute("type")))];

    private static AtomText? Text(MarkupElement parent, string name) => parent.Own(name).Select(Text).FirstOrDefault();

    private static AtomText Text(MarkupElement element) => new(element, Kind(element));

    // Atom 0.3 has a media type and a mode.
    private static string Kind(MarkupElement element) => (element.Attribute("type")?.ToLowerInvariant(), element.Attribute("mode")?.ToLowerInvariant()) switch
    {
        (_, "base64") => "base64",
        ("application/xhtml+xml", null or "xml") or ("text/html", "xml") => "xhtml",
        ("xhtml", _) => "xhtml",
        ("text" or "text/plain" or null, null or "xml") => element.Elements.Any() ? "xhtml" : "text",
        ("html" or "text/html" or "text/x-html" or "application/xhtml+xml" or null, _) => "html",
        (_, "escaped") => "html",
        ({ } type, _) => type,
    };
}
