using System.Globalization;
using Broadsheet.NewsFormats.Json;

namespace Broadsheet.NewsFormats;

/// <summary>
/// The JSON lines of <c>wire read --json</c>: one a line, no line break within, absent and empty fields left out, letters of any
/// script as they are.
/// </summary>
public static class NewsItemJson
{
    /// <summary>The line for an item.</summary>
    /// <param name="file">The file it came in, as to be shown.</param>
    /// <param name="item">The item.</param>
    public static string ToLine(string file, NewsItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return Fields(new JsonLine().Add("file", file), item).Add("warnings", [.. item.Warnings.Select(warning => warning.ToString())]).ToString();
    }

    /// <summary>The line for a file that was refused.</summary>
    /// <param name="file">The file, as to be shown.</param>
    /// <param name="error">Why, in plain words.</param>
    public static string Refused(string file, string error) => new JsonLine().Add("file", file).Add("error", error).ToString();

    /// <summary>The line for a feed or message without items.</summary>
    /// <param name="file">The file, as to be shown.</param>
    /// <param name="format">Its format.</param>
    public static string Empty(string file, string format) =>
        new JsonLine().Add("file", file).Add("format", format).Add("items", 0).ToString();

    /// <summary>The status as the line has it, in lower case.</summary>
    public static string Status(NewsStatus status) => status switch
    {
        NewsStatus.Usable => "usable",
        NewsStatus.Withheld => "withheld",
        NewsStatus.Canceled => "canceled",
        _ => "unknown",
    };

    internal static string Canonical(NewsItem item) => Fields(new JsonLine(), item).ToString();

    internal static string Time(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string? Time(DateTimeOffset? time) => time is { } known ? Time(known) : null;

    private static JsonLine Fields(JsonLine line, NewsItem item) => Lists(Texts(line, item), item);

    private static JsonLine Texts(JsonLine line, NewsItem item) => line
        .Add("format", item.Format)
        .Add("guid", item.Guid)
        .Add("version", item.Version?.Text)
        .Add("type", item.Type)
        .Add("status", Status(item.Status))
        .Add("headline", item.Headline)
        .Add("headlines", item.Headlines, (json, headline) => json.Add("role", headline.Role).Add("text", headline.Text))
        .Add("slugline", item.Slugline)
        .Add("byline", item.Byline)
        .Add("dateline", item.Dateline)
        .Add("credit", item.Credit)
        .Add("source", item.Source)
        .Add("provider", item.Provider)
        .Add("language", item.Language)
        .Add("urgency", item.Urgency)
        .Add("firstCreated", Time(item.FirstCreated))
        .Add("published", Time(item.Published))
        .Add("embargo", item.Embargo?.ToString())
        .Add("edNote", item.EdNote)
        .Add("usageTerms", item.UsageTerms)
        .Add("copyrightNotice", item.CopyrightNotice)
        .Add("copyrightHolder", item.CopyrightHolder)
        .Add("description", item.Description);

    private static JsonLine Lists(JsonLine line, NewsItem item) => line
        .Add("keywords", item.Keywords)
        .Add("subjects", item.Subjects, (json, subject) => json.Add("code", subject.Code).Add("name", subject.Name))
        .Add("genres", item.Genres)
        .Add("signals", item.Signals)
        .Add("people", item.People)
        .Add("organisations", item.Organisations)
        .Add("places", item.Places)
        .Add("bodyHtml", item.BodyHtml)
        .Add("wordCount", item.WordCount)
        .Add("pictures", item.Pictures, Picture)
        .Add("links", item.Links, (json, link) => json.Add("rel", link.Rel).Add("guid", link.Guid));

    private static void Picture(JsonLine json, NewsPicture picture) => json
        .Add("guid", picture.Guid)
        .Add("caption", picture.Caption)
        .Add("credit", picture.Credit)
        .Add("usageTerms", picture.UsageTerms)
        .Add("renditions", picture.Renditions, Rendition);

    private static void Rendition(JsonLine json, NewsRendition rendition) => json
        .Add("role", rendition.Role)
        .Add("href", rendition.Href)
        .Add("mediaType", rendition.MediaType)
        .Add("width", rendition.Width)
        .Add("height", rendition.Height);
}
