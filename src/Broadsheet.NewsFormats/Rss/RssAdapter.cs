using System.Text.RegularExpressions;
using Broadsheet.NewsFormats.Feeds;
using Broadsheet.NewsFormats.Html;
using Broadsheet.NewsFormats.Text;

namespace Broadsheet.NewsFormats.Rss;

/// <summary>Makes common items from those of an RSS feed.</summary>
internal sealed partial class RssAdapter
{
    private readonly RssChannel _channel;
    private readonly RssItem _item;
    private readonly Reading _reading;
    private readonly Warnings _warnings;

    private RssAdapter(RssChannel channel, RssItem item, Reading reading) =>
        (_channel, _item, _reading, _warnings) = (channel, item, reading, new Warnings(reading.Warnings));

    public static IReadOnlyList<NewsItem> Items(RssDocument document, Reading reading)
    {
        var items = new List<NewsItem>();
        foreach (var item in document.Items)
        {
            reading.Stop.ThrowIfCancellationRequested();
            items.Add(new RssAdapter(document.Channel, item, reading).Adapt());
        }
        return items;
    }

    private NewsItem Adapt()
    {
        var (body, description) = Texts();
        var headline = FeedText.Plain(_item.Title);
        return new NewsItem
        {
            Format = "rss",
            Guid = _item.Guid,
            Type = "text",
            Headline = headline,
            Headlines = headline is null ? [] : [new NewsHeadline(null, headline)],
            Byline = Byline(),
            Source = FeedText.Plain(_item.Source),
            Provider = FeedText.Plain(_channel.Title),
            Language = _item.Language ?? _channel.Language,
            Published = FeedTime.Read(_item.PubDate, "pubDate", _reading, _warnings) ?? FeedTime.Read(_item.OtherDate, "date", _reading, _warnings),
            CopyrightNotice = FeedText.Plain(_item.Rights ?? _channel.Copyright),
            Description = description,
            Keywords = _item.Keywords,
            Subjects = [.. _item.Categories.Select(category => new NewsSubject(null, FeedText.Plain(category) ?? category))],
            BodyHtml = body,
            Pictures = FeedPictures.Of(_item.Element, _item.Enclosures, _item.Base),
            Links = Links(),
            Warnings = _warnings.ToList(),
        };
    }

    // The description is the text where there is no other, and else its summary.
    private (string? Body, string? Description) Texts()
    {
        var longest = _reading.Options.MaxBodyLength;
        var body = FeedText.Body(_item.Encoded, _item.Base, longest) ?? XhtmlBody(longest);
        return body is null ? (FeedText.Body(_item.Description, _item.Base, longest), null) : (body, FeedText.OfHtml(_item.Description));
    }

    private string? XhtmlBody(int longest)
    {
        if (_item.Xhtml is null)
            return null;
        var body = new BodyBuilder(longest);
        new MarkupBody(body, _warnings) { Resolves = _item.Base.Within(_item.Xhtml).Resolve }.Add(_item.Xhtml);
        return HtmlCleaner.Locked(body.Finish());
    }

    // author is an address with the name in brackets; an address alone is not to be printed.
    private string? Byline()
    {
        if (_item.Creators.Count > 0)
            return FeedText.Plain(string.Join(", ", _item.Creators));
        if (_item.Author is not { } author)
            return null;
        var match = author.Length < 500 ? Address().Match(author) : Match.Empty;
        if (!match.Success)
            return FeedText.Plain(author);
        return match.Groups["name"].Value.Trim() is { Length: > 0 } name ? FeedText.Plain(name) : null;
    }

    private List<NewsLink> Links()
    {
        var links = new List<NewsLink>();
        if (_item.Link is not null)
            links.Add(new NewsLink("alternate", _item.Base.Resolve(_item.Link)!));
        links.AddRange(_item.Enclosures.Where(enclosure => !enclosure.IsPicture).Select(enclosure => new NewsLink("enclosure", _item.Base.Resolve(enclosure.Url)!)));
        return links;
    }

    [GeneratedRegex(@"\A\s*<?[^\s@<>()]+@[^\s@<>()]+>?\s*(\((?<name>[^()]*)\))?\s*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Address();
}
