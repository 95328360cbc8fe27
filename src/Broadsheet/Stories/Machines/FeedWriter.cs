using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;
using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.NewsFormats.Html;
using Broadsheet.Stories.Reading;

namespace Broadsheet.Stories.Machines;

/// <summary>A feed in the three forms that readers' programs know.</summary>
public sealed class FeedWriter(CurrentEdition edition, SiteAddress site, HtmlEncoder encoder)
{
    const string AtomNames = "http://www.w3.org/2005/Atom", ContentNames = "http://purl.org/rss/1.0/modules/content/", DublinCore = "http://purl.org/dc/elements/1.1/";
    const int LongestSummary = 300;
    static readonly JsonSerializerOptions json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>RSS 2.0.</summary>
    public string Rss(Feed feed) => XmlText.Of(xml =>
    {
        xml.WriteStartElement("rss");
        xml.WriteAttributeString("version", "2.0");
        xml.WriteAttributeString("xmlns", "atom", null, AtomNames);
        xml.WriteAttributeString("xmlns", "content", null, ContentNames);
        xml.WriteAttributeString("xmlns", "dc", null, DublinCore);
        xml.WriteStartElement("channel");
        xml.WriteElementString("title", XmlText.Sound(feed.Title));
        xml.WriteElementString("link", site.Of(PageOf(feed)));
        xml.WriteElementString("description", XmlText.Sound(AsHtml(feed.Description ?? feed.Title)));
        xml.WriteElementString("language", edition.Facts.Culture.Name);
        if (feed.ChangedAt is { } changed) xml.WriteElementString("lastBuildDate", changed.UtcDateTime.ToString("R", CultureInfo.InvariantCulture));
        Link(xml, "atom", site.Of(feed.Below + "feed.xml"), "self", "application/rss+xml");
        foreach (var story in feed.Stories)
        {
            xml.WriteStartElement("item");
            xml.WriteElementString("title", XmlText.Sound(story.Text.Headline));
            xml.WriteElementString("link", site.Of(story.Address));
            xml.WriteStartElement("guid");
            xml.WriteAttributeString("isPermaLink", "false");
            xml.WriteString(IdOf(story));
            xml.WriteEndElement();
            xml.WriteElementString("pubDate", story.PublishedAt.UtcDateTime.ToString("R", CultureInfo.InvariantCulture));
            if (LanguageOf(story) is { } language) xml.WriteElementString("language", DublinCore, language);
            if (story.By.Length > 0) xml.WriteElementString("creator", DublinCore, XmlText.Sound(story.By));
            xml.WriteElementString("category", XmlText.Sound(story.SectionName));
            xml.WriteElementString("description", XmlText.Sound(AsHtml(Summary(story))));
            xml.WriteElementString("encoded", ContentNames, XmlText.Sound(Whole(story)));
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
    });

    /// <summary>Atom (RFC 4287).</summary>
    public string Atom(Feed feed) => XmlText.Of(xml =>
    {
        xml.WriteStartElement("feed", AtomNames);
        xml.WriteAttributeString("xml", "lang", null, edition.Facts.Culture.Name);
        xml.WriteElementString("id", AtomNames, site.Of(feed.Below + "feed.atom"));
        xml.WriteElementString("title", AtomNames, XmlText.Sound(feed.Title));
        if (feed.Description is { } description) xml.WriteElementString("subtitle", AtomNames, XmlText.Sound(description));
        xml.WriteElementString("updated", AtomNames, PaperTime.Machine(feed.ChangedAt ?? DateTimeOffset.UnixEpoch));
        Link(xml, null, site.Of(feed.Below + "feed.atom"), "self", "application/atom+xml");
        Link(xml, null, site.Of(PageOf(feed)), "alternate", "text/html");
        Author(xml, edition.Facts.Paper.Name);
        foreach (var story in feed.Stories)
        {
            xml.WriteStartElement("entry", AtomNames);
            if (LanguageOf(story) is { } language) xml.WriteAttributeString("xml", "lang", null, language);
            xml.WriteElementString("id", AtomNames, IdOf(story));
            xml.WriteElementString("title", AtomNames, XmlText.Sound(story.Text.Headline));
            Link(xml, null, site.Of(story.Address), "alternate", "text/html");
            xml.WriteElementString("published", AtomNames, PaperTime.Machine(story.PublishedAt));
            xml.WriteElementString("updated", AtomNames, PaperTime.Machine(story.UpdatedAt ?? story.PublishedAt));
            if (story.By.Length > 0) Author(xml, story.By);
            xml.WriteElementString("summary", AtomNames, XmlText.Sound(Summary(story)));
            xml.WriteStartElement("content", AtomNames);
            xml.WriteAttributeString("type", "html");
            xml.WriteString(XmlText.Sound(Whole(story)));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    });

    /// <summary>JSON Feed 1.1.</summary>
    public string Json(Feed feed) => JsonSerializer.Serialize(new JsonFeed(
        "https://jsonfeed.org/version/1.1", feed.Title, feed.Description, site.Of(PageOf(feed)), site.Of(feed.Below + "feed.json"), edition.Facts.Culture.Name,
        [.. feed.Stories.Select(story => new JsonItem(
            IdOf(story), site.Of(story.Address), story.Text.Headline, Summary(story), Whole(story), PaperTime.Machine(story.PublishedAt), PaperTime.Machine(story.UpdatedAt ?? story.PublishedAt),
            story.By.Length > 0 ? [new JsonAuthor(story.By)] : null, [story.SectionName], LanguageOf(story)))]), json);

    /// <summary>The page whose feed it is: without the slash at its end, but for the front page.</summary>
    static string PageOf(Feed feed) => feed.Below.Length == 1 ? feed.Below : feed.Below.TrimEnd('/');

    /// <summary>The same for ever, whatever headline and section become.</summary>
    static string IdOf(FeedStory story) => "urn:uuid:" + story.Id.ToString("D");

    /// <summary>A description of RSS is markup (RSS 2.0, "description may be entity-encoded HTML"); only what would be read as such is changed.</summary>
    static string AsHtml(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    static string Summary(FeedStory story) =>
        WholeCharacters.Cut(story.Text.Standfirst.Length > 0 ? story.Text.Standfirst : HtmlText.Of(story.Text.BodyHtml), LongestSummary);

    /// <summary>Its own; none where it is the paper's.</summary>
    string? LanguageOf(FeedStory story) => edition.Facts.TongueOf(story.Language).Lang;

    /// <summary>Who shows it knows nothing of the paper: which way it is read is said within.</summary>
    string Whole(FeedStory story)
    {
        var culture = edition.Facts.TongueOf(story.Language).Lang is { } own ? PaperCulture.Of(own) : edition.Facts.Culture;
        return culture.TextInfo.IsRightToLeft || edition.Facts.Culture.TextInfo.IsRightToLeft
            ? $"<div lang=\"{culture.Name}\" dir=\"{(culture.TextInfo.IsRightToLeft ? "rtl" : "ltr")}\">{Body(story)}</div>" : Body(story);
    }

    string Body(FeedStory story) => (story.Text.ContentNotice is { Length: > 0 } notice ? $"<p><strong>{encoder.Encode(notice)}</strong></p>" : "") + StoryBody.WithDateline(story.Text.BodyHtml, story.Text.Dateline, encoder);

    static void Author(XmlWriter xml, string name)
    {
        xml.WriteStartElement("author", AtomNames);
        xml.WriteElementString("name", AtomNames, XmlText.Sound(name));
        xml.WriteEndElement();
    }

    static void Link(XmlWriter xml, string? prefix, string address, string rel, string type)
    {
        xml.WriteStartElement(prefix, "link", AtomNames);
        xml.WriteAttributeString("href", address);
        xml.WriteAttributeString("rel", rel);
        xml.WriteAttributeString("type", type);
        xml.WriteEndElement();
    }

    sealed record JsonFeed(
        [property: JsonPropertyName("version")] string Version, [property: JsonPropertyName("title")] string Title, [property: JsonPropertyName("description")] string? Description,
        [property: JsonPropertyName("home_page_url")] string Home, [property: JsonPropertyName("feed_url")] string Address, [property: JsonPropertyName("language")] string Language,
        [property: JsonPropertyName("items")] IReadOnlyList<JsonItem> Items);

    sealed record JsonItem(
        [property: JsonPropertyName("id")] string Id, [property: JsonPropertyName("url")] string Address, [property: JsonPropertyName("title")] string Title,
        [property: JsonPropertyName("summary")] string Summary, [property: JsonPropertyName("content_html")] string Html, [property: JsonPropertyName("date_published")] string PublishedAt,
        [property: JsonPropertyName("date_modified")] string ModifiedAt, [property: JsonPropertyName("authors")] IReadOnlyList<JsonAuthor>? Authors, [property: JsonPropertyName("tags")] IReadOnlyList<string> Tags,
        [property: JsonPropertyName("language")] string? Language);

    sealed record JsonAuthor([property: JsonPropertyName("name")] string Name);
}
