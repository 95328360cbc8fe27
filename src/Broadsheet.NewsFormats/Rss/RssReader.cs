using Broadsheet.NewsFormats.Feeds;
using Broadsheet.NewsFormats.Markup;

namespace Broadsheet.NewsFormats.Rss;

/// <summary>Reads RSS 0.90 to 2.0 as it is written, which is not always where and how the versions say.</summary>
internal static class RssReader
{
    public static bool Recognises(MarkupElement root) =>
        root.Name.Equals("rss", StringComparison.OrdinalIgnoreCase)
        || (root.Name.Equals("RDF", StringComparison.OrdinalIgnoreCase) && FeedSpaces.Same(root.Namespace, FeedSpaces.Rdf));

    public static RssDocument Read(MarkupElement root)
    {
        var channel = root.Elements.FirstOrDefault(element => Is(element, "channel"));
        var place = FeedBase.Of(channel?.OwnText("link")).Within(root);
        place = channel is null ? place : place.Within(channel);
        // In RSS 1.0 the items stand beside the channel, in 2.0 in it; careless ones have some here and some there.
        var items = (channel?.Elements ?? []).Concat(root.Elements).Where(element => Is(element, "item"));
        return new RssDocument(
            new RssChannel
            {
                Title = channel?.OwnText("title"),
                Link = channel?.OwnText("link"),
                Language = channel?.OwnText("language") ?? channel?.TextIn(FeedSpaces.DublinCore, "language") ?? root.Language,
                Copyright = channel?.OwnText("copyright") ?? channel?.TextIn(FeedSpaces.DublinCore, "rights"),
                Base = place,
            },
            [.. items.Select(item => Item(item, place.Within(item)))]);
    }

    private static bool Is(MarkupElement element, string name) =>
        element.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && !FeedSpaces.Same(element.Namespace, FeedSpaces.Media);

    private static RssItem Item(MarkupElement item, FeedBase place) => new()
    {
        Element = item,
        Base = place,
        Title = item.OwnText("title") ?? item.TextIn(FeedSpaces.DublinCore, "title"),
        Link = Link(item),
        Guid = item.OwnText("guid") ?? item.Attribute("about", FeedSpaces.Rdf),
        Description = Content(item.Own("description")) ?? Content(item.In(FeedSpaces.DublinCore, "description")),
        Encoded = Content(item.In(FeedSpaces.Content, "encoded")) ?? Content(item.Own("encoded")),
        Xhtml = item.In(FeedSpaces.Xhtml, "body").FirstOrDefault(),
        Author = item.OwnText("author"),
        Creators = [.. item.In(FeedSpaces.DublinCore, "creator").Select(creator => creator.Text()).OfType<string>()],
        PubDate = item.OwnText("pubDate"),
        OtherDate = item.TextIn(FeedSpaces.DublinCore, "date") ?? item.TextIn(FeedSpaces.DublinTerms, "modified") ?? item.TextIn(FeedSpaces.Atom, "updated"),
        Language = item.TextIn(FeedSpaces.DublinCore, "language") ?? item.Language,
        Rights = item.TextIn(FeedSpaces.DublinCore, "rights"),
        Source = item.OwnText("source"),
        Categories = Categories(item),
        Keywords = [.. Keywords(item.TextIn(FeedSpaces.Media, "keywords") ?? item.TextIn(FeedSpaces.Itunes, "keywords"))],
        Enclosures = [.. item.Own("enclosure").Where(one => one.Attribute("url") is not null).Select(one => new FeedEnclosure(one.Attribute("url")!, one.Attribute("type")))],
    };

    private static string? Link(MarkupElement item) =>
        item.OwnText("link")
        ?? item.In(FeedSpaces.Atom, "link").FirstOrDefault(link => link.Attribute("rel") is null or "alternate")?.Attribute("href")
        ?? item.Own("link").Select(link => link.Attribute("href")).FirstOrDefault(href => href is not null);

    private static List<string> Categories(MarkupElement item) =>
        [.. item.Own("category").Concat(item.In(FeedSpaces.DublinCore, "subject")).Select(category => category.Text()).OfType<string>().Distinct()];

    private static IEnumerable<string> Keywords(string? list) =>
        (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct();

    // HTML is escaped here or in CDATA. Where it stands as elements, somebody forgot to.
    private static string? Content(IEnumerable<MarkupElement> elements)
    {
        foreach (var element in elements)
        {
            if ((element.Elements.Any() ? element.AsMarkup() : element.Text()) is { Length: > 0 } content)
                return content;
        }
        return null;
    }
}
