using System.Globalization;

namespace Broadsheet.NewsFormats.Ninjs;

/// <summary>The pictures of an item: itself, and those associated with it.</summary>
internal static class NinjsPictures
{
    private const int PlainText = 1;

    public static IReadOnlyList<NewsPicture> Of(NinjsItem item)
    {
        var own = Picture(item, IsPicture(item) ? item.Renditions : [.. item.Renditions.Where(IsImage)]);
        var associated = item.Associations.Select(association => association.Item).Where(IsPicture)
            .Select(picture => Picture(picture, picture.Renditions)!);
        return [.. own is { Renditions.Count: > 0 } ? [own] : Array.Empty<NewsPicture>(), .. associated];
    }

    public static bool IsPicture(NinjsItem item) =>
        item.Type?.ToLowerInvariant() is "picture" or "graphic" || (item.Type is null && item.Bodies.Count == 0 && item.Renditions.Any(IsImage));

    /// <summary>Captions first, HTML last.</summary>
    public static int DescriptionRank(NinjsText text) => text.Role?.ToLowerInvariant() switch
    {
        "caption" => 0,
        "text" or null => PlainText,
        { } role when role.Contains("html", StringComparison.Ordinal) => 3,
        _ => 2,
    };

    private static NewsPicture Picture(NinjsItem item, IReadOnlyList<NinjsRendition> renditions) => new()
    {
        Guid = item.Uri,
        // Of a picture the plain description is the caption: ninjs has no other place for it.
        Caption = item.Descriptions.Where(text => DescriptionRank(text) <= PlainText).OrderBy(DescriptionRank).Select(NinjsBody.AsText).FirstOrDefault(),
        Credit = item.CreditLine,
        Byline = item.By,
        UsageTerms = item.UsageTerms,
        Renditions = [.. renditions.Select(Rendition)],
    };

    private static NewsRendition Rendition(NinjsRendition rendition) =>
        new(rendition.Name, rendition.Href, rendition.ContentType, Pixels(rendition.Width), Pixels(rendition.Height));

    private static int? Pixels(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var pixels) ? pixels : null;

    private static bool IsImage(NinjsRendition rendition) =>
        rendition.ContentType?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true;
}
