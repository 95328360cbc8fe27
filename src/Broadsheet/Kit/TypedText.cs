using System.Text;

namespace Broadsheet.Kit;

/// <summary>Text as somebody typed it, made sound: the same on both databases and on every page.</summary>
public static class TypedText
{
    /// <summary>Without control signs (PostgreSQL refuses NUL) and halves of a sign; line ends as one sign.</summary>
    public static string Sound(string? typed)
    {
        if (string.IsNullOrEmpty(typed)) return "";
        var sound = new StringBuilder(typed.Length);
        foreach (var sign in typed.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').EnumerateRunes())
        {
            if (sign == Rune.ReplacementChar || (Rune.IsControl(sign) && sign.Value is not ('\n' or '\t'))) continue;
            sound.Append(sign);
        }
        return sound.ToString();
    }

    /// <summary>The same on one line, without blanks at its ends; other white space stays as it was typed.</summary>
    public static string Line(string? typed) => string.Join(' ', Sound(typed).Split('\n', '\t').Select(part => part.Trim(' ')).Where(part => part.Length > 0));
}
