using Broadsheet.NewsFormats.Html;

namespace Broadsheet.NewsFormats.Ninjs;

/// <summary>Chooses among the bodies of an item, the one that says most about its paragraphs first, and makes it HTML.</summary>
internal static class NinjsBody
{
    public static (string? Html, string? WordCount) Of(NinjsItem item, int longest)
    {
        foreach (var text in item.Bodies.OrderBy(Rank))
        {
            var body = new BodyBuilder(longest);
            if (Rank(text) < PlainRank)
                HtmlBody.AddTo(body, text.Value);
            else
                body.PlainText(text.Value);
            if (HtmlCleaner.Locked(body.Finish()) is { } html)
                return (html, text.WordCount);
        }
        return (null, null);
    }

    /// <summary>A description as text, of HTML only what is read.</summary>
    public static string AsText(NinjsText text) => Says(text, "html") ? HtmlText.Of(text.Value) : text.Value;

    private const int PlainRank = 3;

    private static int Rank(NinjsText text) => text switch
    {
        _ when Says(text, "html") => 0,
        _ when Says(text, "nitf") => 1,
        _ when LooksLikeMarkup(text.Value) && !Says(text, "text/plain") => 2,
        _ => PlainRank,
    };

    private static bool Says(NinjsText text, string word) =>
        text.Role?.Contains(word, StringComparison.OrdinalIgnoreCase) == true
        || text.ContentType?.Contains(word, StringComparison.OrdinalIgnoreCase) == true;

    private static bool LooksLikeMarkup(string text) =>
        text.Contains("<p", StringComparison.OrdinalIgnoreCase) || text.Contains("<br", StringComparison.OrdinalIgnoreCase)
        || text.Contains("<div", StringComparison.OrdinalIgnoreCase);
}
