using System.Net;
using System.Text.RegularExpressions;
using Broadsheet.NewsFormats.Html;

namespace Broadsheet.NewsFormats.Feeds;

/// <summary>Titles and bodies of feeds. In most of them nothing says whether a text is HTML.</summary>
internal static partial class FeedText
{
    /// <summary>
    /// A title as text. RSS says it is plain; publishers put HTML in: a title with a tag that is used in titles, or with an entity, is
    /// read as HTML, any other stays as it is.
    /// </summary>
    public static string? Plain(string? title)
    {
        if (title is null)
            return null;
        var text = Markup().IsMatch(title) ? HtmlText.Of(title) : Entity().IsMatch(title) ? WebUtility.HtmlDecode(title) : title;
        return OneLine(text);
    }

    /// <summary>HTML as text on one line.</summary>
    public static string? OfHtml(string? html) => html is null ? null : OneLine(HtmlText.Of(html));

    /// <summary>A body from HTML, relative links resolved.</summary>
    public static string? Body(string? html, FeedBase place, int longest)
    {
        if (string.IsNullOrWhiteSpace(html))
            return null;
        var body = new BodyBuilder(longest);
        if (Tag().IsMatch(html))
            HtmlBody.AddTo(body, html, place.Resolve);
        else
            body.PlainText(WebUtility.HtmlDecode(html));
        return HtmlCleaner.Locked(body.Finish());
    }

    /// <summary>A body from plain text.</summary>
    public static string? PlainBody(string? text, int longest)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var body = new BodyBuilder(longest);
        body.PlainText(text);
        return HtmlCleaner.Locked(body.Finish());
    }

    private static string? OneLine(string text)
    {
        var words = text.Split((char[]?)[' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? null : string.Join(' ', words);
    }

    [GeneratedRegex(@"</(b|i|em|strong|span|a|sup|sub|u|font|p|div|cite|q|small|code|h[1-6])\s*>|<(br|img|wbr)\b[^<>]*>", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Markup();

    [GeneratedRegex(@"&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,9});", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Entity();

    [GeneratedRegex(@"</?[A-Za-z][A-Za-z0-9]*(\s[^<>]*)?/?>", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Tag();
}
