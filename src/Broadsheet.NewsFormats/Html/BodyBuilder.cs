using System.Text;
using Broadsheet.NewsFormats.Text;

namespace Broadsheet.NewsFormats.Html;

/// <summary>Takes start tags, text and end tags, from HTML or an XML tree alike, and lets through what the rules allow.</summary>
internal sealed class BodyBuilder(int longest)
{
    private static readonly Rule Unknown = new(Treatment.Unwrap, "");
    private readonly BodyWriter _writer = new(longest);
    private readonly StringBuilder _preformatted = new();
    private string? _dropping;
    private int _dropDepth;
    private int _preformattedDepth;

    public void Start(string name, Func<string, string?> attribute, Rule? unknown = null)
    {
        if (_dropping is not null)
        {
            _dropDepth += name == _dropping ? 1 : 0;
            return;
        }
        var rule = Rules.For(name) ?? unknown ?? Unknown;
        if (rule.Treatment == Treatment.Drop)
            (_dropping, _dropDepth) = (name, 1);
        else if (_preformattedDepth > 0)
            StartInPreformatted(rule);
        else
            Open(rule, attribute);
    }

    public void End(string name, Rule? unknown = null)
    {
        if (_dropping is not null)
        {
            EndInDropped(name);
            return;
        }
        var rule = Rules.For(name) ?? unknown ?? Unknown;
        if (_preformattedDepth == 0)
            _writer.Close(rule);
        else if (rule.Treatment == Treatment.Preformatted && --_preformattedDepth == 0)
            WritePreformatted();
    }

    public void Text(string text)
    {
        if (_dropping is not null)
            return;
        if (_preformattedDepth > 0)
            _preformatted.Append(text);
        else
            _writer.Text(text);
    }

    /// <summary>Text without markup, whose lines are all there is to tell paragraphs by.</summary>
    public void PlainText(string text)
    {
        foreach (var paragraph in Paragraphs.In(text))
            _writer.Paragraph(paragraph);
    }

    /// <summary>Ends the body; null when nothing is in it.</summary>
    public string? Finish()
    {
        WritePreformatted();
        var html = _writer.Finish();
        return html.Length == 0 ? null : html;
    }

    private void Open(Rule rule, Func<string, string?> attribute)
    {
        if (rule.Treatment == Treatment.Preformatted)
            _preformattedDepth = 1;
        _writer.Open(rule, rule.Treatment is Treatment.Inline or Treatment.Cell ? Attributes.From(attribute) : default);
    }

    private void StartInPreformatted(Rule rule)
    {
        if (rule.Treatment == Treatment.Preformatted)
            _preformattedDepth++;
        else if (rule.Treatment != Treatment.Unwrap && rule.Treatment != Treatment.Inline)
            _preformatted.Append('\n');
    }

    private void EndInDropped(string name)
    {
        if (name == _dropping && --_dropDepth == 0)
            _dropping = null;
    }

    private void WritePreformatted()
    {
        PlainText(_preformatted.ToString());
        _preformatted.Clear();
        _preformattedDepth = 0;
    }
}
