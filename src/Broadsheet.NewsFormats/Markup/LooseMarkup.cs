using System.Text;

namespace Broadsheet.NewsFormats.Markup;

/// <summary>
/// Reads what means to be XML and is not: bare ampersands, entities of HTML, tags that cross or never close, attributes without
/// quotation marks, a beginning or an end that is missing. For feeds only: of them it is better to have something, with a warning,
/// than nothing; an agency's own item in a stricter format is refused where it is broken. <see cref="LooseMarks"/> finds the tags;
/// here they become a tree.
/// </summary>
internal sealed class LooseMarkup
{
    private const string NoSpace = "";
    private static readonly string[] Repeated = ["item", "entry", "atom:entry"];

    private readonly LooseMarks _marks;
    private readonly Reading _reading;
    private readonly List<Open> _open = [];
    private readonly StringBuilder _pending = new();
    private readonly MarkupElement _document = new("", NoSpace);
    private int _count;

    private LooseMarkup(string text, Reading reading) => (_marks, _reading) = (new LooseMarks(text), reading);

    /// <summary>The tree, and whether the root's end was reached. Of a document cut short the element that was open last, and may be but half there, is left out.</summary>
    public static (MarkupElement? Root, bool IsWhole) Read(string text, Reading reading)
    {
        var loose = new LooseMarkup(text, reading);
        var isWhole = loose.Build();
        return (loose._document.Elements.FirstOrDefault(), isWhole);
    }

    private bool Build()
    {
        while (!_marks.IsAtEnd)
        {
            if (Markup())
                return true;
        }
        EndText();
        // Its end tag may be missing where all else is there, and may itself be cut.
        var isWhole = _open.Count == 0 && _document.Nodes.Count > 0;
        if (!isWhole)
            LeaveOutTheLast();
        return isWhole;
    }

    // True once the root is closed: what follows is not read.
    private bool Markup()
    {
        _reading.Stop.ThrowIfCancellationRequested();
        _pending.Append(_marks.Text());
        if (_marks.IsAtEnd)
            return false;
        switch (_marks.Next)
        {
            case LooseMark.Start:
                return StartTag();
            case LooseMark.End:
                return EndTag();
            case LooseMark.Comment:
                _marks.PassComment();
                break;
            case LooseMark.Data:
                _pending.Append(_marks.Data());
                break;
            case LooseMark.Instruction:
                _marks.PassInstruction();
                break;
            case LooseMark.Declaration:
                _marks.PassDeclaration();
                break;
            default:
                _pending.Append(_marks.Sign());
                break;
        }
        return false;
    }

    private bool EndTag()
    {
        var (name, isCut) = _marks.End();
        var open = _open.FindLastIndex(element => element.Name == name);
        if (open < 0)
            open = _open.FindLastIndex(element => element.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        // Cut within the last end tag: where only the root is open it can be no other.
        if (open < 0 && isCut && _open.Count == 1 && _open[0].Name.StartsWith(name, StringComparison.Ordinal))
            open = 0;
        if (open < 0)
            return false;
        CloseTo(open);
        return _open.Count == 0;
    }

    private bool StartTag()
    {
        var (name, attributes, isEmpty) = _marks.Start();
        if (IsRepeated(name) && _open.Count > 0)
            CloseTo(PlaceOf(name));
        EndText();
        Count(1 + attributes.Count);
        var scope = Scope(attributes, _open.Count > 0 ? _open[^1].Scope : null);
        var (prefix, local) = Split(name);
        var element = new MarkupElement(local, SpaceOf(prefix, scope) ?? SpaceNotDeclared(prefix));
        foreach (var (attribute, value) in attributes)
            AddAttribute(element, attribute, value, scope);
        Parent.Nodes.Add(new MarkupNode(element, null));
        if (isEmpty)
            return _open.Count == 0;
        _open.Add(new Open(name, element, scope));
        if (_open.Count > _reading.Options.MaxDepth)
            throw new NewsFormatException(NewsFormatErrorKind.TooLarge, $"The XML is nested deeper than {_reading.Options.MaxDepth} elements.");
        return false;
    }

    // Items lie neither within each other nor in anything but the channel or the root: the end of what came before is missing.
    private int PlaceOf(string name)
    {
        if (_open.FindLastIndex(element => element.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var before)
            return before;
        if (_open.Exists(element => IsRepeated(element.Name)))
            return _open.Count;
        return _open.Count > 1 && _open[1].Element.Name.Equals("channel", StringComparison.OrdinalIgnoreCase) ? 2 : 1;
    }

    private static bool IsRepeated(string name) => Array.Exists(Repeated, repeated => repeated.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static void AddAttribute(MarkupElement element, string name, string value, Spaces? scope)
    {
        var (prefix, local) = Split(name);
        if (prefix == "xmlns" || name == "xmlns" || element.Attributes.Exists(known => known.Name == local && known.Namespace == (prefix is null ? NoSpace : SpaceOf(prefix, scope))))
            return;
        element.Attributes.Add(new MarkupAttribute(local, prefix is null ? NoSpace : SpaceOf(prefix, scope) ?? SpaceNotDeclared(prefix), value));
    }

    private static Spaces? Scope(List<(string Name, string Value)> attributes, Spaces? around)
    {
        Dictionary<string, string>? own = null;
        foreach (var (name, value) in attributes)
        {
            if (name == "xmlns")
                (own ??= [])[""] = value;
            else if (name.StartsWith("xmlns:", StringComparison.Ordinal))
                (own ??= [])[name[6..]] = value;
        }
        return own is null ? around : new Spaces(own, around);
    }

    private static string? SpaceOf(string? prefix, Spaces? scope)
    {
        if (prefix == "xml")
            return MarkupElement.XmlSpace;
        for (var spaces = scope; spaces is not null; spaces = spaces.Around)
        {
            if (spaces.Own.TryGetValue(prefix ?? "", out var space))
                return space;
        }
        return prefix is null ? NoSpace : null;
    }

    private static string SpaceNotDeclared(string? prefix) => FeedSpaces.Usual(prefix) ?? "undeclared:" + prefix;

    private static (string? Prefix, string Local) Split(string name) =>
        name.IndexOf(':', StringComparison.Ordinal) is > 0 and var at && at < name.Length - 1 ? (name[..at], name[(at + 1)..]) : (null, name);

    private void CloseTo(int open)
    {
        EndText();
        _open.RemoveRange(open, _open.Count - open);
    }

    private void EndText()
    {
        if (_pending.Length > 0 && _open.Count > 0)
            Parent.Nodes.Add(new MarkupNode(null, _pending.ToString()));
        _pending.Clear();
    }

    // An item, or what else was open last below the channel, may be but half there.
    private void LeaveOutTheLast()
    {
        var item = _open.FindIndex(element => IsRepeated(element.Element.Name));
        if (item <= 0)
            return;
        var around = _open[item - 1].Element;
        around.Nodes.RemoveAt(around.Nodes.FindLastIndex(node => node.Element == _open[item].Element));
    }

    private MarkupElement Parent => _open.Count > 0 ? _open[^1].Element : _document;

    private void Count(int more)
    {
        if ((_count += more) > _reading.Options.MaxElements)
            throw TooMany();
    }

    private NewsFormatException TooMany() =>
        new(NewsFormatErrorKind.TooLarge, $"The XML has more than {_reading.Options.MaxElements} elements and attributes.");

    private sealed record Spaces(Dictionary<string, string> Own, Spaces? Around);

    private sealed record Open(string Name, MarkupElement Element, Spaces? Scope);
}
