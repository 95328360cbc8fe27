using System.Text;
using System.Text.Json;

namespace Broadsheet.NewsFormats.Json;

/// <summary>Parses JSON within bounds, and tells a document that ends too early from a broken one.</summary>
internal static class JsonReading
{
    public static JsonDocument Parse(string text, Reading reading)
    {
        var bytes = Encoding.UTF8.GetBytes(JsonEscapes.Mended(text, reading.Warnings));
        try
        {
            Check(bytes, reading);
            return JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = reading.Options.MaxDepth + 1 });
        }
        catch (JsonException error)
        {
            throw Malformed(error);
        }
    }

    // Read as if more could follow, the reader answers "not yet" at an early end and throws only where no continuation could mend it.
    private static void Check(ReadOnlySpan<byte> bytes, Reading reading)
    {
        var options = new JsonReaderOptions { MaxDepth = reading.Options.MaxDepth + 2 };
        var json = new Utf8JsonReader(bytes, isFinalBlock: false, new JsonReaderState(options));
        var count = 0;
        while (json.Read())
        {
            reading.Stop.ThrowIfCancellationRequested();
            if (++count > reading.Options.MaxElements)
                throw new NewsFormatException(NewsFormatErrorKind.TooLarge, $"The JSON has more than {reading.Options.MaxElements} values.");
            if (json.CurrentDepth >= reading.Options.MaxDepth)
                throw new NewsFormatException(NewsFormatErrorKind.TooLarge, $"The JSON is nested deeper than {reading.Options.MaxDepth} levels.");
        }
        if (json.CurrentDepth > 0 || json.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
            throw new NewsFormatException(NewsFormatErrorKind.Truncated, "The document ends before it is complete.");
    }

    private static NewsFormatException Malformed(JsonException error)
    {
        var (line, column) = ((error.LineNumber ?? 0) + 1, (error.BytePositionInLine ?? 0) + 1);
        var place = error.Message.LastIndexOf(" LineNumber:", StringComparison.Ordinal);
        var why = place > 0 ? error.Message[..place] : error.Message;
        var message = $"The JSON is broken at line {line}, byte {column}: {why}";
        return new NewsFormatException(NewsFormatErrorKind.Malformed, message, line, column, error) { Detail = why };
    }
}
