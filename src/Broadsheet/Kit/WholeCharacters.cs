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
        return starts.Length <= most ? text : Ended(text, starts[most - 1]);
    }

    /// <summary>The same, at most so long as the databases count: an emoji may be many signs to them.</summary>
    public static string Fit(string text, int longest) =>
        text.Length <= longest ? text : Ended(text, StringInfo.ParseCombiningCharacters(text).Last(start => start < longest));

    static string Ended(string text, int end)
    {
        var word = text.LastIndexOf(' ', end);
        return text[..(word > end * 2 / 3 ? word : end)].TrimEnd() + Ellipsis;
    }
}
