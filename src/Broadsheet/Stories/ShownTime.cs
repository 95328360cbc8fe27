using Broadsheet.Edition;
using Broadsheet.Words;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Stories;

/// <summary>Times as readers read them: no day where it is clear, and no year, but never another's.</summary>
static class ShownTime
{
    /// <summary>Beside a headline: 14:32, or 24 Nov, 14:32, or 24 Nov 2025.</summary>
    public static string Listed(this PaperTime time, DateTimeOffset at, IStringLocalizer<StoriesWords> say) =>
        time.InWords(at, say[time.IsToday(at) ? "ListClockPattern" : time.IsThisYear(at) ? "ListDayAndClockPattern" : "DayAndYearPattern"]);

    /// <summary>Beside a headline: 24 Nov, or 24 Nov 2025.</summary>
    public static string ListedDay(this PaperTime time, DateTimeOffset at, IStringLocalizer<StoriesWords> say) =>
        time.InWords(at, say[time.IsThisYear(at) ? "DayPattern" : "DayAndYearPattern"]);

    /// <summary>In a sentence: 24 Nov, 14:32, with the year where it was another.</summary>
    public static string Said(this PaperTime time, DateTimeOffset at, IStringLocalizer<StoriesWords> say) =>
        time.InWords(at, say[time.IsThisYear(at) ? "DayAndClockPattern" : "DayYearAndClockPattern"]);

    /// <summary>In a sentence beside another time, from which the day may be clear.</summary>
    public static string Said(this PaperTime time, DateTimeOffset at, DateTimeOffset beside, IStringLocalizer<StoriesWords> say) =>
        time.AreOfOneDay(at, beside) ? time.InWords(at, say["ClockPattern"])
        : time.AreOfOneYear(at, beside) ? time.Said(at, say)
        : time.InWords(at, say["DayYearAndClockPattern"]);
}
