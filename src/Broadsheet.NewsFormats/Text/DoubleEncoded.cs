using System.Text;

namespace Broadsheet.NewsFormats.Text;

/// <summary>
/// UTF-8 that was taken for Windows-1252 and encoded once more: "fÃ¼r" for "für". A text that can be taken back whole was such a one,
/// for none that means its signs is sound UTF-8 by chance.
/// </summary>
internal static class DoubleEncoded
{
    // What Windows-1252 has at 0x80 to 0x9F; the places it leaves free stay what they are.
    private const string Special = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static string Undone(string text, Warnings warnings)
    {
        if (text.AsSpan().IndexOfAnyInRange('\u00C2', '\u00F4') < 0 || Bytes(text) is not { } bytes)
            return text;
        try
        {
            var undone = Strict.GetString(bytes);
            warnings.Add(NewsWarningKind.EncodedTwice);
            return undone;
        }
        catch (DecoderFallbackException)
        {
            return text;
        }
    }

    private static byte[]? Bytes(string text)
    {
        var bytes = new byte[text.Length];
        for (var at = 0; at < text.Length; at++)
        {
            var special = text[at] < '\u0080' ? -1 : Special.IndexOf(text[at], StringComparison.Ordinal);
            if (special < 0 && text[at] > '\u00FF')
                return null;
            bytes[at] = special >= 0 ? (byte)(0x80 + special) : (byte)text[at];
        }
        return bytes;
    }
}
