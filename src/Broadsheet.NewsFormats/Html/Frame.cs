namespace Broadsheet.NewsFormats.Html;

/// <summary>An element that is open.</summary>
internal sealed class Frame(Treatment kind, string name, string attributes = "")
{
    public Treatment Kind { get; } = kind;

    public string Name { get; } = name;

    public string Attributes { get; } = attributes;

    /// <summary>Tags are written when the first text comes, so that what stays empty leaves no trace.</summary>
    public bool IsWritten { get; set; }

    /// <summary>How many of the same name were opened inside, and left out.</summary>
    public int Nested { get; set; }

    /// <summary>True for what holds text directly, and therefore no blocks.</summary>
    public bool HoldsText => Kind is Treatment.Block or Treatment.ListItem or Treatment.FigureCaption or Treatment.TableCaption or Treatment.Cell;

    public bool IsList => Name is "ul" or "ol";
}
