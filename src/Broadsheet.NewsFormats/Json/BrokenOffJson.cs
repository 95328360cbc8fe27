using System.Text;
using System.Text.Json;

namespace Broadsheet.NewsFormats.Json;

/// <summary>Of a JSON feed that breaks off, the part up to its last whole item.</summary>
internal static class BrokenOffJson
{
    private const int ItemsDepth = 1;

    /// <summary>Sound JSON, shorter than the text; null where not one item is whole.</summary>
    public static string? UpToLastItem(string text, int maxDepth)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var end = EndOfLastItem(bytes, maxDepth);
        return end > 0 ? Encoding.UTF8.GetString(bytes, 0, end) + "]}" : null;
    }

    private static int EndOfLastItem(ReadOnlySpan<byte> bytes, int maxDepth)
    {
        var json = new Utf8JsonReader(bytes, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = maxDepth }));
        var (end, isInItems) = (0L, false);
        try
        {
            while (json.Read())
            {
                if (json.TokenType == JsonTokenType.PropertyName && json.CurrentDepth == ItemsDepth)
                    isInItems = json.ValueTextEquals("items"u8);
                else if (isInItems && json.TokenType == JsonTokenType.EndObject && json.CurrentDepth == ItemsDepth + 1)
                    end = json.BytesConsumed;
            }
        }
        catch (JsonException)
        {
            // Here it breaks; what was whole before is known.
        }
        return (int)end;
    }
}
