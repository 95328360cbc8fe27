using System.Buffers;
using System.Text;

namespace Broadsheet.NewsFormats.Html;

/// <summary>White space and escapes of HTML, as a browser writes them when asked for its inner HTML.</summary>
internal static class HtmlCharacters
{
    public static SearchValues<char> Space { get; } = SearchValues.Create(" \t\n\r\f");

    private static readonly SearchValues<char> InText = SearchValues.Create("&<>\u00A0\0");
    private static readonly SearchValues<char> InAttribute = SearchValues.Create("&<>\"\u00A0\0");

    public static string Escaped(string? text, bool isAttribute)
    {
        var html = new StringBuilder();
        Escape(html, text, isAttribute);
        return html.ToString();
    }

    public static void Escape(StringBuilder html, ReadOnlySpan<char> text, bool isAttribute)
    {
        var special = isAttribute ? InAttribute : InText;
        for (var at = text.IndexOfAny(special); at >= 0; at = text.IndexOfAny(special))
        {
            html.Append(text[..at]).Append(Entity(text[at]));
            text = text[(at + 1)..];
        }
        html.Append(text);
    }

    private static string Entity(char character) => character switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\u00A0' => "&nbsp;",
        _ => "\uFFFD",
    };
}
