using Broadsheet.NewsFormats;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Wire.Intake;

/// <summary>One file or message of a source, read.</summary>
public sealed record SentFile(string Name, NewsDocument Document);

/// <summary>What became of the items of a file. An older version is kept and does not take the place of the newer one.</summary>
/// <param name="Messages">For people: what was refused or came late.</param>
public sealed record IngestResult(int New, int Newer, int Older, int Same, int Refused, IReadOnlyList<string> Messages)
{
    public bool NothingWasTaken => Refused > 0 && New + Newer + Older + Same == 0;
}

/// <summary>Takes what a source sent into the newsroom. Taking the same once more changes nothing.</summary>
public sealed class Ingest(INewsroomWriter writer, WireSettings settings, TimeProvider clock, ILogger<Ingest> log)
{
    const int Attempts = 3;

    /// <summary>Reads one file and stores its items.</summary>
    /// <exception cref="NewsFormatException">It cannot be read; nothing is stored.</exception>
    public async Task<IngestResult> Take(Source source, string file, Stream content, CancellationToken stop)
    {
        var document = await Read(source, content, stop);
        return (await Take(source, [new SentFile(file, document)], stop))[0];
    }

    /// <summary>Reads as that source's files are to be read.</summary>
    /// <exception cref="NewsFormatException">It cannot be read.</exception>
    public Task<NewsDocument> Read(Source source, Stream content, CancellationToken stop) => NewsReader.ReadAsync(content, settings.OptionsFor(source), stop);

    /// <summary>Stores the items of all the files in one write; a result for each.</summary>
    public async Task<IReadOnlyList<IngestResult>> Take(Source source, IReadOnlyList<SentFile> files, CancellationToken stop)
    {
        var arrivals = files.Select(file => Arrival.Of(file.Document)).ToList();
        var results = await Repeated(async (db, stop) =>
        {
            var shelf = await Shelf.Load(db, source, arrivals.SelectMany(file => file), clock.GetUtcNow(), stop);
            List<IngestResult> results = [.. files.Zip(arrivals, (file, items) => shelf.Put(file.Name, items))];
            await shelf.Save(stop);
            return results;
        }, stop);
        foreach (var (file, result) in files.Zip(results)) Tell(source, file, result);
        return results;
    }

    /// <summary>Notes for the desk that something a source sent could not be taken.</summary>
    public async Task Refuse(Source source, string file, string reason, CancellationToken stop)
    {
        await writer.Save(db =>
        {
            db.Refusals.Add(new Refusal { SourceId = source.Id, File = file, Reason = reason, At = clock.GetUtcNow() });
            db.Record(new WireItemRefused(source.Id, file));
        }, stop);
        log.LogWarning("Source {SourceId}: {File} was refused: {Reason}", source.Id, file, reason);
    }

    async Task<T> Repeated<T>(Func<NewsroomDb, CancellationToken, Task<T>> change, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try { return await writer.Write(change, stop); }
            catch (DbUpdateException) when (attempt < Attempts) { /* Another program took the same item at the same moment: now it is "the same". */ }
        }
    }

    void Tell(Source source, SentFile file, IngestResult result)
    {
        log.LogInformation("Source {SourceId}: {File} ({Format}): {New} new, {Newer} newer, {Older} older, {Same} the same, {Refused} refused",
            source.Id, file.Name, file.Document.Format, result.New, result.Newer, result.Older, result.Same, result.Refused);
        if (result.Refused > 0) log.LogWarning("Source {SourceId}: {File}: {Messages}", source.Id, file.Name, result.Messages);
    }
}
