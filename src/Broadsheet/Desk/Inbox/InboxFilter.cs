using System.Globalization;
using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Storage;
using Broadsheet.Wire;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Desk.Inbox;

/// <summary>Which lines of the inbox an editor wants to see. Stands in the address, so it can be kept, sent and gone back to.</summary>
/// <param name="Source">The number of a source.</param>
/// <param name="Section">The number of a section of the paper, by whose name agencies may call a topic.</param>
/// <param name="Urgency">That urgent or more: 1 is a flash.</param>
/// <param name="Words">What is to be found in it.</param>
public sealed record InboxFilter(int? Source, int? Section, int? Urgency, string Words)
{
    public const int LeastUrgent = 9;
    const int LongestWords = 200;

    public static readonly InboxFilter None = new(null, null, null, "");

    public bool IsEmpty => this == None;

    /// <summary>From an address: what makes no sense is left out.</summary>
    public static ValueTask<InboxFilter> BindAsync(HttpContext http)
    {
        var query = http.Request.Query;
        var words = TypedText.Line(query["q"]);
        return ValueTask.FromResult(new InboxFilter(
            Number(query["source"]), Number(query["section"]), Number(query["urgency"]) is >= 1 and < LeastUrgent and var urgency ? urgency : null,
            WholeCharacters.Fit(words, LongestWords)));
    }

    public IQueryable<InboxLine> Of(NewsroomDb db, EditionFacts edition) => Of(db.InboxLines, db, edition, only: null);

    /// <summary>Whether that line is one of them.</summary>
    public Task<bool> Fits(long line, NewsroomDb db, EditionFacts edition, CancellationToken stop) => Of(db.InboxLines.Where(one => one.Id == line), db, edition, line).AnyAsync(stop);

    IQueryable<InboxLine> Of(IQueryable<InboxLine> lines, NewsroomDb db, EditionFacts edition, long? only)
    {
        if (Source is { } source) lines = lines.Where(line => line.SourceId == source);
        if (Urgency is { } urgency) lines = lines.Where(line => line.Urgency <= urgency);
        if (Section is { } id && edition.SectionOf(id) is { } section) lines = lines.About(db, section.Name, only);
        return lines.WithWords(db, Words, only);
    }

    /// <summary>As it stands in an address, with what else is to stand there.</summary>
    public string Query(string? more = null)
    {
        var parts = new[]
        {
            Source is { } source ? string.Create(CultureInfo.InvariantCulture, $"source={source}") : null,
            Section is { } section ? string.Create(CultureInfo.InvariantCulture, $"section={section}") : null,
            Urgency is { } urgency ? string.Create(CultureInfo.InvariantCulture, $"urgency={urgency}") : null,
            Words.Length > 0 ? "q=" + Uri.EscapeDataString(Words) : null,
            more,
        }.OfType<string>().ToList();
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
