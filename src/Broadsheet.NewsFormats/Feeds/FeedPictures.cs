using System.Globalization;
using Broadsheet.NewsFormats.Markup;

namespace Broadsheet.NewsFormats.Feeds;

/// <summary>Pictures of a feed's item: Media RSS, and enclosures that are pictures.</summary>
internal static class FeedPictures
{
    private const int Most = 50;

    public static IReadOnlyList<NewsPicture> Of(MarkupElement item, IEnumerable<FeedEnclosure> enclosures, FeedBase place)
    {
        var pictures = item.In(FeedSpaces.Media, "group").Select(group => Picture(group, Contents(group), place))
            .Concat(Contents(item).GroupBy(content => WithoutQuery(content.Attribute("url"))).Select(same => Picture(same.First(), same, place, item)))
            .Concat(enclosures.Where(enclosure => enclosure.IsPicture).Select(enclosure => Enclosed(enclosure, place)))
            .OfType<NewsPicture>()
            .DistinctBy(picture => WithoutQuery(picture.Renditions[0].Href))
            .Take(Most).ToList();
        return pictures.Count > 0 ? pictures : Thumbnails(item, place);
    }

    private static IEnumerable<MarkupElement> Contents(MarkupElement parent) => parent.In(FeedSpaces.Media, "content").Where(IsPicture);

    private static bool IsPicture(MarkupElement content) =>
        content.Attribute("url") is { } url
        && (content.Attribute("medium") ?? content.Attribute("type")) switch
        {
            { } kind => kind.StartsWith("image", StringComparison.OrdinalIgnoreCase),
            null => FeedEnclosure.LooksLikePicture(url),
        };

    private static NewsPicture? Picture(MarkupElement described, IEnumerable<MarkupElement> contents, FeedBase place, MarkupElement? around = null)
    {
        List<NewsRendition> renditions = [.. contents.Select(content => Rendition(content, null, place)).DistinctBy(rendition => rendition.Href)];
        if (renditions.Count == 0)
            return null;
        return new NewsPicture
        {
            Caption = FeedText.Plain(Said(described, around, "description")) ?? FeedText.Plain(Said(described, null, "title")),
            Credit = FeedText.Plain(Said(described, around, "credit")),
            UsageTerms = Said(described, around, "copyright"),
            Renditions = [.. renditions, .. described.In(FeedSpaces.Media, "thumbnail").Where(one => one.Attribute("url") is not null).Select(one => Rendition(one, "thumbnail", place))],
        };
    }

    private static string? Said(MarkupElement described, MarkupElement? around, string name) =>
        described.TextIn(FeedSpaces.Media, name) ?? around?.TextIn(FeedSpaces.Media, name);

    private static NewsPicture Enclosed(FeedEnclosure enclosure, FeedBase place) =>
        new() { Renditions = [new NewsRendition(null, place.Resolve(enclosure.Url), enclosure.Type, null, null)] };

    private static List<NewsPicture> Thumbnails(MarkupElement item, FeedBase place)
    {
        List<NewsRendition> renditions = [.. item.In(FeedSpaces.Media, "thumbnail").Where(one => one.Attribute("url") is not null).Select(one => Rendition(one, "thumbnail", place)).Take(Most)];
        return renditions.Count == 0 ? [] : [new NewsPicture { Credit = FeedText.Plain(item.TextIn(FeedSpaces.Media, "credit")), Renditions = renditions }];
    }

    private static NewsRendition Rendition(MarkupElement content, string? role, FeedBase place) =>
        new(role, place.Resolve(content.Attribute("url")), content.Attribute("type"), Pixels(content.Attribute("width")), Pixels(content.Attribute("height")));

    private static int? Pixels(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var pixels) && pixels is > 0 and < 100_000 ? pixels : null;

    private static string? WithoutQuery(string? address) => address?.Split('?', 2)[0];
}

/// <summary>A file that comes with an item.</summary>
internal sealed record FeedEnclosure(string Url, string? Type)
{
    private static readonly string[] Endings = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"];

    public bool IsPicture => Type is { } type && !type.Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase)
        ? type.StartsWith("image/", StringComparison.OrdinalIgnoreCase)
        : LooksLikePicture(Url);

    public static bool LooksLikePicture(string url) =>
        Array.Exists(Endings, ending => url.Split('?', 2)[0].EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
