using Broadsheet.NewsFormats.Feeds;
using Broadsheet.NewsFormats.Text;

namespace Broadsheet.NewsFormats.JsonFeed;

/// <summary>Makes common items from those of a JSON Feed.</summary>
internal static class JsonFeedAdapter
{
    public static IReadOnlyList<NewsItem> Items(JsonFeedDocument document, Reading reading)
    {
        var items = new List<NewsItem>();
        foreach (var item in document.Items)
        {
            reading.Stop.ThrowIfCancellationRequested();
            items.Add(Item(document, item, reading));
        }
        return items;
    }

    private static NewsItem Item(JsonFeedDocument feed, JsonFeedItem item, Reading reading)
    {
        var warnings = new Warnings(reading.Warnings);
        var (place, longest) = (FeedBase.Of(item.Url ?? feed.HomePageUrl), reading.Options.MaxBodyLength);
        var body = FeedText.Body(item.ContentHtml, place, longest) ?? FeedText.PlainBody(item.ContentText, longest);
        var published = FeedTime.Read(item.DatePublished, "date_published", reading, warnings);
        return new NewsItem
        {
            Format = "json-feed",
            Guid = item.Id,
            Type = "text",
            Headline = item.Title,
            Headlines = item.Title is null ? [] : [new NewsHeadline(null, item.Title)],
            Byline = (item.Authors.Count > 0 ? item.Authors : feed.Authors) is { Count: > 0 } authors ? string.Join(", ", authors) : null,
            Provider = feed.Title,
            Language = item.Language ?? feed.Language,
            FirstCreated = published,
            Published = FeedTime.Read(item.DateModified, "date_modified", reading, warnings) ?? published,
            Description = body is null ? null : item.Summary,
            Keywords = item.Tags,
            BodyHtml = body ?? FeedText.PlainBody(item.Summary, longest),
            Pictures = Pictures(item, place),
            Links = Links(item, place),
            Warnings = warnings.ToList(),
        };
    }

    private static List<NewsPicture> Pictures(JsonFeedItem item, FeedBase place)
    {
        var own = new[] { item.Image, item.BannerImage }.OfType<string>().Select(address => (Url: address, MimeType: (string?)null));
        return [.. own.Concat(item.Attachments.Where(one => new FeedEnclosure(one.Url, one.MimeType).IsPicture)).DistinctBy(one => one.Url)
            .Select(one => new NewsPicture { Renditions = [new NewsRendition(null, place.Resolve(one.Url), one.MimeType, null, null)] })];
    }

    private static List<NewsLink> Links(JsonFeedItem item, FeedBase place)
    {
        var links = new List<NewsLink>();
        if (item.Url is not null)
            links.Add(new NewsLink("alternate", place.Resolve(item.Url)!));
        if (item.ExternalUrl is not null)
            links.Add(new NewsLink("related", item.ExternalUrl));
        links.AddRange(item.Attachments.Where(one => !new FeedEnclosure(one.Url, one.MimeType).IsPicture).Select(one => new NewsLink("enclosure", place.Resolve(one.Url)!)));
        return links;
    }
}
