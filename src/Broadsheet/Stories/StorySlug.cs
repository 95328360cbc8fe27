using System.Globalization;
using System.Text;
using Broadsheet.Kit;

namespace Broadsheet.Stories;

/// <summary>The readable part of a story's address.</summary>
public static class StorySlug
{
    const int Longest = 80;

    /// <summary>Lower-case letters and digits of any script, parted by hyphens and cut between words; empty where there are none.</summary>
    public static string Of(string headline)
    {
        var slug = new StringBuilder();
        foreach (var sign in TypedText.Normal(headline, NormalizationForm.FormC).EnumerateRunes())
        {
            if (Belongs(sign)) slug.Append(Lower(sign));
            else if (slug.Length > 0 && slug[^1] != '-' && !IsApostrophe(sign)) slug.Append('-');
        }
        return Cut(slug.ToString().TrimEnd('-'));
    }

    /// <summary>Turkish writes its i with a dot in capitals too; of all capital letters it alone has no small one outside its language.</summary>
    static Rune Lower(Rune sign) => sign.Value == 'İ' ? new Rune('i') : Rune.ToLowerInvariant(sign);

    static bool Belongs(Rune sign) => Rune.IsLetterOrDigit(sign)
        || Rune.GetUnicodeCategory(sign) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    static bool IsApostrophe(Rune sign) => sign.Value is '\'' or '’' or '‘';

    static string Cut(string slug)
    {
        if (slug.Length <= Longest) return slug;
        var end = slug.LastIndexOf('-', Longest);
        if (end > 0) return slug[..end];
        var whole = StringInfo.GetTextElementEnumerator(slug);
        var cut = "";
        while (whole.MoveNext() && cut.Length + whole.GetTextElement().Length <= Longest) cut += whole.GetTextElement();
        return cut;
    }
}
