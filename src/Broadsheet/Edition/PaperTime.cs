using System.Globalization;
using Broadsheet.Words;
using Microsoft.Extensions.Localization;
using NodaTime;

namespace Broadsheet.Edition;

/// <summary>Times as the paper shows them: in its zone, named, in its language.</summary>
public sealed class PaperTime(CurrentEdition edition, TimeProvider clock, IStringLocalizer<FrameWords> say)
{
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The wall clock in the edition's zone.</summary>
    public DateTime Local(DateTimeOffset time) => InZone(time).ToDateTimeUnspecified();

    /// <summary>The zone's short name at that time: GMT, BST, MEZ; UTC+3 where it has none.</summary>
    public string ZoneName(DateTimeOffset time)
    {
        var name = Abbreviation(time);
        if (name[0] is '+' or '-') return Offset.FromTimeSpan(Local(time) - time.UtcDateTime).ToString("'UTC'+H:mm", CultureInfo.InvariantCulture).Replace(":00", "", StringComparison.Ordinal);
        return say["ZoneShort" + name] is { ResourceNotFound: false } known ? known.Value : name;
    }

    /// <summary>The zone's name in words, or its short one and where it is kept: UTC-3 (America/Lima).</summary>
    public string ZoneInFull(DateTimeOffset time) =>
        say["Zone" + Abbreviation(time)] is { ResourceNotFound: false } known ? known.Value : $"{ZoneName(time)} ({edition.Facts.Paper.Zone})";

    /// <summary>By a pattern of the paper's words, such as <c>dddd d MMMM yyyy</c>.</summary>
    public string InWords(DateTimeOffset time, string pattern)
    {
        var local = Local(time);
        return local.ToString(Ordinal(pattern, local.Day), CultureInfo.CurrentCulture);
    }

    /// <summary>A day without a time of day.</summary>
    public string DayInWords(DateOnly day, string pattern) => day.ToDateTime(TimeOnly.MinValue).ToString(Ordinal(pattern, day.Day), CultureInfo.CurrentCulture);

    public static string Machine(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public DateOnly Today => DateOnly.FromDateTime(Local(Now));

    public bool IsThisYear(DateOnly day) => day.Year == Today.Year;

    /// <summary>French writes the first of a month, and no other day, as an ordinal: 1er mai.</summary>
    static string Ordinal(string pattern, int day) =>
        day == 1 && CultureInfo.CurrentCulture.TwoLetterISOLanguageName == "fr" ? pattern.Replace("d MMM", "d'er' MMM", StringComparison.Ordinal) : pattern;

    /// <summary>14:32</summary>
    public string Clock(DateTimeOffset time) => Local(time).ToString("HH:mm", CultureInfo.CurrentCulture);

    /// <summary>14:32:05</summary>
    public string ClockToTheSecond(DateTimeOffset time) => Local(time).ToString("HH:mm:ss", CultureInfo.CurrentCulture);

    /// <summary>Machine-readable, for <c>datetime</c>.</summary>
    public static string Machine(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    public bool IsToday(DateTimeOffset time) => Local(time).Date == Local(Now).Date;

    public bool IsThisYear(DateTimeOffset time) => AreOfOneYear(time, Now);

    public bool AreOfOneYear(DateTimeOffset one, DateTimeOffset other) => Local(one).Year == Local(other).Year;

    public bool AreOfOneDay(DateTimeOffset one, DateTimeOffset other) => Local(one).Date == Local(other).Date;

    /// <summary>When the paper's day ends.</summary>
    public DateTimeOffset EndOfToday() => StartOf(InZone(Now).Date.PlusDays(1));

    /// <summary>When what has been said without a year wants one.</summary>
    public DateTimeOffset EndOfThisYear() => StartOf(new LocalDate(Today.Year + 1, 1, 1));

    DateTimeOffset StartOf(LocalDate day) => edition.Facts.Zone.AtStartOfDay(day).ToDateTimeOffset();

    string Abbreviation(DateTimeOffset time) => edition.Facts.Zone.GetZoneInterval(Instant.FromDateTimeOffset(time)).Name;

    LocalDateTime InZone(DateTimeOffset time) => Instant.FromDateTimeOffset(time).InZone(edition.Facts.Zone).LocalDateTime;
}
