using System.Globalization;

namespace Broadsheet.Edition;

/// <summary>How text of some language is marked on a page: <c>lang</c> and <c>dir</c>. Neither, where it is the paper's own.</summary>
public readonly record struct Tongue(string? Lang, string? Dir)
{
    const int LongestTag = 35;

    /// <summary>Offered for a story; one that came with an agency's item may be any other.</summary>
    public static readonly IReadOnlyList<string> Known =
    [
        "ar", "bg", "bs", "ca", "ckb", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "ga", "he", "hi", "hr", "hu", "hy", "id", "is", "it",
        "ja", "ka", "ko", "ku", "lt", "lv", "mk", "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "so", "sq", "sr", "sv", "sw", "th", "ti", "tr", "uk", "ur", "vi", "zh",
    ];

    /// <summary>A tag of BCP 47 as it may be stored; empty for the paper's own language and for what is no tag.</summary>
    public static string Sound(string? tag)
    {
        tag = tag?.Trim() ?? "";
        if (tag.Length is < 2 or > LongestTag || !tag.All(sign => char.IsAsciiLetterOrDigit(sign) || sign == '-')) return "";
        var parts = tag.Split('-');
        return parts[0].Length is 2 or 3 && parts[0].All(char.IsAsciiLetter) && parts.All(part => part.Length is >= 1 and <= 8) && CultureOf(tag) is not null ? tag : "";
    }

    /// <summary>The language's name in itself: Deutsch, العربية.</summary>
    public static string NameOf(string tag) => CultureOf(tag)?.NativeName ?? tag;

    internal static bool AreOneLanguage(string one, string other) => one.Split('-')[0].Equals(other.Split('-')[0], StringComparison.OrdinalIgnoreCase);

    internal static Tongue Of(string tag) => new(tag, CultureOf(tag) is { TextInfo.IsRightToLeft: true } ? "rtl" : "ltr");

    static CultureInfo? CultureOf(string tag)
    {
        try
        {
            return PaperCulture.Of(tag);
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }
}
