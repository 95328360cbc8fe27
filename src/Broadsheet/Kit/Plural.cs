using System.Globalization;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Kit;

/// <summary>Words that go with a number, in the form the language asks for: keys <c>Words.one</c>, <c>Words.other</c>.</summary>
public static class Plural
{
    public static string Count<T>(this IStringLocalizer<T> say, string key, long number) => say[$"{key}.{Form(number, CultureInfo.CurrentUICulture)}", number];

    /// <summary>The words in that form with a place for the number, for a script to fill in.</summary>
    public static string Pattern<T>(this IStringLocalizer<T> say, string key, string form) => say[$"{key}.{form}", "{0}"];

    /// <summary>Its name in the Unicode plural rules, for the languages we ship.</summary>
    public static string Form(long number, CultureInfo language) => language.TwoLetterISOLanguageName switch
    {
        "fr" => number is 0 or 1 ? "one" : "other",
        _ => number == 1 ? "one" : "other",
    };
}
