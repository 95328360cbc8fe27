using System.Text.Json;
using Broadsheet.NewsFormats.Ninjs;

namespace Broadsheet.NewsFormats.JsonFeed;

/// <summary>Reads JSON Feed.</summary>
internal static class JsonFeedReader
{
    public static bool Recognises(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return false;
        var feed = new NinjsObject(root);
        return feed.Text("version")?.Contains("jsonfeed.org/version", StringComparison.OrdinalIgnoreCase) == true
            || (feed.Value("items") is { ValueKind: JsonValueKind.Array } && (feed.Has("home_page_url") || feed.Has("feed_url")));
    }

    public static JsonFeedDocument Read(JsonElement root)
    {
        var feed = new NinjsObject(root);
        return new JsonFeedDocument(
            feed.Text("title"), feed.Text("home_page_url"), feed.Text("language"), Authors(feed),
            [.. feed.All("items").Where(item => item.ValueKind == JsonValueKind.Object).Select(item => Item(new NinjsObject(item)))]);
    }

    private static JsonFeedItem Item(NinjsObject item) => new()
    {
        Id = item.Text("id"),
        Url = item.Text("url"),
        ExternalUrl = item.Text("external_url"),
        Title = item.Text("title"),
        ContentHtml = item.Text("content_html"),
        ContentText = item.Text("content_text"),
        Summary = item.Text("summary"),
        Image = item.Text("image"),
        BannerImage = item.Text("banner_image"),
        DatePublished = item.Text("date_published"),
        DateModified = item.Text("date_modified"),
        Language = item.Text("language"),
        Authors = Authors(item),
        Tags = [.. item.All("tags").Select(NinjsObject.TextOf).Where(tag => !string.IsNullOrEmpty(tag)).OfType<string>().Distinct()],
        Attachments = [.. item.All("attachments").Where(one => one.ValueKind == JsonValueKind.Object).Select(one => new NinjsObject(one))
            .Where(one => one.Text("url") is not null).Select(one => (one.Text("url")!, one.Text("mime_type")))],
    };

    // 1.0 has one author, 1.1 a list.
    private static List<string> Authors(NinjsObject parent) =>
        [.. parent.All("authors", "author").Where(author => author.ValueKind == JsonValueKind.Object).Select(author => new NinjsObject(author).Text("name")).OfType<string>()];
}
