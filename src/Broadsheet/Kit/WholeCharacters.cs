using System.Globalization;

namespace Broadsheet.Kit;

/// <summary>Cuts text where a reader sees a character end: never inside an emoji, a flag or a letter with its accent.</summary>
public static class WholeCharacters
{
    const string Ellipsis = "…";

    /// <summary>At most that many characters as a reader counts them; what was cut ends, after a word where one is near, in an ellipsis.</summary>
    public static string Cut(string text, int most)
    {
        var starts = StringInfo.ParseCombiningCharacters(text);
        if (starts.Length <= most) return text;
        var end = starts[most - 1];
        var word = text.LastIndexOf(' ', end);
        return text[..(word > end * 2 / 3 ? word : end)].TrimEnd() + Ellipsis;
    }
}
