using System.Net;
using System.Text;

namespace Broadsheet.NewsFormats.Html;

/// <summary>The text of HTML, for counting words, for lists and for search.</summary>
public static class HtmlText
{
    /// <summary>
    /// The text as read: a line for each block, a space between the cells of a row; no script, no style, no markup. The input is
    /// cleaned first, so anything may be given.
    /// </summary>
    public static string Of(string html)
    {
        ArgumentNullException.ThrowIfNull(html);
        var body = new BodyBuilder(int.MaxValue);
        HtmlBody.AddTo(body, html);
        return OfClean(body.Finish() ?? "");
    }

    /// <summary>How many words the text has: runs of characters between white space that hold a letter or digit.</summary>
    public static int WordsIn(string html) => WordsInText(Of(html));

    /// <summary>The same of a text that <see cref="Of"/> gave.</summary>
    public static int WordsInText(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var range in text.SplitAny(" \n\u00A0"))
            count += text[range].ContainsAnyLetterOrDigit() ? 1 : 0;
        return count;
    }

    // What our own writer wrote has a "<" only where a tag begins.
    private static string OfClean(string html)
    {
        var text = new StringBuilder(html.Length);
        for (var at = 0; at < html.Length;)
        {
            var tag = html.IndexOf('<', at);
            var end = tag < 0 ? html.Length : tag;
            text.Append(WebUtility.HtmlDecode(html[at..end]));
            at = tag < 0 ? html.Length : html.IndexOf('>', tag) + 1;
            if (tag >= 0)
                Part(text, html.AsSpan(tag, at - tag));
        }
        return text.ToString().Trim();
    }

    private static void Part(StringBuilder text, ReadOnlySpan<char> tag)
    {
        if (tag is "<em>" or "</em>" or "<strong>" or "</strong>" or "</a>" || tag.StartsWith("<a ") || text.Length == 0)
            return;
        var parting = tag is "</td>" or "</th>" ? ' ' : '\n';
        if (tag.StartsWith("</") && text[^1] != '\n' && (parting == '\n' || text[^1] != ' '))
            text.Append(parting);
        else if (tag is "<ul>" or "<ol>" && text[^1] != '\n')
            text.Append('\n');
    }

    private static bool ContainsAnyLetterOrDigit(this ReadOnlySpan<char> word)
    {
        foreach (var rune in word.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
                return true;
        }
        return false;
    }
}
