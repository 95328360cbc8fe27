using System.Globalization;
using System.Text;

namespace Broadsheet.Kit;

/// <summary>
/// Words as they are searched by: lower case, without accents, letters and digits only, so that both databases find the same and
/// nothing that is typed can be anything but a word.
/// </summary>
public static class FoldedWords
{
    const int LongestWord = 60;

    /// <summary>Each word once, in the order they came; at most so many.</summary>
    public static IReadOnlyList<string> Of(string? text, int most)
    {
        var words = new List<string>();
        var known = new HashSet<string>();
        var word = new StringBuilder();
        foreach (var rune in Decomposed(text).EnumerateRunes())
        {
            if (words.Count == most) return words;
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.ModifierLetter) continue;
            if (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpacingCombiningMark) word.Append(Folded(rune));
            else End();
        }
        if (words.Count < most) End();
        return words;

        void End()
        {
            if (word.Length == 0) return;
            var whole = Cut(word.ToString());
            if (known.Add(whole)) words.Add(whole);
            word.Clear();
        }
    }

    /// <summary>All letters and digits as one word: a name as a whole.</summary>
    public static string AsOne(string text) => Cut(string.Concat(Of(text, 20)));

    static string Cut(string word) => SoundCut.Of(word, LongestWord);

    static string Decomposed(string? text) => string.IsNullOrEmpty(text) ? "" : TypedText.Normal(text, NormalizationForm.FormKD);

    // Letters that no decomposition takes apart, and which people type without their stroke.
    static string Folded(Rune rune) => rune.Value switch
    {
        'ß' or 'ẞ' => "ss",
        'æ' or 'Æ' => "ae",
        'œ' or 'Œ' => "oe",
        'ø' or 'Ø' => "o",
        'đ' or 'Đ' or 'ð' or 'Ð' => "d",
        'ł' or 'Ł' => "l",
        'ı' or 'İ' => "i",
        'þ' or 'Þ' => "th",
        _ => Rune.ToLowerInvariant(rune).ToString(),
    };
}
