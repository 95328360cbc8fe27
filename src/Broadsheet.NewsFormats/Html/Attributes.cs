using System.Globalization;

namespace Broadsheet.NewsFormats.Html;

/// <summary>The only attributes that stay: a link's address, and a cell's spans.</summary>
/// <param name="Href">A safe absolute address; null when there is none.</param>
/// <param name="Spans">The spans as written in the tag, or nothing.</param>
internal readonly record struct Attributes(string? Href, string Spans)
{
    private const int LongestAddress = 2048;
    private const int WidestSpan = 1000;

    public static Attributes From(Func<string, string?> sent) =>
        new(SafeAddress(sent("href")), Span("colspan", sent("colspan")) + Span("rowspan", sent("rowspan")));

    private static string Span(string name, string? text) =>
        int.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var span) && span is > 1 and <= WidestSpan
            ? string.Create(CultureInfo.InvariantCulture, $" {name}=\"{span}\"")
            : "";

    // Only what reads back as itself: an address that two parsers understand differently is no link.
    private static string? SafeAddress(string? address)
    {
        if (Normal(address) is not { } normal)
            return null;
        return Normal(normal) == normal ? normal : null;
    }

    private static string? Normal(string? address)
    {
        if (address is null || address.Length > LongestAddress || !Uri.TryCreate(address.Trim(), UriKind.Absolute, out var uri))
            return null;
        if (uri.Scheme == Uri.UriSchemeMailto)
            return uri.AbsoluteUri;
        return uri.Scheme is "http" or "https" && uri.Host.Length > 0 && uri.UserInfo.Length == 0 ? uri.AbsoluteUri : null;
    }
}
