using System.Text;
using Ganss.Xss;

namespace Broadsheet.NewsFormats.Html;

/// <summary>
/// Cleans HTML by an allow-list: p, h2, h3, blockquote, ul, ol, li, a (with an http, https or mailto address), em, strong, figure,
/// figcaption, and the parts of tables with their spans. b and i become strong and em, h1 becomes h2, h4 and below h3; a line break
/// ends the paragraph; the lines of pre become paragraphs; script, style, forms' fields, frames and drawings go with all they hold;
/// every other tag goes and its text stays. White space is folded, and text outside a block gets a paragraph.
/// </summary>
/// <remarks>
/// What comes out is well-formed, never nested deep, and stays as it is when cleaned again. The time is in proportion to the length
/// of the input, however it is nested. Two locks that know nothing of each other: a writer which can only write what is allowed, and
/// HtmlSanitizer over its result.
/// </remarks>
public static class HtmlCleaner
{
    private static readonly HtmlSanitizer Sanitizer = new(new HtmlSanitizerOptions
    {
        AllowedTags = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            "p", "h2", "h3", "blockquote", "ul", "ol", "li", "a", "em", "strong", "figure", "figcaption",
            "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
        },
        AllowedAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href", "colspan", "rowspan" },
        UriAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href" },
        AllowedSchemes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "http", "https", "mailto" },
    });

    /// <summary>Cleans a piece of HTML, or a whole page.</summary>
    /// <param name="html">Anything.</param>
    /// <returns>Clean HTML; empty when nothing is left.</returns>
    public static string Clean(string html)
    {
        ArgumentNullException.ThrowIfNull(html);
        var body = new BodyBuilder(int.MaxValue);
        HtmlBody.AddTo(body, html);
        return Locked(body.Finish()) ?? "";
    }

    /// <summary>The second lock, over what a <see cref="BodyBuilder"/> wrote.</summary>
    internal static string? Locked(string? html)
    {
        if (string.IsNullOrEmpty(html))
            return null;
        using var document = Sanitizer.SanitizeDom(html);
        var locked = new StringBuilder(html.Length);
        CleanDom.Write(document.Body!, locked);
        return locked.Length == 0 ? null : locked.ToString();
    }
}
