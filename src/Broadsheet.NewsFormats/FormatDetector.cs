using System.Text.Json;
using Broadsheet.NewsFormats.Json;
using Broadsheet.NewsFormats.Markup;
using Broadsheet.NewsFormats.NewsMLG2;
using Broadsheet.NewsFormats.Ninjs;

namespace Broadsheet.NewsFormats;

/// <summary>Which formats are read: a line each.</summary>
internal static class FormatDetector
{
    private static readonly XmlFormat[] XmlFormats =
    [
        new("newsml-g2", NewsMLG2Reader.Recognises, (root, reading) => NewsMLG2Adapter.Items(NewsMLG2Reader.Read(root), reading)),
    ];

    private static readonly JsonFormat[] JsonFormats =
    [
        new("ninjs", NinjsReader.Recognises, (root, reading) => NinjsAdapter.Items(NinjsReader.Read(root), reading)),
    ];

    public static NewsDocument ReadXml(string text, Reading reading)
    {
        XmlFormat? format = null;
        var root = MarkupReader.Read(text, reading, start => format = XmlFormatOf(start));
        return new NewsDocument(format!.Name, format.Items(root, reading));
    }

    public static NewsDocument ReadJson(string text, Reading reading)
    {
        using var document = JsonReading.Parse(text, reading);
        var root = document.RootElement;
        var format = Array.Find(JsonFormats, known => known.Recognises(root)) ?? throw NotRecognised("JSON, but no ninjs");
        return new NewsDocument(format.Name, format.Items(root, reading));
    }

    public static NewsFormatException NotRecognised(string why) =>
        new(NewsFormatErrorKind.NotRecognised, $"The format is not one that is read here: {why}.");

    // The root's start tag is enough, so that a large document of another kind is refused at once.
    private static XmlFormat XmlFormatOf(MarkupElement root) =>
        Array.Find(XmlFormats, known => known.Recognises(root)) ?? throw NotRecognised($"XML with the root element <{Shown(root.Name)}>");

    private static string Shown(string name) => name.Length > 60 ? name[..60] + "…" : name;

    private sealed record XmlFormat(
        string Name, Func<MarkupElement, bool> Recognises, Func<MarkupElement, Reading, IReadOnlyList<NewsItem>> Items);

    private sealed record JsonFormat(
        string Name, Func<JsonElement, bool> Recognises, Func<JsonElement, Reading, IReadOnlyList<NewsItem>> Items);
}
