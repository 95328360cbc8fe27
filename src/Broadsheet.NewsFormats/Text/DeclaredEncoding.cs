using System.Text;
using System.Text.RegularExpressions;

namespace Broadsheet.NewsFormats.Text;

/// <summary>The encoding an XML declaration names (XML 1.0, 4.3.3); UTF-8 without one.</summary>
internal static partial class DeclaredEncoding
{
    private const int LongestDeclaration = 256;

    public static Encoding Of(ReadOnlySpan<byte> bytes, string? charset, Warnings warnings)
    {
        if (charset is not null && CodePagesEncodingProvider.Instance.GetEncoding(charset) is { } sent)
            return sent;
        var head = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, LongestDeclaration)]);
        var match = Declaration().Match(head);
        return match.Success ? Named(match.Groups["name"].Value, warnings) : Encoding.UTF8;
    }

    private static Encoding Named(string name, Warnings warnings)
    {
        // The declaration could be read as single bytes, so it cannot be telling the truth about UTF-16 or UTF-32.
        if (name.StartsWith("utf-16", StringComparison.OrdinalIgnoreCase) || name.StartsWith("utf-32", StringComparison.OrdinalIgnoreCase))
        {
            warnings.Add(NewsWarningKind.SaysOtherEncoding, name.ToUpperInvariant());
            return Encoding.UTF8;
        }
        return name.ToUpperInvariant() is "UTF-8" or "UTF8" ? Encoding.UTF8 : Known(name, warnings);
    }

    private static Encoding Known(string name, Warnings warnings)
    {
        // ISO-8859-1 and ASCII are read as Windows-1252, as browsers do: the same, with the quotation marks agencies put in anyway.
        if (name.ToUpperInvariant() is "ISO-8859-1" or "LATIN1" or "US-ASCII" or "ASCII")
            return Windows1252Fallback.Windows1252;
        var known = CodePagesEncodingProvider.Instance.GetEncoding(name);
        if (known is not null)
            return known;
        warnings.Add(NewsWarningKind.UnknownEncoding, name);
        return Encoding.UTF8;
    }

    [GeneratedRegex("""\A\s*<\?xml\s[^>]*?encoding\s*=\s*["'](?<name>[A-Za-z][A-Za-z0-9._:-]{0,39})["']""", RegexOptions.CultureInvariant)]
    private static partial Regex Declaration();
}
