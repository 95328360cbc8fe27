using System.Text;

namespace Broadsheet.NewsFormats.Html;

/// <summary>
/// Writes the allowed elements so that every HTML parser reads back exactly what was written: nothing is left open or empty, blocks
/// stand only where blocks may, and nesting is shallow however deep the input was. Text and addresses are escaped, and no other
/// attribute is written, so nothing that came in can come out as markup of its own.
/// </summary>
internal sealed partial class BodyWriter(int longest)
{
    private const int Deepest = 20;
    private readonly StringBuilder _html = new();
    private readonly List<Frame> _open = [];
    private readonly Dictionary<string, int> _leftOut = new(StringComparer.Ordinal);
    private bool _hasText;
    private bool _spaceIsDue;

    public void Open(Rule rule, Attributes attributes)
    {
        switch (rule.Treatment)
        {
            case Treatment.Boundary or Treatment.Preformatted:
                Boundary();
                break;
            case Treatment.LineBreak:
                BreakLine();
                break;
            case Treatment.Block:
                OpenBlock(rule.Name);
                break;
            case Treatment.Container:
                OpenContainer(rule.Name);
                break;
            case Treatment.ListItem:
                OpenListItem();
                break;
            case Treatment.FigureCaption:
                OpenFigureCaption();
                break;
            case Treatment.Inline:
                OpenInline(rule.Name, attributes);
                break;
            case Treatment.Table or Treatment.TableCaption or Treatment.Section or Treatment.Row or Treatment.Cell:
                OpenTablePart(rule, attributes);
                break;
        }
    }

    public void Close(Rule rule)
    {
        if (rule.Treatment is Treatment.Unwrap or Treatment.LineBreak or Treatment.Drop)
            return;
        if (rule.Treatment == Treatment.Inline)
            CloseInline(rule.Name);
        else if (_leftOut.TryGetValue(rule.Name, out var count) && count > 0)
            LeaveOutEnd(rule.Name, count);
        else if (rule.Treatment is Treatment.Block or Treatment.Boundary or Treatment.Preformatted)
            CloseBlock(rule.Name);
        else
            CloseNamed(rule);
    }

    public void Text(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var word = text.IndexOfAnyExcept(HtmlCharacters.Space);
            if (word != 0)
                _spaceIsDue |= _hasText;
            if (word < 0)
                return;
            text = text[word..];
            var end = text.IndexOfAny(HtmlCharacters.Space);
            Word(end < 0 ? text : text[..end]);
            text = end < 0 ? [] : text[end..];
        }
    }

    /// <summary>A paragraph of plain text.</summary>
    public void Paragraph(string text)
    {
        OpenBlock("p");
        Text(text);
        Boundary();
    }

    /// <summary>Closes what is open.</summary>
    public string Finish()
    {
        PopDownTo(0);
        return _html.ToString();
    }

    public void Boundary()
    {
        if (Top is { Kind: Treatment.Block, Name: "p" })
            PopThrough(Top);
        else
            _spaceIsDue |= _hasText;
    }

    private Frame? Top => _open.FindLast(frame => frame.Kind != Treatment.Inline);

    private void OpenBlock(string name)
    {
        if (Top is { Kind: Treatment.Block } block)
            PopThrough(block);
        if (Top is null or { Kind: Treatment.Container, IsList: false })
            Push(new Frame(Treatment.Block, name));
        else
            Boundary();
    }

    private void OpenContainer(string name)
    {
        if (Top is { Kind: Treatment.Block } block)
            PopThrough(block);
        CloseInlines();
        if (Top is { IsList: true } && name is "ul" or "ol")
            EnsureTextMayStand();
        if (_open.Count < Deepest && MayHold(Top, name))
            Push(new Frame(Treatment.Container, name));
        else
            LeaveOut(name);
    }

    private static bool MayHold(Frame? top, string name) => (top, name) switch
    {
        (null, _) => true,
        ({ Kind: Treatment.ListItem }, "ul" or "ol") => true,
        ({ Name: "blockquote" }, _) => true,
        ({ Name: "figure" }, not "figure") => true,
        _ => false,
    };

    private void OpenListItem()
    {
        if (Top is { Kind: Treatment.ListItem } item)
            PopThrough(item);
        if (Top is { IsList: true })
            Push(new Frame(Treatment.ListItem, "li"));
        else
            OpenBlock("p");
    }

    private void OpenFigureCaption()
    {
        if (Top is { Kind: Treatment.Block } block)
            PopThrough(block);
        if (Top is { Name: "figure" })
            Push(new Frame(Treatment.FigureCaption, "figcaption"));
        else
            OpenBlock("p");
    }

    private void OpenInline(string name, Attributes attributes)
    {
        if (name == "a" && attributes.Href is null)
            return;
        if (Top?.Kind is Treatment.Table or Treatment.Section or Treatment.Row)
            return;
        EnsureTextMayStand();
        var same = OpenInlines().FirstOrDefault(frame => frame.Name == name);
        if (same is not null && name != "a")
        {
            same.Nested++;
            return;
        }
        if (same is not null)
            PopThrough(same);
        _open.Add(new Frame(Treatment.Inline, name, name == "a" ? $" href=\"{HtmlCharacters.Escaped(attributes.Href, true)}\"" : ""));
    }

    // A line break ends the paragraph, and what was open in the line goes on in the next; where no paragraph can be, it is a space.
    private void BreakLine()
    {
        if (Top is not { Kind: Treatment.Block, Name: "p" } paragraph)
        {
            _spaceIsDue |= _hasText;
            return;
        }
        var inlines = OpenInlines().Select(frame => new Frame(frame.Kind, frame.Name, frame.Attributes)).ToList();
        PopThrough(paragraph);
        Push(new Frame(Treatment.Block, "p"));
        _open.AddRange(inlines);
    }

    private void CloseInline(string name)
    {
        if (OpenInlines().LastOrDefault(frame => frame.Name == name) is not { } frame)
            return;
        if (frame.Nested > 0)
            frame.Nested--;
        else
            PopThrough(frame);
    }

    private void CloseBlock(string name)
    {
        if (Top is { Kind: Treatment.Block } block && (name == "p") == (block.Name == "p") && name.Length > 0)
            PopThrough(block);
        else
            Boundary();
    }

    private void CloseNamed(Rule rule)
    {
        var isTablePart = rule.Treatment is Treatment.Table or Treatment.TableCaption or Treatment.Section or Treatment.Row or Treatment.Cell;
        for (var at = _open.Count - 1; at >= 0; at--)
        {
            if (_open[at].Name == rule.Name)
            {
                PopDownTo(at);
                return;
            }
            if (_open[at].Kind is Treatment.Cell or Treatment.TableCaption && !isTablePart)
                break;
        }
        Boundary();
    }

    private void LeaveOut(string name)
    {
        _leftOut[name] = _leftOut.GetValueOrDefault(name) + 1;
        Boundary();
    }

    private void LeaveOutEnd(string name, int count)
    {
        _leftOut[name] = count - 1;
        Boundary();
    }

    private void Word(ReadOnlySpan<char> word)
    {
        // No-break spaces are agencies' way to fill empty paragraphs and to indent.
        if (!_hasText && (word = word.TrimStart('\u00A0')).IsEmpty)
            return;
        EnsureTextMayStand();
        if (_spaceIsDue)
            _html.Append(' ');
        WriteTags();
        HtmlCharacters.Escape(_html, word, isAttribute: false);
        (_hasText, _spaceIsDue) = (true, false);
        if (_html.Length > longest)
            throw new NewsFormatException(NewsFormatErrorKind.TooLarge, $"The body of an item is longer than {longest} characters.");
    }
}
