using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Broadsheet.Kit;
using Broadsheet.NewsFormats;
using Broadsheet.NewsFormats.Html;

namespace Broadsheet.Wire.Intake;

/// <summary>What an inbox line shows of an item.</summary>
static partial class LineFacts
{
    const int LongestHeadline = 600, LongestWord = 120, FirstWords = 14, EnoughForFirstWords = 4_000;

    // In the words of those agencies that have been seen to send them, as a signal or a genre.
    static readonly HashSet<string> flashes = new(StringComparer.OrdinalIgnoreCase) { "flash", "newsflash", "alert", "breaking", "breakingnews", "eilmeldung", "blitzmeldung", "pika", "pika+" };
    static readonly HashSet<string> corrections = new(StringComparer.OrdinalIgnoreCase) { "correction", "corrected", "corrective", "korrektur", "berichtigung", "korjaus", "rättelse" };

    public static void Show(this InboxLine line, NewsItem item, string source)
    {
        line.Headline = FirstSaid(item.ShownHeadline(), line.Guid, source);
        line.Slugline = OneLine(item.Slugline, LongestWord);
        line.Agency = OneLine(FirstSaid(item.Credit, item.Provider, item.Source, source), LongestWord);
        line.Language = OneLine(item.Language, LongestWord);
        line.Urgency = item.Urgency;
        line.Status = NewsItemJson.Status(item.Status);
        line.IsFlash = item.Urgency == 1 || Said(item, flashes);
        line.IsCorrection = Said(item, corrections);
        line.Type = OneLine(item.Type, LongestWord);
        line.IsStory = item.IsStory;
        line.EmbargoedUntil = item.Embargo?.Ends;
        line.EmbargoedUntilLifted = item.Embargo is { IsUntilLifted: true };
        line.MayForbid = item.Status != NewsStatus.Usable || item.Embargo is not null;
        var text = item.BodyHtml is { } body ? HtmlText.Of(body) : "";
        line.Words = item.WordCount ?? HtmlText.WordsInText(text);
        line.Pictures = item.Pictures.Count;
        line.SearchWords = InboxSearch.WordsOf(line, item, text);
    }

    /// <summary>
    /// Heeds what an item forbids that is refused for its number, and nothing that it would permit. False where it forbids nothing more.
    /// </summary>
    public static bool TakeBack(this InboxLine line, NewsItem item)
    {
        var before = (line.Status, line.EmbargoedUntil, line.EmbargoedUntilLifted);
        if (item.Status == NewsStatus.Canceled || (item.Status != NewsStatus.Usable && line.Status == WireStatus.Usable)) line.Status = NewsItemJson.Status(item.Status);
        line.EmbargoedUntilLifted |= item.Embargo is { IsUntilLifted: true };
        if (item.Embargo?.Ends is { } end && !(line.EmbargoedUntil >= end)) line.EmbargoedUntil = end;
        if (before == (line.Status, line.EmbargoedUntil, line.EmbargoedUntilLifted)) return false;
        line.MayForbid = true;
        return true;
    }

    /// <summary>Something to know it by on the desk, also where the agency sent no headline, or one without end.</summary>
    public static string ShownHeadline(this NewsItem item) => OneLine(
        FirstSaid(item.Headline, item.Slugline, Beginning(item.BodyHtml), Beginning(item.Description), Beginning(item.Pictures is [var picture, ..] ? picture.Caption : null), item.Guid), LongestHeadline);

    static string FirstSaid(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
            if (text is not null && TypedText.IsSeen(text)) return text;
        return "";
    }

    static string? Beginning(string? html)
    {
        if (html is null) return null;
        var start = html.Length > EnoughForFirstWords ? html[..EnoughForFirstWords] : html;
        var words = WebUtility.HtmlDecode(Tag().Replace(start, " ")).Split((char[]?)null, FirstWords + 1, StringSplitOptions.RemoveEmptyEntries);
        return words.Length > FirstWords ? string.Join(' ', words[..FirstWords]) + "…" : string.Join(' ', words);
    }

    /// <summary>Codes are compared by their last part: <c>sig:correction</c>, <c>http://cv.iptc.org/newscodes/signal/correction</c>.</summary>
    static bool Said(NewsItem item, HashSet<string> words) => item.Signals.Concat(item.Genres).Any(code => words.Contains(code[(code.LastIndexOfAny([':', '/']) + 1)..].Trim()));

    /// <summary>Without line breaks and control signs, and cut between whole characters.</summary>
    static string OneLine(string? text, int most)
    {
        if (text is null) return "";
        var line = new StringBuilder();
        var characters = StringInfo.GetTextElementEnumerator(text);
        for (var count = 0; characters.MoveNext(); count++)
        {
            if (count == most) return line.Append('…').ToString();
            var character = characters.GetTextElement();
            line.Append(char.IsControl(character[0]) ? " " : character);
        }
        return line.ToString().Trim();
    }

    [GeneratedRegex("<[^>]*>?")]
    private static partial Regex Tag();
}
