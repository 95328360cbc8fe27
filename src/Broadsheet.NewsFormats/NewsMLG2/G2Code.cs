namespace Broadsheet.NewsFormats.NewsMLG2;

/// <summary>
/// The end of a code: <c>usable</c> of <c>stat:usable</c>, of <c>http://cv.iptc.org/newscodes/pubstatus/usable</c> and of
/// <c>usable</c>. Agencies name the standard's vocabularies by aliases of their own, so the alias is not looked at.
/// </summary>
internal static class G2Code
{
    public static string? End(string? code)
    {
        var end = code?[(code.LastIndexOfAny([':', '/', '#']) + 1)..].Trim();
        return string.IsNullOrEmpty(end) ? null : end;
    }

    public static bool Is(string? code, string end) => string.Equals(End(code), end, StringComparison.OrdinalIgnoreCase);
}
