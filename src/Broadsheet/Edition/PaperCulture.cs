using System.Collections.Concurrent;
using System.Globalization;

namespace Broadsheet.Edition;

/// <summary>
/// A language as a paper uses it: the Gregorian calendar, by which news is dated everywhere, and the digits 0 to 9, which
/// newspapers in Arabic print too, with the separators that belong to them. What the machine is set to changes nothing of it.
/// </summary>
public static class PaperCulture
{
    const int MostKept = 200; // agencies send what tags they like
    static readonly ConcurrentDictionary<string, CultureInfo> known = new(StringComparer.Ordinal);

    /// <param name="language">BCP 47: en, de, ar.</param>
    /// <exception cref="CultureNotFoundException">There is no such language.</exception>
    public static CultureInfo Of(string language) => known.TryGetValue(language, out var culture) ? culture : known.Count < MostKept ? known.GetOrAdd(language, Make) : Make(language);

    static CultureInfo Make(string language)
    {
        var culture = new CultureInfo(language, useUserOverride: false);
        culture.DateTimeFormat.Calendar = new GregorianCalendar();
        if (culture.NumberFormat.NativeDigits[0] != "0")
        {
            culture.NumberFormat.NumberDecimalSeparator = culture.NumberFormat.CurrencyDecimalSeparator = culture.NumberFormat.PercentDecimalSeparator = ".";
            culture.NumberFormat.NumberGroupSeparator = culture.NumberFormat.CurrencyGroupSeparator = culture.NumberFormat.PercentGroupSeparator = ",";
            culture.NumberFormat.NegativeSign = "-";
            culture.NumberFormat.PositiveSign = "+";
            culture.NumberFormat.PercentSymbol = "%";
        }
        return CultureInfo.ReadOnly(culture);
    }
}
