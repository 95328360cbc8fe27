using System.Text;
using Broadsheet.NewsFormats.Html;

namespace Broadsheet.NewsFormats.Markup;

/// <summary>An XML element. Our own small tree: LINQ to XML keeps every name it ever saw for good, which a hostile feed could fill.</summary>
internal sealed class MarkupElement(string name, string space)
{
    public const string XmlSpace = "http://www.w3.org/XML/1998/namespace";

    public string Name { get; } = name;

    public string Namespace { get; } = space;

    public List<MarkupAttribute> Attributes { get; } = [];

    public List<MarkupNode> Nodes { get; } = [];

    public IEnumerable<MarkupElement> Elements => Nodes.Where(node => node.Element is not null).Select(node => node.Element!);

    /// <summary>xml:lang of this very element.</summary>
    public string? Language => Attribute("lang", XmlSpace);

    public string? Attribute(string name, string space = "")
    {
        var value = Attributes.Find(attribute => attribute.Name == name && attribute.Namespace == space).Value?.Trim();
        return string.IsNullOrEmpty(value) ? null : value;
    }

    /// <summary>Children with this name in the same namespace: extensions in other namespaces may use the same words.</summary>
    public IEnumerable<MarkupElement> All(string name) =>
        Elements.Where(element => element.Name == name && element.Namespace == Namespace);

    public MarkupElement? First(string name) => All(name).FirstOrDefault();

    /// <summary>All the text below, white space at the ends apart; null without any.</summary>
    public string? Text()
    {
        var text = new StringBuilder();
        AddText(text);
        var trimmed = text.ToString().Trim();
        return trimmed.Length == 0 ? null : trimmed;
    }

    /// <summary>All the text below, untouched.</summary>
    public string RawText()
    {
        var text = new StringBuilder();
        AddText(text);
        return text.ToString();
    }

    /// <summary>What lies below as markup, for content whose tags somebody forgot to escape.</summary>
    public string AsMarkup()
    {
        var markup = new StringBuilder();
        AddMarkup(markup);
        return markup.ToString().Trim();
    }

    public bool HasTextOfItsOwn => Nodes.Exists(node => !string.IsNullOrWhiteSpace(node.Text));

    private void AddMarkup(StringBuilder markup)
    {
        foreach (var node in Nodes)
        {
            if (node.Element is not { } element)
            {
                HtmlCharacters.Escape(markup, node.Text, isAttribute: false);
                continue;
            }
            markup.Append('<').Append(element.Name);
            foreach (var attribute in element.Attributes.Where(attribute => attribute.Namespace.Length == 0))
            {
                markup.Append(' ').Append(attribute.Name).Append("=\"");
                HtmlCharacters.Escape(markup, attribute.Value, isAttribute: true);
                markup.Append('"');
            }
            markup.Append('>');
            element.AddMarkup(markup);
            if (!IsVoid(element.Name))
                markup.Append("</").Append(element.Name).Append('>');
        }
    }

    private static bool IsVoid(string name) => name.ToUpperInvariant() is "BR" or "IMG" or "HR" or "WBR";

    // As deep as the reader lets a document be (NewsReadOptions.MaxDepth).
    private void AddText(StringBuilder text)
    {
        foreach (var node in Nodes)
        {
            if (node.Element is { } element)
                element.AddText(text);
            else
                text.Append(node.Text);
        }
    }
}

/// <summary>An attribute; those that declare namespaces are not kept.</summary>
internal readonly record struct MarkupAttribute(string Name, string Namespace, string Value);

/// <summary>A child: an element or text.</summary>
internal readonly record struct MarkupNode(MarkupElement? Element, string? Text);
