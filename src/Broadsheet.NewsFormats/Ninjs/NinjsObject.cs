using System.Text.Json;

namespace Broadsheet.NewsFormats.Ninjs;

/// <summary>A JSON object by its properties' names, whatever their case: ninjs changed its mind about that.</summary>
internal readonly struct NinjsObject
{
    private readonly Dictionary<string, JsonElement> _properties;

    public NinjsObject(JsonElement json)
    {
        _properties = new Dictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in json.EnumerateObject())
            _properties[property.Name] = property.Value;
    }

    public IEnumerable<KeyValuePair<string, JsonElement>> Properties => _properties;

    /// <summary>The first of these properties that has a text, white space at the ends apart.</summary>
    public string? Text(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (_properties.TryGetValue(name, out var value) && TextOf(value) is { Length: > 0 } text)
                return text;
        }
        return null;
    }

    /// <summary>The values of the first of these properties that is there: of a list each, of anything else itself.</summary>
    public IEnumerable<JsonElement> All(params string[] names)
    {
        foreach (var name in names)
        {
            if (_properties.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null)
                return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value];
        }
        return [];
    }

    public JsonElement? Value(string name) =>
        _properties.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public bool Has(string name) => Value(name) is not null;

    /// <summary>A text or number as text; null for anything else.</summary>
    public static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Trim(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };
}
