using Broadsheet.Kit;
using Broadsheet.NewsFormats;

namespace Broadsheet.Wire;

/// <summary>A reader's warning as it is kept: one line, its parts between tabs. What has no kind known here is shown as it is.</summary>
static class KeptWarning
{
    const char Parting = '\t';
    const int LongestSaid = 300;

    public static string Write(NewsWarning warning) => string.Join(Parting, warning.Kind, Plain(warning.About), Plain(warning.TakenAs), Plain(SoundCut.Of(warning.Said, LongestSaid)));

    public static NewsWarning Read(string text) => text.Split(Parting) is [var kind, var about, var takenAs, var said] && Enum.TryParse<NewsWarningKind>(kind, out var known) && Enum.IsDefined(known)
        ? new NewsWarning(known, about, takenAs, said)
        : new NewsWarning(NewsWarningKind.Other, Said: text);

    static string Plain(string text) => text.ReplaceLineEndings(" ").Replace(Parting, ' ');
}
