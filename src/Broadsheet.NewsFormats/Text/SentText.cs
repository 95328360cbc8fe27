using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Broadsheet.NewsFormats.Text;

/// <summary>
/// Turns bytes into text. Agencies' declarations are often wrong, so bytes that are no UTF-8 where UTF-8 was promised are read as
/// Windows-1252, one by one, with a warning.
/// </summary>
internal static class SentText
{
    private static readonly SearchValues<char> Unwanted = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(code => (char)code).Except(['\t', '\n', '\r']), '\uFFFE', '\uFFFF']);

    public static string Decode(ReadOnlySpan<byte> bytes, string? charset, Warnings warnings)
    {
        RefuseHalfAByteOrderMark(bytes);
        var (encoding, mark) = EncodingOf(bytes, charset, warnings);
        var fallback = new Windows1252Fallback();
        if (encoding is UTF8Encoding)
            encoding = Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, fallback);
        var text = WithoutLastHalfCharacter(bytes[mark..], encoding);
        if (fallback.Used)
            warnings.Add(NewsWarningKind.ReadAsWindows1252);
        return WithoutUnwanted(text, warnings);
    }

    private static void RefuseHalfAByteOrderMark(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0xFE] or [0xFF] or [0xEF] or [0xEF, 0xBB])
            throw new NewsFormatException(NewsFormatErrorKind.Truncated, "The document ends within its byte order mark.");
    }

    private static (Encoding Encoding, int Mark) EncodingOf(ReadOnlySpan<byte> bytes, string? charset, Warnings warnings) => bytes switch
    {
        [0xFF, 0xFE, 0, 0, ..] => (Encoding.UTF32, 4),
        [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, 3),
        [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
        [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
        [(byte)'<' or (byte)'{' or (byte)'[', 0, not 0, 0, ..] => (Encoding.Unicode, 0),
        [0, (byte)'<' or (byte)'{' or (byte)'[', 0, not 0, ..] => (Encoding.BigEndianUnicode, 0),
        [0, 0, 0, (byte)'<' or (byte)'{' or (byte)'[', ..] => (new UTF32Encoding(bigEndian: true, byteOrderMark: false), 0),
        _ => (Said(bytes, charset, warnings), 0),
    };

    // What is sound UTF-8, with letters beyond ASCII, is UTF-8, whatever is said: no text of another encoding looks like it by chance.
    private static Encoding Said(ReadOnlySpan<byte> bytes, string? charset, Warnings warnings)
    {
        if (charset?.ToUpperInvariant() is "UTF-8" or "UTF8" && IsUtf8(bytes))
            return Encoding.UTF8;
        var said = DeclaredEncoding.Of(bytes, charset, warnings);
        if (said is UTF8Encoding || Ascii.IsValid(bytes) || !IsUtf8(bytes) || !said.IsSingleByte)
            return said;
        warnings.Add(NewsWarningKind.SaysOtherEncoding, said.WebName.ToUpperInvariant());
        return Encoding.UTF8;
    }

    // A character cut in half at the very end is no fault of the encoding.
    private static bool IsUtf8(ReadOnlySpan<byte> bytes)
    {
        for (var cut = 0; cut <= 3 && cut < bytes.Length; cut++)
        {
            if (Utf8.IsValid(bytes[..^cut]))
                return true;
        }
        return false;
    }

    // Without a flush the decoder keeps a half character at the very end to itself: a file cut there is a truncated one, not a
    // wrongly encoded one.
    private static string WithoutLastHalfCharacter(ReadOnlySpan<byte> bytes, Encoding encoding)
    {
        var characters = ArrayPool<char>.Shared.Rent(encoding.GetMaxCharCount(bytes.Length));
        try
        {
            var count = encoding.GetDecoder().GetChars(bytes, characters, flush: false);
            return new string(characters, 0, count);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(characters);
        }
    }

    /// <summary>Without control characters, which a numbered entity can bring in again.</summary>
    public static string WithoutControls(string text) => text.AsSpan().IndexOfAny(Unwanted) is >= 0 and var at ? TakeOut(text, at) : text;

    private static string WithoutUnwanted(string text, Warnings warnings)
    {
        var at = text.AsSpan().IndexOfAny(Unwanted);
        if (at < 0)
            return text;
        warnings.Add(text.Contains('\0', StringComparison.Ordinal) ? NewsWarningKind.NulTakenOut : NewsWarningKind.ControlsTakenOut);
        return TakeOut(text, at);
    }

    private static string TakeOut(string text, int at)
    {
        var kept = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (at >= 0)
        {
            kept.Append(rest[..at]);
            rest = rest[(at + 1)..];
            at = rest.IndexOfAny(Unwanted);
        }
        return kept.Append(rest).ToString();
    }
}
