using System.Globalization;
using System.Text;

namespace Broadsheet.Edition;

/// <summary>The first segment of a section's addresses, made of its name when it is made; a new name does not change it.</summary>
public static class SectionSlug
{
    const int Longest = 40;

    /// <summary>Lower-case letters and digits of any script, parted by hyphens; empty where there are none.</summary>
    public static string Of(string name)
    {
        var slug = new StringBuilder();
        foreach (var sign in name.Normalize(NormalizationForm.FormC).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(sign) || Rune.GetUnicodeCategory(sign) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark) slug.Append(Rune.ToLowerInvariant(sign));
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
            if (slug.Length >= Longest) break;
        }
        return slug.ToString().TrimEnd('-');
    }

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
