using Broadsheet.NewsFormats.Markup;
using Broadsheet.NewsFormats.Text;

namespace Broadsheet.NewsFormats.Html;

/// <summary>
/// Feeds an XML tree to a body: XHTML, NITF, or TT's markup. Of another vocabulary nothing is read, for its text would not be one.
/// </summary>
internal sealed class MarkupBody(BodyBuilder body, Warnings warnings)
{
    private static readonly Rule Standing = new(Treatment.Boundary, "");

    /// <summary>The text is a note to the desk: what is not for readers belongs to it.</summary>
    public bool IsForDesk { get; init; }

    /// <summary>The item names no author but within its body (NITF, TT), where the name must then not be lost.</summary>
    public bool KeepsByline { get; init; }

    /// <summary>Makes a relative address absolute; as it is without.</summary>
    public Func<string?, string?> Resolves { get; init; } = address => address;

    /// <summary>Adds what an inlineXML or the like holds.</summary>
    public void Add(MarkupElement content)
    {
        foreach (var node in content.Nodes)
        {
            if (node.Element is { } element)
                AddRoot(element);
            else
                body.Text(node.Text!);
        }
    }

    private void AddRoot(MarkupElement root)
    {
        var name = Lower(root);
        if (Rules.For(name) is null)
            warnings.Add(NewsWarningKind.MarkupNotRead, root.Name);
        else
            AddElement(root, null, isInHeader: false);
    }

    // As deep as the reader lets a document be (NewsReadOptions.MaxDepth).
    private void AddElement(MarkupElement element, Rule? unknown, bool isInHeader)
    {
        var name = Lower(element) is "byline" && KeepsByline ? "div" : Lower(element);
        if (name == "head" || (!IsForDesk && (IsNotForReaders(element, name) || (isInHeader && !StaysInHeader(element, name)))))
            return;
        body.Start(name, attribute => attribute == "href" ? Resolves(element.Attribute(attribute)) : element.Attribute(attribute), unknown);
        if (name is "body" or "p" && HasLinesThatMatter(element, name))
            body.PlainText(element.RawText());
        else
            AddNodes(element, isInHeader || name == "header");
        body.End(name, unknown);
    }

    // Text put right into the body, and results in columns within a paragraph (Reuters): the lines are all the structure there is.
    private static bool HasLinesThatMatter(MarkupElement element, string name) =>
        !element.Elements.Any() && (name == "body" || Paragraphs.AreColumns(element.RawText()));

    private void AddNodes(MarkupElement element, bool isInHeader)
    {
        // An element not known stands by itself where its parent holds no text, and in its line where it does.
        Rule? unknown = element.HasTextOfItsOwn ? null : Standing;
        foreach (var node in element.Nodes)
        {
            if (node.Element is { } child)
                AddElement(child, unknown, isInHeader);
            else
                body.Text(node.Text!);
        }
    }

    // The header of a dpa text repeats time, topics and embargo for the desk.
    private static bool StaysInHeader(MarkupElement element, string name) =>
        name is "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "div" or "hgroup" || (name == "p" && !HasClass(element, "genre"));

    private bool IsNotForReaders(MarkupElement element, string name)
    {
        var isNot = name switch
        {
            "section" or "div" or "aside" => HasClass(element, "notepad") || HasClass(element, "np-nonpublic"),
            "note" => element.Attribute("type") == "npa",
            _ => false,
        };
        if (isNot)
            warnings.Add(NewsWarningKind.NotesLeftOut);
        return isNot;
    }

    private static bool HasClass(MarkupElement element, string name) =>
        element.Attribute("class")?.Split(' ').Contains(name, StringComparer.OrdinalIgnoreCase) == true;

    private static string Lower(MarkupElement element) => element.Name.ToLowerInvariant();
}
