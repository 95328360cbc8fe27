using System.Globalization;

namespace Broadsheet.NewsFormats.NewsMLG2;

/// <summary>The pictures of an item: itself, those sent along with a text or film, and those a link points to with their address.</summary>
internal sealed class G2Pictures(G2Item item, NewsItem adapted)
{
    private static readonly string[] PictureTypes = ["picture", "graphic"];

    public IReadOnlyList<NewsPicture> All() => [.. Own(), .. Linked()];

    private List<NewsPicture> Own()
    {
        var isPicture = PictureTypes.Contains(adapted.Type);
        var renditions = item.ContentSet.Remote.Where(remote => IsImage(remote) || (isPicture && remote.ContentType is null)).ToList();
        if (isPicture)
            return renditions.Count == 0 ? [] : [Picture(renditions)];
        return [.. Grouped(renditions).Select(Along)];
    }

    private NewsPicture Picture(List<G2Remote> renditions) => new()
    {
        Guid = adapted.Guid,
        Caption = Caption(item.ContentMeta.Descriptions),
        Credit = adapted.Credit,
        Byline = adapted.Byline,
        UsageTerms = adapted.UsageTerms,
        Renditions = [.. renditions.Select(Rendition)],
    };

    private static NewsPicture Along(List<G2Remote> renditions) => new()
    {
        Guid = renditions[0].Residref,
        Renditions = [.. renditions.Select(Rendition)],
    };

    // Renditions of one picture differ in their role; a role that comes again begins the next picture.
    private static List<List<G2Remote>> Grouped(List<G2Remote> renditions)
    {
        var pictures = new List<List<G2Remote>>();
        var roles = new HashSet<string>(StringComparer.Ordinal);
        foreach (var rendition in renditions)
        {
            if (pictures.Count == 0 || rendition.Rendition is null || !roles.Add(rendition.Rendition))
            {
                pictures.Add([]);
                roles.Clear();
                if (rendition.Rendition is not null)
                    roles.Add(rendition.Rendition);
            }
            pictures[^1].Add(rendition);
        }
        return pictures;
    }

    private IEnumerable<NewsPicture> Linked() =>
        from link in item.ItemMeta.Links
        where link.Href is not null && PictureTypes.Contains(G2Code.End(link.ItemClass?.Code))
        select new NewsPicture
        {
            Guid = link.Residref,
            Caption = Caption(link.Descriptions),
            Renditions = [new NewsRendition(null, link.Href, IsImage(link.ContentType) ? link.ContentType : null, null, null)],
        };

    private static string? Caption(IReadOnlyList<G2Label> descriptions) =>
        descriptions.FirstOrDefault(label => G2Code.Is(label.Role, "caption"))?.Text;

    private static NewsRendition Rendition(G2Remote remote) =>
        new(remote.Rendition, remote.Href ?? remote.Residref, remote.ContentType, Pixels(remote.Width), Pixels(remote.Height));

    private static int? Pixels(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var pixels) ? pixels : null;

    private static bool IsImage(G2Remote remote) => IsImage(remote.ContentType);

    private static bool IsImage(string? contentType) => contentType?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true;
}
