using System.Net;
using System.Text;
using Broadsheet.NewsFormats.Text;

namespace Broadsheet.NewsFormats.Markup;

/// <summary>
/// Reads what means to be XML and is not: bare ampersands, entities of HTML, tags that cross or never close, attributes without
/// quotation marks, a beginning or an end that is missing. For feeds only: of them it is better to have something, with a warning,
/// than nothing; an agency's own item in a stricter format is refused where it is broken. Each character is looked at a bounded
/// number of times.
/// </summary>
internal sealed class LooseMarkup
{
    private const string NoSpace = "";
    private const int MostAttributes = 1_000;
    private static readonly string[] Repeated = ["item", "entry"];

    private readonly string _text;
    private readonly Reading _reading;
    private readonly List<Open> _open = [];
    private readonly StringBuilder _pending = new();
    private readonly HashSet<string> _nowhere = [];
    private readonly MarkupElement _document = new("", NoSpace);
    private int _at;
    private int _close = -1;
    private int _count;

    private LooseMarkup(string text, Reading reading) => (_text, _reading) = (text, reading);

    /// <summary>The tree, and whether the root's end was reached. Of a document cut short the element that was open last, and may be but half there, is left out.</summary>
    public static (MarkupElement? Root, bool IsWhole) Read(string text, Reading reading)
    {
        var loose = new LooseMarkup(text, reading);
        var isWhole = loose.Build();
        return (loose._document.Elements.FirstOrDefault(), isWhole);
    }

    /// <summary>The name of the first element, prefix and all, without reading further; null where there is none.</summary>
    public static string? RootName(string text)
    {
        for (var at = text.IndexOf('<', StringComparison.Ordinal); at >= 0 && at + 1 < text.Length;)
        {
            if (IsNameStart(text[at + 1]))
            {
                var end = at + 1;
                while (end < text.Length && IsName(text[end]))
                    end++;
                return text[(at + 1)..end];
            }
            var past = text.AsSpan(at).StartsWith("<!--") ? text.IndexOf("-->", at, StringComparison.Ordinal) : at;
            if (past < 0)
                return null;
            at = text.IndexOf('<', past + 1);
        }
        return null;
    }

    private bool Build()
    {
        while (_at < _text.Length)
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
        var tag = _text.IndexOf('<', _at);
        if (tag < 0)
            tag = _text.Length;
        AddText(_text.AsSpan(_at, tag - _at), decode: true);
        _at = tag;
        if (_at == _text.Length)
            return false;
        var rest = _text.AsSpan(_at);
        if (rest.StartsWith("<!--"))
            Pass("-->");
        else if (rest.StartsWith("<![CDATA["))
            CData();
        else if (rest.StartsWith("<?"))
            Pass(">");
        else if (rest.StartsWith("<!"))
            Doctype();
        else if (rest.Length > 2 && rest[1] == '/' && IsNameStart(rest[2]))
            return EndTag();
        else if (rest.Length > 1 && IsNameStart(rest[1]))
            return StartTag();
        else
            Literal();
        return false;
    }

    private void Literal()
    {
        AddText("<", decode: false);
        _at++;
    }

    private void Pass(string end)
    {
        var at = Find(end, _at);
        _at = at < 0 ? _text.Length : at + end.Length;
    }

    private void CData()
    {
        const int opening = 9;
        var end = Find("]]>", _at);
        AddText(_text.AsSpan(_at + opening, (end < 0 ? _text.Length : end) - _at - opening), decode: false);
        _at = end < 0 ? _text.Length : end + 3;
    }

    // With declarations in brackets, none of which is obeyed.
    private void Doctype()
    {
        var end = _text.IndexOf('>', _at);
        var brackets = _text.IndexOf('[', _at, (end < 0 ? _text.Length : end) - _at);
        if (brackets < 0)
        {
            _at = end < 0 ? _text.Length : end + 1;
            return;
        }
        var close = Find("]>", brackets);
        _at = close < 0 ? (end < 0 ? _text.Length : end + 1) : close + 2;
    }

    private bool EndTag()
    {
        _at += 2;
        var name = Name();
        var end = _text.IndexOfAny(['<', '>'], _at);
        var isCut = end < 0;
        _at = isCut ? _text.Length : _text[end] == '>' ? end + 1 : end;
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
        _at++;
        var name = Name();
        var attributes = new List<(string Name, string Value)>();
        var isEmpty = Attributes(attributes);
        // Items do not lie within each other: the end of the one before is missing.
        if (Array.Exists(Repeated, repeated => repeated == name) && _open.FindLastIndex(element => element.Name == name) is >= 0 and var before)
            CloseTo(before);
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

    // Up to the end of the tag; true where it closes itself.
    private bool Attributes(List<(string Name, string Value)> attributes)
    {
        while (true)
        {
            while (_at < _text.Length && !IsNameStart(_text[_at]) && _text[_at] is not ('>' or '<' or '/'))
                _at++;
            if (_at >= _text.Length || _text[_at] == '<')
                return false;
            if (_text[_at] == '>')
            {
                _at++;
                return false;
            }
            if (_text[_at] == '/')
            {
                if (++_at < _text.Length && _text[_at] == '>')
                {
                    _at++;
                    return true;
                }
                continue;
            }
            var name = Name();
            var value = Value();
            if (attributes.Count < MostAttributes)
                attributes.Add((name, value));
        }
    }

    private string Value()
    {
        SkipSpace();
        if (_at >= _text.Length || _text[_at] != '=')
            return "";
        _at++;
        SkipSpace();
        if (_at >= _text.Length)
            return "";
        var quote = _text[_at];
        if (quote is not ('"' or '\''))
            return Taken(EndOfBare(), 0);
        _at++;
        // A value holds no "<"; one that seems to has lost its closing mark, and ends with the tag.
        var end = _text.AsSpan(_at).IndexOfAny(quote, '<');
        if (end >= 0 && _text[_at + end] == quote)
            return Taken(_at + end, 1);
        var tagEnd = NextClose();
        return Taken(tagEnd < 0 ? (end < 0 ? _text.Length : _at + end) : end >= 0 && tagEnd > _at + end ? QuoteBefore(tagEnd, quote) : tagEnd, 0);
    }

    private int QuoteBefore(int tagEnd, char quote)
    {
        var at = _text.IndexOf(quote, _at, tagEnd - _at);
        return at < 0 ? tagEnd : at;
    }

    private int EndOfBare()
    {
        var end = _at;
        while (end < _text.Length && !char.IsWhiteSpace(_text[end]) && _text[end] is not ('>' or '<'))
            end++;
        return end;
    }

    private string Taken(int end, int past)
    {
        var value = Decoded(_text[_at..end]);
        _at = end + past;
        return value;
    }

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

    private void AddText(ReadOnlySpan<char> text, bool decode)
    {
        if (text.Length > 0)
            _pending.Append(decode && text.Contains('&') ? Decoded(text.ToString()) : text);
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
        var item = _open.FindIndex(element => Array.Exists(Repeated, repeated => element.Element.Name.Equals(repeated, StringComparison.OrdinalIgnoreCase)));
        if (item <= 0)
            return;
        var around = _open[item - 1].Element;
        around.Nodes.RemoveAt(around.Nodes.FindLastIndex(node => node.Element == _open[item].Element));
    }

    private MarkupElement Parent => _open.Count > 0 ? _open[^1].Element : _document;

    private static string Decoded(string text) =>
        text.Contains('&', StringComparison.Ordinal) ? SentText.WithoutControls(WebUtility.HtmlDecode(text)) : text;

    // What stands nowhere below is not looked for again.
    private int Find(string what, int from)
    {
        if (_nowhere.Contains(what))
            return -1;
        var at = _text.IndexOf(what, from, StringComparison.Ordinal);
        if (at < 0)
            _nowhere.Add(what);
        return at;
    }

    private int NextClose()
    {
        if (_close < _at)
            _close = _text.IndexOf('>', _at) is >= 0 and var at ? at : int.MaxValue;
        return _close == int.MaxValue ? -1 : _close;
    }

    private string Name()
    {
        var start = _at;
        while (_at < _text.Length && IsName(_text[_at]))
            _at++;
        return _text[start.._at];
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
    }

    private void Count(int more)
    {
        if ((_count += more) > _reading.Options.MaxElements)
            throw TooMany();
    }

    private NewsFormatException TooMany() =>
        new(NewsFormatErrorKind.TooLarge, $"The XML has more than {_reading.Options.MaxElements} elements and attributes.");

    private static bool IsNameStart(char sign) => char.IsLetter(sign) || sign == '_';

    private static bool IsName(char sign) => char.IsLetterOrDigit(sign) || sign is '_' or '-' or '.' or ':';

    private sealed record Spaces(Dictionary<string, string> Own, Spaces? Around);

    private sealed record Open(string Name, MarkupElement Element, Spaces? Scope);
}
