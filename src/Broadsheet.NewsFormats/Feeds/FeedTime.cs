using System.Globalization;
using System.Text.RegularExpressions;
using Broadsheet.NewsFormats.Text;

namespace Broadsheet.NewsFormats.Feeds;

/// <summary>
/// Times as feeds write them: RFC 822 with the liberties taken with it (years of two digits, no seconds, no day of the week, months in
/// other languages, names of zones), as the C library prints them, or ISO 8601.
/// </summary>
internal static partial class FeedTime
{
    private const int Longest = 80;

    private static readonly string[][] Months =
    [
        ["jan"], ["feb", "fév", "fev"], ["mar", "mär", "mrz"], ["apr", "avr"], ["may", "mai"], ["jun", "juin"], ["jul", "juil"],
        ["aug", "aoû", "aou"], ["sep"], ["oct", "okt"], ["nov"], ["dec", "dez", "déc"],
    ];

    /// <summary>Reads the time of a named field; null, with a warning, where it is none.</summary>
    public static DateTimeOffset? Read(string? text, string field, Reading reading, Warnings warnings)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var match = text.Length <= Longest ? Match(text.Trim()) : null;
        if (match is null)
            return NewsTime.Read(text, field, reading, warnings);
        var time = At(match, reading.Options.Zone, out var hasZone);
        if (time is null)
            warnings.Add(NewsWarningKind.NoTime, field);
        else if (!hasZone)
            warnings.Add(NewsWarningKind.NoZone, field, reading.Options.Zone.Id);
        return time;
    }

    private static Match? Match(string text)
    {
        foreach (var form in new[] { Rfc822(), AsPrinted() })
        {
            if (form.Match(text) is { Success: true } match)
                return match;
        }
        return null;
    }

    private static DateTimeOffset? At(Match match, TimeZoneInfo zone, out bool hasZone)
    {
        var (day, month, year) = (Number(match, "day"), MonthOf(match.Groups["month"].Value), Year(match));
        var (hour, minute, second) = (Number(match, "hour"), Number(match, "minute"), Number(match, "second"));
        var offset = Offset(match.Groups["zone"].Value);
        hasZone = offset is not null;
        if (month == 0 || year is < 1 or > 9998 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 24 || minute > 59 || second > 60)
            return null;
        var clock = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified).AddHours(hour).AddMinutes(minute).AddSeconds(second);
        var ticks = clock.Ticks - (offset ?? zone.GetUtcOffset(clock)).Ticks;
        return ticks < 0 || ticks > DateTime.MaxValue.Ticks ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    private static int Number(Match match, string part) =>
        match.Groups[part].Success ? int.Parse(match.Groups[part].ValueSpan, CultureInfo.InvariantCulture) : 0;

    private static int Year(Match match) => Number(match, "year") switch
    {
        < 70 and var year when match.Groups["year"].Length == 2 => 2000 + year,
        var year when match.Groups["year"].Length == 2 => 1900 + year,
        var year => year,
    };

    private static int MonthOf(string word) =>
        Array.FindIndex(Months, names => Array.Exists(names, name => word.StartsWith(name, StringComparison.OrdinalIgnoreCase))) + 1;

    private static TimeSpan? Offset(string zone)
    {
        if (zone is ['+' or '-', _, _, .. var rest])
        {
            var minutes = rest.Length >= 2 ? int.Parse(rest.AsSpan(rest.Length - 2), CultureInfo.InvariantCulture) : 0;
            var hours = int.Parse(zone.AsSpan(1, 2), CultureInfo.InvariantCulture);
            return hours > 14 || minutes > 59 ? null : new TimeSpan(hours, minutes, 0) * (zone[0] == '-' ? -1 : 1);
        }
        return zone.ToUpperInvariant() switch
        {
            "GMT" or "UT" or "UTC" or "Z" or "WET" => TimeSpan.Zero,
            "BST" or "WEST" or "CET" or "MEZ" => TimeSpan.FromHours(1),
            "CEST" or "MESZ" or "EET" => TimeSpan.FromHours(2),
            "EEST" or "MSK" => TimeSpan.FromHours(3),
            "JST" or "KST" => TimeSpan.FromHours(9),
            "AEST" => TimeSpan.FromHours(10),
            "EDT" => TimeSpan.FromHours(-4),
            "EST" or "CDT" => TimeSpan.FromHours(-5),
            "CST" or "MDT" => TimeSpan.FromHours(-6),
            "MST" or "PDT" => TimeSpan.FromHours(-7),
            "PST" => TimeSpan.FromHours(-8),
            _ => null,
        };
    }

    [GeneratedRegex(
        @"\A(\p{L}+\.?,?\s+)?(?<day>[0-9]{1,2})(\.\s*|\s*[-\s]\s*)(?<month>\p{L}{3,12})\.?(\s*[-,\s]\s*)(?<year>[0-9]{4}|[0-9]{2})" +
        @"(,?\s+(?<hour>[0-9]{1,2}):(?<minute>[0-9]{1,2})(:(?<second>[0-9]{1,2})(\.[0-9]+)?)?)?\s*(?<zone>[+-][0-9]{2}:?[0-9]{2}|\p{L}{1,5})?(\s*\([^)]*\))?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Rfc822();

    [GeneratedRegex(
        @"\A(\p{L}+,?\s+)?(?<month>\p{L}{3,12})\.?\s+(?<day>[0-9]{1,2}),?\s+((?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})(:(?<second>[0-9]{2}))?\s+(?<zone>[+-][0-9]{4}|[A-Z]{1,5})?\s*)?(?<year>[0-9]{4})" +
        @"(,?\s+(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})(:(?<second>[0-9]{2}))?\s*(?<zone>[+-][0-9]{4}|[A-Z]{1,5})?)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex AsPrinted();
}
