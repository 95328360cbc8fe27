using Broadsheet.Edition;
using Broadsheet.Words;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Desk.Publishing;

static class RefusalSentence
{
    /// <summary>In the paper's language, times in its zone.</summary>
    public static string Sentence(this IStringLocalizer<DeskWords> say, Refusal refusal, PaperTime time) =>
        say[refusal.Key, [.. refusal.About.Select(about => about is DateTimeOffset at ? Words(say, at, time) : about)]];

    static string Words(IStringLocalizer<DeskWords> say, DateTimeOffset at, PaperTime time)
    {
        // A time with seconds is told with them: at its minute it would still be refused.
        var clock = $"{(at.Second == 0 ? time.Clock(at) : time.ClockToTheSecond(at))} {time.ZoneName(at)}";
        return time.IsToday(at) ? clock : say["DayAndClock", time.InWords(at, say[time.IsThisYear(at) ? "LongDayPattern" : "LongDayOfAYearPattern"]), clock];
    }
}
