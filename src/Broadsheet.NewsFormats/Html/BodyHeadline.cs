namespace Broadsheet.NewsFormats.Html;

/// <summary>Takes the item's headline off its body, where agencies often repeat it as the first heading.</summary>
internal static class BodyHeadline
{
    public static string? Without(string? body, string? headline)
    {
        if (body is null || headline is null)
            return body;
        var words = headline.Split((char[]?)[' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        var heading = $"<h2>{HtmlCharacters.Escaped(string.Join(' ', words), isAttribute: false)}</h2>";
        if (!body.StartsWith(heading, StringComparison.Ordinal))
            return body;
        return body.Length == heading.Length ? null : body[heading.Length..];
    }
}
