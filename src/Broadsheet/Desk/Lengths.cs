using System.Globalization;

namespace Broadsheet.Desk;

/// <summary>How long the parts of a story may be, in signs as the database counts them; and what reads well.</summary>
public static class Lengths
{
    public const int Headline = 300, Standfirst = 1000, Line = 200, Notice = 300, Slugline = 120, Body = 500_000, Reason = 1000, For = 120;
    public const int GoodHeadline = 70, GoodStandfirst = 160;

    /// <summary>Characters as a reader counts them: an emoji or an accented letter is one.</summary>
    public static int Seen(string text) => new StringInfo(text).LengthInTextElements;

    /// <summary>At most that long, cut between whole characters, with an ellipsis.</summary>
    public static string Cut(string text, int longest)
    {
        if (text.Length <= longest) return text;
        var end = 0;
        foreach (var start in StringInfo.ParseCombiningCharacters(text))
        {
            if (start > longest - 1) break;
            end = start;
        }
        return text[..end] + "…";
    }
}
