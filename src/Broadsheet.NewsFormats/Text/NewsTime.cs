using System.Globalization;
using System.Text.RegularExpressions;

namespace Broadsheet.NewsFormats.Text;

/// <summary>
/// Times as agencies write them: ISO 8601 whole or in part (a year, a month, a day), with or without separators, with or
/// without a zone. A part that was not sent is read as its beginning.
/// </summary>
internal static partial class NewsTime
{
    private const int Longest = 64;

    /// <summary>Reads the time of a named field; null, with a warning, where it is none.</summary>
    public static DateTimeOffset? Read(string? text, string field, Reading reading, Warnings warnings)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var match = text.Length <= Longest ? Written().Match(text.Trim()) : Match.Empty;
        var time = match.Success ? At(match, reading.Options.Zone) : null;
        if (time is null)
            warnings.Add(NewsWarningKind.NoTime, field);
        else if (!match.Groups["zone"].Success)
            warnings.Add(NewsWarningKind.NoZone, field, reading.Options.Zone.Id);
        return time;
    }

    private static DateTimeOffset? At(Match match, TimeZoneInfo zone)
    {
        if (Clock(match) is not { } clock)
            return null;
        var offset = match.Groups["zone"].Success ? Offset(match.Groups["zone"].ValueSpan) : zone.GetUtcOffset(clock);
        if (offset is not { } difference || Math.Abs(difference.Ticks) > TimeSpan.TicksPerHour * 14)
            return null;
        var ticks = clock.Ticks - difference.Ticks;
        return ticks < 0 || ticks > DateTime.MaxValue.Ticks ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    private static DateTime? Clock(Match match)
    {
        var day = new DateTime(1, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
        var (year, month, date) = (Number(match, "year", 0), Number(match, "month", 1), Number(match, "day", 1));
        if (year is < 1 or > 9998 || month is < 1 or > 12 || date < 1 || date > DateTime.DaysInMonth(year, month))
            return null;
        day = day.AddYears(year - 1).AddMonths(month - 1).AddDays(date - 1);
        var (hour, minute, second) = (Number(match, "hour", 0), Number(match, "minute", 0), Number(match, "second", 0));
        // 24:00 is the end of a day (ISO 8601), and :60 a leap second.
        return hour > 24 || minute > 59 || second > 60
            ? null
            : day.AddHours(hour).AddMinutes(minute).AddSeconds(second).AddTicks(Fraction(match));
    }

    private static int Number(Match match, string part, int absent) =>
        match.Groups[part].Success ? int.Parse(match.Groups[part].ValueSpan, CultureInfo.InvariantCulture) : absent;

    private static long Fraction(Match match) =>
        match.Groups["fraction"].Success
            ? long.Parse(match.Groups["fraction"].Value.PadRight(7, '0').AsSpan(0, 7), CultureInfo.InvariantCulture)
            : 0;

    private static TimeSpan? Offset(ReadOnlySpan<char> zone)
    {
        if (zone is "Z" or "z")
            return TimeSpan.Zero;
        var hours = int.Parse(zone[1..3], CultureInfo.InvariantCulture);
        var minutes = zone.Length > 3 ? int.Parse(zone[^2..], CultureInfo.InvariantCulture) : 0;
        var difference = new TimeSpan(hours, minutes, 0);
        return minutes > 59 ? null : zone[0] == '-' ? -difference : difference;
    }

    [GeneratedRegex(
        @"\A(?<year>[0-9]{4})(-?(?<month>[0-9]{2})(-?(?<day>[0-9]{2}))?)?" +
        @"([T ](?<hour>[0-9]{2}):?(?<minute>[0-9]{2})(:?(?<second>[0-9]{2})([.,](?<fraction>[0-9]+))?)?)?" +
        @"\s?(?<zone>[Zz]|[+-][0-9]{2}(:?[0-9]{2})?)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Written();
}
