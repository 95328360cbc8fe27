using System.Globalization;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Kit;

/// <summary>Words that go with a number, in the form the language asks for: keys <c>Words.one</c>, <c>Words.other</c>.</summary>
public static class Plural
{
    static readonly string[] oneAndOther = ["one", "other"];
    static readonly string[] arabic = ["zero", "one", "two", "few", "many", "other"];

    public static string Count<T>(this IStringLocalizer<T> say, string key, long number) => say[$"{key}.{Form(number, CultureInfo.CurrentUICulture)}", number];

    /// <summary>Names one after the other, with the language's own comma (key <c>Comma</c>).</summary>
    public static string Listed<T>(this IStringLocalizer<T> say, IEnumerable<string> names) => string.Join(say["Comma"] + " ", names);

    /// <summary>
    /// The words in each form of the paper's language with a place for the number, as attributes that a script fills in
    /// (<c>counted</c> in plural.ts): data-one, data-other; with a prefix data-new-one, data-new-other.
    /// </summary>
    public static Dictionary<string, object> Patterns<T>(this IStringLocalizer<T> say, string key, string? prefix = null) =>
        Forms(CultureInfo.CurrentUICulture).ToDictionary(form => prefix is null ? $"data-{form}" : $"data-{prefix}-{form}", object (form) => say[$"{key}.{form}", "{0}"].Value);

    /// <summary>Every form the language has, by their names in the Unicode plural rules.</summary>
    public static IReadOnlyList<string> Forms(CultureInfo language) => language.TwoLetterISOLanguageName == "ar" ? arabic : oneAndOther;

    /// <summary>The form for that number by the Unicode plural rules, for the languages we ship.</summary>
    public static string Form(long number, CultureInfo language) => language.TwoLetterISOLanguageName switch
    {
        "ar" => Arabic(number),
        // French has a form for whole millions too ("un million de mots"); we write numbers as figures and need none.
        "fr" => number is 0 or 1 ? "one" : "other",
        _ => number == 1 ? "one" : "other",
    };

    static string Arabic(long number) => number switch
    {
        0 => "zero",
        1 => "one",
        2 => "two",
        _ => (number % 100) switch { >= 3 and <= 10 => "few", >= 11 => "many", _ => "other" },
    };
}
