using System.Text;
using Broadsheet.NewsFormats.Feeds;
using Broadsheet.NewsFormats.Html;
using Broadsheet.NewsFormats.Text;

namespace Broadsheet.NewsFormats.Atom;

/// <summary>Makes common items from Atom's entries.</summary>
internal sealed class AtomAdapter
{
    private readonly AtomDocument _feed;
    private readonly AtomEntry _entry;
    private readonly Reading _reading;
    private readonly Warnings _warnings;

    private AtomAdapter(AtomDocument feed, AtomEntry entry, Reading reading) =>
        (_feed, _entry, _reading, _warnings) = (feed, entry, reading, new Warnings(reading.Warnings));

    public static IReadOnlyList<NewsItem> Items(AtomDocument document, Reading reading)
    {
        var items = new List<NewsItem>();
        foreach (var entry in document.Entries)
        {
            reading.Stop.ThrowIfCancellationRequested();
            items.Add(new AtomAdapter(document, entry, reading).Adapt());
        }
        return items;
    }

    private NewsItem Adapt()
    {
        var headline = Line(_entry.Title);
        var (content, summary) = (Body(_entry.Content), _entry.Summary);
        var updated = FeedTime.Read(_entry.Updated, "updated", _reading, _warnings);
        var published = FeedTime.Read(_entry.Published, "published", _reading, _warnings);
        return new NewsItem
        {
            Format = "atom",
            Guid = _entry.Id,
            Type = "text",
            Headline = headline,
            Headlines = headline is null ? [] : [new NewsHeadline(null, headline)],
            Byline = FeedText.Plain(string.Join(", ", _entry.Authors.Count > 0 ? _entry.Authors : _feed.Authors)),
            Source = Line(_entry.SourceTitle),
            Provider = Line(_feed.Title),
            Language = _entry.Language ?? _feed.Language,
            FirstCreated = published,
            Published = updated ?? published,
            CopyrightNotice = Line(_entry.Rights ?? _feed.Rights),
            Description = content is null ? null : Line(summary),
            Subjects = [.. _entry.Categories.Select(category => new NewsSubject(category.Term, category.Label ?? category.Term))],
            BodyHtml = content ?? Body(summary),
            Pictures = FeedPictures.Of(_entry.Element, Enclosures(), _entry.Base),
            Links = Links(),
            Warnings = _warnings.ToList(),
        };
    }

    private string? Line(AtomText? text) => text?.Kind switch
    {
        null => null,
        "html" => FeedText.OfHtml(text.Element.Text()),
        "base64" => FeedText.OfHtml(Decoded(text)),
        "xhtml" => FeedText.OfHtml(Body(text)),
        _ => FeedText.Plain(text.Element.Text()),
    };

    private string? Body(AtomText? text)
    {
        if (text is null)
            return null;
        var (place, longest) = (_entry.Base.Within(text.Element), _reading.Options.MaxBodyLength);
        switch (text.Kind)
        {
            case "xhtml":
                var body = new BodyBuilder(longest);
                new MarkupBody(body, _warnings) { Resolves = place.Resolve }.Add(text.Element);
                return HtmlCleaner.Locked(body.Finish());
            case "base64":
                return FeedText.Body(Decoded(text), place, longest);
            case "html":
                return FeedText.Body(text.Element.Text(), place, longest);
            case "text":
                // Said to be plain, and HTML all the same, in one feed of three.
                return FeedText.Body(text.Element.Text(), place, longest);
            default:
                if (text.Element.Text() is not null && !text.Kind.StartsWith("text/", StringComparison.Ordinal))
                    _warnings.Add(NewsWarningKind.ContentNotRead, text.Kind);
                return text.Kind.StartsWith("text/", StringComparison.Ordinal) ? FeedText.PlainBody(text.Element.Text(), longest) : null;
        }
    }

    private string? Decoded(AtomText text)
    {
        var packed = text.Element.Text() ?? "";
        var bytes = new byte[packed.Length];
        if (Convert.TryFromBase64String(packed, bytes, out var length))
            return SentText.WithoutControls(Encoding.UTF8.GetString(bytes, 0, length));
        _warnings.Add(NewsWarningKind.NotBase64);
        return null;
    }

    private IEnumerable<FeedEnclosure> Enclosures() =>
        _entry.Links.Where(link => link.Rel == "enclosure").Select(link => new FeedEnclosure(link.Href, link.Type));

    private List<NewsLink> Links() =>
        [.. _entry.Links.Where(link => link.Rel != "enclosure" || !new FeedEnclosure(link.Href, link.Type).IsPicture)
            .OrderBy(link => link.Rel == "alternate" ? 0 : 1)
            .Select(link => new NewsLink(link.Rel, _entry.Base.Resolve(link.Href)!))];
}
