using System.Globalization;
using Broadsheet.Edition;
using Broadsheet.Words;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Desk.Publishing;

static class RefusalSentence
{
    /// <summary>In the paper's language, times in its zone.</summary>
    public static string Sentence(this IStringLocalizer<DeskWords> say, Refusal refusal, PaperTime time) =>
        say[refusal.Key, [.. refusal.About.Select(about => about is DateTimeOffset at ? Words(at, time) : about)]];

    static string Words(DateTimeOffset at, PaperTime time) =>
        $"{time.Local(at).ToString(time.IsToday(at) ? "HH:mm" : time.IsThisYear(at) ? "d MMMM, HH:mm" : "d MMMM yyyy, HH:mm", CultureInfo.CurrentCulture)} {time.ZoneName(at)}";
}
