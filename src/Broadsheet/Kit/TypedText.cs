using System.Buffers;
using System.Globalization;
using System.Text;

namespace Broadsheet.Kit;

/// <summary>Text as somebody typed it, made sound: the same on both databases and on every page.</summary>
public static class TypedText
{
    const char EndOfTurn = '\u202C', EndOfIsolate = '\u2069';
    static readonly SearchValues<char> turning = SearchValues.Create("\u202A\u202B\u202D\u202E\u2066\u2067\u2068");

    // Letters to Unicode, and blank in every type: fillers of Hangul, the empty pattern of Braille.
    static readonly HashSet<int> blanks = [0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800];

    /// <summary>One of those that Unicode keeps from ever being a character.</summary>
    public static bool IsNoCharacter(Rune sign) => (sign.Value & 0xFFFE) == 0xFFFE || sign.Value is >= 0xFDD0 and <= 0xFDEF;

    /// <summary>One of Unicode's normal forms of any text: what is no character, at which .NET throws, is left out.</summary>
    public static string Normal(string text, NormalizationForm form)
    {
        try { return text.Normalize(form); }
        catch (ArgumentException) { return string.Concat(text.EnumerateRunes().Where(sign => !IsNoCharacter(sign))).Normalize(form); } // half a sign is replaced
    }

    /// <summary>Without control signs (PostgreSQL refuses NUL), what is no character, and halves of a sign; line ends as one sign.</summary>
    public static string Sound(string? typed)
    {
        if (string.IsNullOrEmpty(typed)) return "";
        var sound = new StringBuilder(typed.Length);
        foreach (var sign in typed.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').EnumerateRunes())
        {
            if (sign == Rune.ReplacementChar || IsNoCharacter(sign) || (Rune.IsControl(sign) && sign.Value is not ('\n' or '\t'))) continue;
            sound.Append(sign);
        }
        return sound.ToString();
    }

    /// <summary>The same on one line, without blanks at its ends; other white space stays as it was typed. No direction that is turned in it turns what follows.</summary>
    public static string Line(string? typed) => string.Join(' ', Sound(typed).Split('\n', '\t').Select(part => Closed(part.Trim(' '))).Where(part => part.Length > 0));

    /// <summary>The same of a few sentences for readers: the lines stay lines, without empty ones.</summary>
    public static string Lines(string? typed) => string.Join('\n', Sound(typed).Split('\n').Select(Line).Where(line => line.Length > 0));

    /// <summary>Whether a reader would see anything of it: more than blanks, marks of direction and the like.</summary>
    public static bool IsSeen(string text) => text.EnumerateRunes().Any(sign => !Rune.IsWhiteSpace(sign) && !blanks.Contains(sign.Value)
        && Rune.GetUnicodeCategory(sign) is not (UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.OtherNotAssigned));

    /// <summary>
    /// For where something follows on the same line that no markup parts from it: what turns the direction of text ends with the text
    /// (Unicode UAX 9).
    /// </summary>
    public static string Closed(string line)
    {
        if (line.AsSpan().IndexOfAny(turning) < 0) return line;
        var open = new Stack<char>();
        foreach (var sign in line)
        {
            if (sign is '\u202A' or '\u202B' or '\u202D' or '\u202E') open.Push(EndOfTurn);
            else if (sign is '\u2066' or '\u2067' or '\u2068') open.Push(EndOfIsolate);
            else if (sign == EndOfTurn && open.TryPeek(out var turned) && turned == EndOfTurn) open.Pop();
            else if (sign == EndOfIsolate && open.Contains(EndOfIsolate)) while (open.Pop() != EndOfIsolate) { }
        }
        return line + string.Concat(open);
    }
}
