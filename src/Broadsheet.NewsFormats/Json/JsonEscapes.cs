using System.Globalization;
using System.Text;
using Broadsheet.NewsFormats.Text;

namespace Broadsheet.NewsFormats.Json;

/// <summary>
/// Mends escapes which JSON allows and text cannot hold: \u0000, and half of a surrogate pair alone, at which the .NET reader throws
/// only when the string is asked for.
/// </summary>
internal static class JsonEscapes
{
    public static string Mended(string json, Warnings warnings)
    {
        StringBuilder? mended = null;
        var kept = 0;
        for (var at = json.IndexOf('\\', StringComparison.Ordinal); at >= 0 && at < json.Length; at = json.IndexOf('\\', at))
        {
            var (length, wrong) = Escape(json, at);
            if (wrong)
            {
                mended = (mended ?? new StringBuilder(json.Length)).Append(json, kept, at - kept).Append("\\ufffd");
                kept = at + length;
            }
            at += length;
            if (at >= json.Length)
                break;
        }
        if (mended is null)
            return json;
        warnings.Add(NewsWarningKind.NoCharacters);
        return mended.Append(json, kept, json.Length - kept).ToString();
    }

    private static (int Length, bool Wrong) Escape(string json, int at)
    {
        if (Unit(json, at) is not { } unit)
            return (2, false);
        if (char.IsHighSurrogate(unit) && Unit(json, at + 6) is { } low && char.IsLowSurrogate(low))
            return (12, false);
        return (6, unit is '\0' or '\uFFFE' or '\uFFFF' || char.IsSurrogate(unit));
    }

    private static char? Unit(string json, int at) =>
        at + 6 <= json.Length && json[at] == '\\' && json[at + 1] == 'u'
        && ushort.TryParse(json.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
}
