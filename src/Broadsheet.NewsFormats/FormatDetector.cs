using System.Text.Json;
using Broadsheet.NewsFormats.Atom;
using Broadsheet.NewsFormats.Json;
using Broadsheet.NewsFormats.JsonFeed;
using Broadsheet.NewsFormats.Markup;
using Broadsheet.NewsFormats.NewsMLG2;
using Broadsheet.NewsFormats.Ninjs;
using Broadsheet.NewsFormats.Rss;
using Broadsheet.NewsFormats.Text;

namespace Broadsheet.NewsFormats;

/// <summary>Which formats are read: a line each.</summary>
internal static class FormatDetector
{
    private const int FarthestBeginning = 1_000;
    private static readonly string[] FeedRoots = ["rss", "rdf:rdf", "feed", "atom:feed"];

    private static readonly XmlFormat[] XmlFormats =
    [
        new("newsml-g2", NewsMLG2Reader.Recognises, (root, reading) => NewsMLG2Adapter.Items(NewsMLG2Reader.Read(root), reading)),
        new("rss", RssReader.Recognises, (root, reading) => RssAdapter.Items(RssReader.Read(root), reading)),
        new("atom", AtomReader.Recognises, (root, reading) => AtomAdapter.Items(AtomReader.Read(root), reading)),
    ];

    private static readonly JsonFormat[] JsonFormats =
    [
        new("json-feed", JsonFeedReader.Recognises, (root, reading) => JsonFeedAdapter.Items(JsonFeedReader.Read(root), reading)),
        new("ninjs", NinjsReader.Recognises, (root, reading) => NinjsAdapter.Items(NinjsReader.Read(root), reading)),
    ];

    public static NewsDocument ReadXml(string text, Reading reading)
    {
        XmlFormat? format = null;
        if (IsFeed(text))
            text = DoubleEncoded.Undone(text, reading.Warnings);
        try
        {
            var root = MarkupReader.Read(text, reading, start => format = XmlFormatOf(start));
            return new NewsDocument(format!.Name, format.Items(root, reading)) { Warnings = reading.Warnings.ToList() };
        }
        catch (NewsFormatException refusal) when (refusal.Kind is NewsFormatErrorKind.Malformed or NewsFormatErrorKind.Truncated && IsFeed(text))
        {
            return ReadFeedThatIsBroken(text, refusal, reading);
        }
    }

    public static NewsDocument ReadJson(string text, Reading reading)
    {
        try
        {
            return ReadWholeJson(text, reading);
        }
        catch (NewsFormatException refusal) when (refusal.Kind is NewsFormatErrorKind.Malformed or NewsFormatErrorKind.Truncated && reading.Options.TakesWhatIsThere)
        {
            if (BrokenOffJson.UpToLastItem(text, reading.Options.MaxDepth) is not { } sound)
                throw;
            reading.Warnings.Add(NewsWarningKind.BrokenOff, said: refusal.Message);
            if (ReadWholeJson(sound, reading) is { Format: "json-feed" } document)
                return document with { IsWhole = false };
            throw;
        }
    }

    private static NewsDocument ReadWholeJson(string text, Reading reading)
    {
        using var document = JsonReading.Parse(text, reading);
        var root = document.RootElement;
        var format = Array.Find(JsonFormats, known => known.Recognises(root)) ?? throw NotRecognised("JSON, but neither ninjs nor a feed");
        return new NewsDocument(format.Name, format.Items(root, reading)) { Warnings = reading.Warnings.ToList() };
    }

    /// <summary>Whether a feed begins after something that does not belong there, such as a script's own error message.</summary>
    public static bool BeginsAsFeed(string text)
    {
        var beginning = text.Length > FarthestBeginning ? text[..FarthestBeginning] : text;
        return IsFeed(beginning) && beginning.IndexOf("<html", StringComparison.OrdinalIgnoreCase) < 0;
    }

    public static NewsFormatException NotRecognised(string why) =>
        new(NewsFormatErrorKind.NotRecognised, $"The format is not one that is read here: {why}.");

    private static bool IsFeed(string text) => LooseMarks.RootName(text)?.ToLowerInvariant() is { } name && FeedRoots.Contains(name);

    private static NewsDocument ReadFeedThatIsBroken(string text, NewsFormatException refusal, Reading reading)
    {
        var (root, isWhole) = LooseMarkup.Read(text, reading);
        if (root is null)
            throw refusal;
        if (refusal.Kind == NewsFormatErrorKind.Malformed)
            reading.Warnings.Add(NewsWarningKind.NotWellFormed, said: refusal.Message);
        if (!isWhole && !reading.Options.TakesWhatIsThere)
            throw new NewsFormatException(NewsFormatErrorKind.Truncated, "The document ends before it is complete.");
        if (!isWhole)
            reading.Warnings.Add(NewsWarningKind.BrokenOff);
        var format = XmlFormatOf(root);
        var items = format.Items(root, reading);
        if (items.Count == 0)
            reading.Warnings.Add(NewsWarningKind.NothingFound);
        return items.Count > 0 || isWhole
            ? new NewsDocument(format.Name, items) { IsWhole = isWhole, Warnings = reading.Warnings.ToList() }
            : throw new NewsFormatException(NewsFormatErrorKind.Truncated, "The document ends before it is complete.");
    }

    // The root's start tag is enough, so that a large document of another kind is refused at once.
    private static XmlFormat XmlFormatOf(MarkupElement root) =>
        Array.Find(XmlFormats, known => known.Recognises(root)) ?? throw NotRecognised($"XML with the root element <{Shown(root.Name)}>");

    private static string Shown(string name) => name.Length > 60 ? name[..60] + "…" : name;

    private sealed record XmlFormat(
        string Name, Func<MarkupElement, bool> Recognises, Func<MarkupElement, Reading, IReadOnlyList<NewsItem>> Items);

    private sealed record JsonFormat(
        string Name, Func<JsonElement, bool> Recognises, Func<JsonElement, Reading, IReadOnlyList<NewsItem>> Items);
}
