using System.Text;
using AngleSharp.Dom;

namespace Broadsheet.NewsFormats.Html;

/// <summary>
/// Writes a DOM that was cleaned. AngleSharp's own serialiser looks up each node's next sibling by counting, which takes minutes
/// for a table of some hundred thousand cells; this one walks the lists.
/// </summary>
internal static class CleanDom
{
    // The tree is what a BodyWriter wrote, and so never deep.
    public static void Write(INode parent, StringBuilder html)
    {
        foreach (var node in parent.ChildNodes)
        {
            if (node is IElement element)
                WriteElement(element, html);
            else if (node is IText text)
                HtmlCharacters.Escape(html, text.Data, isAttribute: false);
        }
    }

    private static void WriteElement(IElement element, StringBuilder html)
    {
        html.Append('<').Append(element.LocalName);
        foreach (var attribute in element.Attributes)
        {
            html.Append(' ').Append(attribute.Name).Append("=\"");
            HtmlCharacters.Escape(html, attribute.Value, isAttribute: true);
            html.Append('"');
        }
        html.Append('>');
        Write(element, html);
        html.Append("</").Append(element.LocalName).Append('>');
    }
}
