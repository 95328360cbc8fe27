using System.Globalization;
using System.Text;
using Broadsheet.Kit;

namespace Broadsheet.Edition;

/// <summary>The first segment of a section's addresses, made of its name when it is made; a new name does not change it, the desk may.</summary>
public static class SectionSlug
{
    const int Longest = 40;

    /// <summary>Lower-case letters and digits of any script, parted by hyphens; empty where there are none.</summary>
    public static string Of(string name)
    {
        var slug = new StringBuilder();
        foreach (var sign in TypedText.Normal(name, NormalizationForm.FormC).EnumerateRunes())
        {
            var small = Lower(sign);
            // A few signs are capitals for good; in an address they would have to be small.
            if ((Rune.IsLetterOrDigit(small) && !Rune.IsUpper(small)) || Rune.GetUnicodeCategory(small) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark) slug.Append(small);
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
            if (slug.Length >= Longest) break;
        }
        return slug.ToString().TrimEnd('-');
    }

    /// <summary>Whether nobody could tell two sections of these names apart.</summary>
    public static bool AreOneName(string one, string other) =>
        string.Equals(TypedText.Normal(one, NormalizationForm.FormKC), TypedText.Normal(other, NormalizationForm.FormKC), StringComparison.OrdinalIgnoreCase);

    /// <summary>Turkish writes its i with a dot in capitals too, which has no small one outside its language.</summary>
    static Rune Lower(Rune sign) => sign.Value == 'İ' ? new Rune('i') : Rune.ToLowerInvariant(sign);

    /// <summary>The same, with a number where it is taken by another section or another part of the site; it is taken then.</summary>
    public static string Free(string name, ISet<string> taken)
    {
        var slug = Of(name);
        for (var count = 1; ; count++)
        {
            var free = count == 1 ? slug : string.Create(CultureInfo.InvariantCulture, $"{slug}-{count}");
            if (TakenSegments.Problem(free) is null && taken.Add(free)) return free;
        }
    }
}
