using System.Globalization;
using System.Text;
using Broadsheet.Kit;

namespace Broadsheet.Web.Layout;

/// <summary>How the paper's name is set on the front page. A style sheet cannot know how long a word is, so it is told here.</summary>
static class Nameplate
{
    static readonly (double Ems, string Class)[] sizes = [(5, ""), (6.2, "fit-2"), (7.8, "fit-3"), (10.5, "fit-4"), (15, "fit-5"), (double.PositiveInfinity, "fit-6")];

    /// <summary>Classes: as large as its longest word leaves room for, and with room above where its letters bear signs.</summary>
    public static string Fit(string name)
    {
        var longest = name.Split(' ', '-', '\u2013').Max(Width);
        var fit = sizes.First(size => longest <= size.Ems).Class;
        return IsTall(name) ? $"{fit} tall".TrimStart() : fit;
    }

    /// <summary>In ems of the bold face, generously.</summary>
    static double Width(string word) => TypedText.Normal(word, NormalizationForm.FormC).EnumerateRunes().Sum(sign => Rune.GetUnicodeCategory(sign) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.Format => 0,
        _ when sign.Value is 'M' or 'W' or 'm' or 'w' => .84,
        _ when sign.Value >= 0x2E80 => 1.1,
        UnicodeCategory.UppercaseLetter => .7,
        _ => sign.Value is 'i' or 'l' or 'j' or 't' or 'f' or 'r' or 's' ? .38 : .51,
    });

    /// <summary>Capitals with accents, and every script but Latin, Greek and Cyrillic.</summary>
    static bool IsTall(string name)
    {
        var rune = default(Rune);
        foreach (var sign in TypedText.Normal(name, NormalizationForm.FormD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(sign) == UnicodeCategory.NonSpacingMark && Rune.IsUpper(rune)) return true;
            if (sign.Value is >= 0x530 and < 0x1E00 or >= 0x2E80) return true;
            rune = sign;
        }
        return false;
    }
}
