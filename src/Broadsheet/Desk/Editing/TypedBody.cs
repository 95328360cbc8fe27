using System.Text.RegularExpressions;
using Broadsheet.Kit;

namespace Broadsheet.Desk.Editing;

/// <summary>A text's body as a form sends it.</summary>
static partial class TypedBody
{
    /// <summary>Where no markup was typed, as without script, a blank line makes a paragraph and a line end a break.</summary>
    public static string Html(string? typed)
    {
        var text = TypedText.Sound(typed);
        return !text.Contains('\n', StringComparison.Ordinal) || Markup().IsMatch(text) ? text
            : string.Concat(BlankLine().Split(text.Trim()).Select(paragraph => $"<p>{paragraph.Replace("\n", "<br>", StringComparison.Ordinal)}</p>"));
    }

    [GeneratedRegex("<[/!a-z]", RegexOptions.IgnoreCase)]
    private static partial Regex Markup();

    [GeneratedRegex(@"\n[ \t]*\n\s*")]
    private static partial Regex BlankLine();
}
