using System.Net;
using Broadsheet.NewsFormats.Text;

namespace Broadsheet.NewsFormats.Markup;

/// <summary>What stands at a "&lt;": a kind of markup, or nothing but the sign.</summary>
internal enum LooseMark { Sign, Comment, Data, Instruction, Declaration, Start, End }

/// <summary>
/// Walks through what means to be XML, mark by mark, and finds the end of each also where it is not as it should be. Each character
/// is looked at a bounded number of times.
/// </summary>
internal sealed class LooseMarks(string text)
{
    private const int MostAttributes = 1_000;

    private readonly string _text = text;
    private readonly HashSet<string> _nowhere = [];
    private int _at;
    private int _close = -1;

    public bool IsAtEnd => _at >= _text.Length;

    /// <summary>What begins where it stands; it stands at a "&lt;".</summary>
    public LooseMark Next
    {
        get
        {
            var rest = _text.AsSpan(_at);
            if (rest.StartsWith("<!--"))
                return LooseMark.Comment;
            if (rest.StartsWith("<![CDATA["))
                return LooseMark.Data;
            if (rest.StartsWith("<?"))
                return LooseMark.Instruction;
            if (rest.StartsWith("<!"))
                return LooseMark.Declaration;
            if (rest.Length > 2 && rest[1] == '/' && IsNameStart(rest[2]))
                return LooseMark.End;
            return rest.Length > 1 && IsNameStart(rest[1]) ? LooseMark.Start : LooseMark.Sign;
        }
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

    /// <summary>The text up to the next "&lt;", or to the end.</summary>
    public ReadOnlySpan<char> Text()
    {
        var start = _at;
        _at = _text.IndexOf('<', _at) is >= 0 and var tag ? tag : _text.Length;
        var text = _text.AsSpan(start, _at - start);
        return text.Contains('&') ? Decoded(text.ToString()) : text;
    }

    /// <summary>The "&lt;" that begins nothing.</summary>
    public ReadOnlySpan<char> Sign() => _text.AsSpan(_at++, 1);

    public void PassComment() => Pass("-->");

    public void PassInstruction() => Pass(">");

    /// <summary>A document type, with declarations in brackets, none of which is obeyed.</summary>
    public void PassDeclaration()
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

    /// <summary>What stands in <c>&lt;![CDATA[</c>, as it is.</summary>
    public ReadOnlySpan<char> Data()
    {
        const int opening = 9;
        var start = _at + opening;
        var end = Find("]]>", _at);
        _at = end < 0 ? _text.Length : end + 3;
        return _text.AsSpan(start, (end < 0 ? _text.Length : end) - start);
    }

    /// <summary>The name in an end tag, and whether the document is cut within it.</summary>
    public (string Name, bool IsCut) End()
    {
        _at += 2;
        var name = Name();
        var end = _text.IndexOfAny(['<', '>'], _at);
        _at = end < 0 ? _text.Length : _text[end] == '>' ? end + 1 : end;
        return (name, end < 0);
    }

    /// <summary>The name in a start tag and its attributes, and whether it closes itself.</summary>
    public (string Name, List<(string Name, string Value)> Attributes, bool IsEmpty) Start()
    {
        _at++;
        var name = Name();
        var attributes = new List<(string Name, string Value)>();
        return (name, attributes, Attributes(attributes));
    }

    private void Pass(string end)
    {
        var at = Find(end, _at);
        _at = at < 0 ? _text.Length : at + end.Length;
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

    private static bool IsNameStart(char sign) => char.IsLetter(sign) || sign == '_';

    private static bool IsName(char sign) => char.IsLetterOrDigit(sign) || sign is '_' or '-' or '.' or ':';
}
