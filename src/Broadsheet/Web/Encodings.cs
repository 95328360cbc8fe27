namespace Broadsheet.Web;

static class Encodings
{
    /// <summary>Whether the Accept-Encoding header names this coding and does not refuse it with <c>q=0</c> (RFC 9110, 12.5.3).</summary>
    public static bool Accepts(ReadOnlySpan<char> header, ReadOnlySpan<char> coding)
    {
        foreach (var part in header.Split(','))
        {
            var entry = header[part].Trim();
            var semicolon = entry.IndexOf(';');
            var name = (semicolon < 0 ? entry : entry[..semicolon]).TrimEnd();
            if (!name.Equals(coding, StringComparison.OrdinalIgnoreCase)) continue;
            return semicolon < 0 || !IsZero(entry[(semicolon + 1)..]);
        }
        return false;
    }

    static bool IsZero(ReadOnlySpan<char> parameter)
    {
        var equals = parameter.IndexOf('=');
        return equals >= 0 && parameter[(equals + 1)..].Trim().TrimStart("0.").IsEmpty;
    }
}
