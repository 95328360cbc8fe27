using System.Globalization;
using System.Text;

namespace Broadsheet.NewsFormats.Json;

/// <summary>
/// Writes JSON in one line. Ours, because the .NET writer escapes emoji and other letters beyond the first plane whatever encoder
/// it is given. Absent and empty fields are left out.
/// </summary>
internal sealed class JsonLine
{
    private readonly StringBuilder _json = new("{");

    public JsonLine Add(string name, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return this;
        Name(name);
        Quote(text);
        return this;
    }

    public JsonLine Add(string name, long? number)
    {
        if (number is null)
            return this;
        Name(name);
        _json.Append(CultureInfo.InvariantCulture, $"{number}");
        return this;
    }

    public JsonLine Add(string name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
            return this;
        Name(name);
        _json.Append('[');
        foreach (var text in texts)
        {
            Comma('[');
            Quote(text);
        }
        _json.Append(']');
        return this;
    }

    public JsonLine Add<T>(string name, IReadOnlyList<T> values, Action<JsonLine, T> fields)
    {
        if (values.Count == 0)
            return this;
        Name(name);
        _json.Append('[');
        foreach (var value in values)
        {
            Comma('[');
            _json.Append('{');
            fields(this, value);
            _json.Append('}');
        }
        _json.Append(']');
        return this;
    }

    public override string ToString() => _json + "}";

    private void Name(string name)
    {
        Comma('{');
        Quote(name);
        _json.Append(':');
    }

    private void Comma(char opening)
    {
        if (_json[^1] != opening)
            _json.Append(',');
    }

    private void Quote(string text)
    {
        _json.Append('"');
        foreach (var character in text)
            Append(character);
        _json.Append('"');
    }

    private void Append(char character)
    {
        if (character is '"' or '\\')
            _json.Append('\\').Append(character);
        else if (character == '\n')
            _json.Append("\\n");
        else if (character < ' ' || character is '\u2028' or '\u2029')
            _json.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
        else
            _json.Append(character);
    }
}
