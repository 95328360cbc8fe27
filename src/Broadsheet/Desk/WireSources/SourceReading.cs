using Broadsheet.Edition;
using Broadsheet.Storage;
using Broadsheet.Wire;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Desk.WireSources;

/// <summary>A source in the list, with the time of the last item that was new.</summary>
public sealed record SourceLine(Source Source, DateTimeOffset? LastItemAt)
{
    /// <summary>The key of its state.</summary>
    public string State => Source.PausedAt is not null ? "SourcePaused" : Source.IsInTrouble ? "SourceTrouble" : Source.LastSuccessAt is null ? "SourceWaits" : "SourceWorks";
}

sealed class SourceReading(NewsroomDb db, CurrentEdition edition)
{
    const int Most = 500;

    public async Task<IReadOnlyList<SourceLine>> List(CancellationToken stop) =>
        [.. (await Lines(db.Sources.OrderBy(source => source.Name).Take(Most)).ToListAsync(stop)).OrderBy(line => line.Source.Name, edition.Facts.Sorting)];

    public async Task<SourceLine?> Find(int id, CancellationToken stop) => await Lines(db.Sources.Where(source => source.Id == id)).SingleOrDefaultAsync(stop);

    IQueryable<SourceLine> Lines(IQueryable<Source> sources) => sources.Select(source => new SourceLine(
        source, db.InboxLines.Where(line => line.SourceId == source.Id).OrderByDescending(line => line.ArrivedAt).ThenByDescending(line => line.Id).Select(line => (DateTimeOffset?)line.ArrivedAt).FirstOrDefault()));
}
