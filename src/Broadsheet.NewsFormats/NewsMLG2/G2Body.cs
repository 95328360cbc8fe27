using System.Net;
using System.Text.RegularExpressions;
using Broadsheet.NewsFormats.Html;
using Broadsheet.NewsFormats.Text;

namespace Broadsheet.NewsFormats.NewsMLG2;

/// <summary>Makes the body of an item from its contentSet: the first content that is text.</summary>
internal sealed partial class G2Body(Reading reading, Warnings warnings)
{
    public string? Of(G2Item item)
    {
        foreach (var inline in item.ContentSet.Inline.OrderBy(inline => inline.IsData))
        {
            var html = inline.IsData ? FromData(inline) : FromXml(inline, item.ContentMeta.By.Count == 0);
            if (html is not null)
                return HtmlCleaner.Locked(html);
        }
        return null;
    }

    private string? FromXml(G2Inline inline, bool keepsByline)
    {
        var body = new BodyBuilder(reading.Options.MaxBodyLength);
        if (inline.Element.Elements.Any())
            new MarkupBody(body, warnings) { KeepsByline = keepsByline }.Add(inline.Element);
        else
            AddText(body, inline.Element.RawText(), inline.ContentType);
        return body.Finish();
    }

    private string? FromData(G2Inline inline)
    {
        if (inline.Element.Attribute("encoding") is not null)
        {
            warnings.Add(NewsWarningKind.EncodedDataNotRead);
            return null;
        }
        var body = new BodyBuilder(reading.Options.MaxBodyLength);
        AddText(body, inline.Element.RawText(), inline.ContentType);
        return body.Finish();
    }

    private static void AddText(BodyBuilder body, string text, string? contentType)
    {
        if (IsPlain(contentType) && OnlyParagraphTags(text))
            body.PlainText(WithoutParagraphTags(text));
        else if (Tag().IsMatch(text))
            HtmlBody.AddTo(body, text);
        else
            body.PlainText(text);
    }

    private static bool IsPlain(string? contentType) =>
        contentType is null || contentType.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase);

    // "Plain text" in one pair of p tags, its paragraphs told by indents only (ANSA).
    private static bool OnlyParagraphTags(string text) =>
        ParagraphTag().Count(text) is 1 or 2 && Tag().Count(text) == ParagraphTag().Count(text);

    private static string WithoutParagraphTags(string text) =>
        WebUtility.HtmlDecode(ParagraphTag().Replace(text, "\n\n"));

    [GeneratedRegex("</?[A-Za-z][A-Za-z0-9.]*(\\s[^<>]*)?/?>", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Tag();

    [GeneratedRegex("</?[Pp]>", RegexOptions.CultureInvariant)]
    private static partial Regex ParagraphTag();
}
