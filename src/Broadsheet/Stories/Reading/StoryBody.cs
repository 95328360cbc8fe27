using System.Text.Encodings.Web;
using Broadsheet.Kit;
using Broadsheet.NewsFormats.Html;

namespace Broadsheet.Stories.Reading;

/// <summary>A body, as it was cleaned, on its way into a page.</summary>
static class StoryBody
{
    const string FirstParagraph = "<p>";

    /// <summary>Whether a reader would see anything of it.</summary>
    public static bool IsSeen(string html) => TypedText.IsSeen(HtmlText.Of(html));

    /// <summary>The body with the dateline at the head of its first paragraph.</summary>
    public static string WithDateline(string html, string dateline, HtmlEncoder encoder)
    {
        if (dateline.Length == 0) return html;
        var place = $"<span class=\"dateline\">{encoder.Encode(dateline)}</span>";
        return html.StartsWith(FirstParagraph, StringComparison.Ordinal)
            ? string.Concat(FirstParagraph, place, " – ", html.AsSpan(FirstParagraph.Length))
            : string.Concat(FirstParagraph, place, "</p>", html);
    }
}
