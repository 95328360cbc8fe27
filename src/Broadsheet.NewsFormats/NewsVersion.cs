using System.Globalization;
using Broadsheet.NewsFormats.Text;

namespace Broadsheet.NewsFormats;

/// <summary>The version of an item: the text as sent, and its number where it is one.</summary>
/// <param name="Text">As sent, without white space at the ends.</param>
/// <param name="Number">
/// The text read as a whole number of 0 or more; null when it is none or does not fit. Compare by this and never by the
/// text: agencies count to 10 and beyond, and some send large numbers with gaps.
/// </param>
public sealed record NewsVersion(string Text, long? Number)
{
    /// <summary>Reads a version; null for nothing or white space only.</summary>
    public static NewsVersion? Parse(string? text)
    {
        var trimmed = text?.Trim();
        return string.IsNullOrEmpty(trimmed) ? null : new NewsVersion(trimmed, NumberIn(trimmed));
    }

    /// <summary>The same, with a word about a version that cannot be compared.</summary>
    internal static NewsVersion? Parse(string? text, Warnings warnings)
    {
        var version = Parse(text);
        if (version is { Number: null })
            warnings.Add(NewsWarningKind.VersionIsNoNumber);
        return version;
    }

    /// <summary>The text as sent.</summary>
    public override string ToString() => Text;

    private static long? NumberIn(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
