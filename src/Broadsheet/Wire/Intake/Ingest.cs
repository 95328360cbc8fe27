using Broadsheet.Kit.Fetching;
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
    public static readonly IngestResult Nothing = new(0, 0, 0, 0, 0, []);

    /// <summary>Of several the last.</summary>
    public SourceTrouble? LastRefusal { get; init; }

    public bool NothingWasTaken => Refused > 0 && New + Newer + Older + Same == 0;

    public IngestResult And(IngestResult more) =>
        new(New + more.New, Newer + more.Newer, Older + more.Older, Same + more.Same, Refused + more.Refused, [.. Messages, .. more.Messages]) { LastRefusal = more.LastRefusal ?? LastRefusal };
}

/// <summary>Takes what a source sent into the newsroom. Taking the same once more changes nothing.</summary>
public sealed class Ingest(INewsroomWriter writer, WireSettings settings, TimeProvider clock, ILogger<Ingest> log)
{
    const string Accept = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, application/json;q=0.9, text/xml;q=0.9, */*;q=0.1";
    const int Attempts = 3, ItemsInOneWrite = 250;

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

    /// <summary>Reads what a feed answered.</summary>
    /// <exception cref="NewsFormatException">It cannot be read.</exception>
    public NewsDocument Read(Source source, Answer answer, CancellationToken stop) => NewsReader.Read(new MemoryStream(answer.Body), settings.OptionsFor(source, answer.Charset), stop);

    /// <summary>How that source's feed is asked.</summary>
    public static Asking AskingFor(Source source, WireSettings settings) => new(new Uri(source.Feed!), settings.LargestFeed) { Accept = Accept };

    /// <summary>What the desk should know of what a source sends, though nothing was refused for it.</summary>
    public static IEnumerable<Oddity> OdditiesOf(NewsDocument document) => Arrival.OdditiesOf(document).Concat(document.Warnings.Select(Oddity.Of));

    /// <summary>
    /// Stores the items of all the files in one write; a result for each. A document of thousands of items takes several
    /// writes, so that nobody else waits seconds for theirs: cut short, it is taken again, and what was stored is the same.
    /// </summary>
    public async Task<IReadOnlyList<IngestResult>> Take(Source source, IReadOnlyList<SentFile> files, CancellationToken stop)
    {
        List<Arrived> arrived = [.. files.Select(file => new Arrived(file.Name, Arrival.Of(file.Document)))];
        var results = arrived.Sum(file => file.Items.Count) <= ItemsInOneWrite ? await Store(source, arrived, stop) : await StoreInParts(source, arrived, stop);
        foreach (var (file, result) in files.Zip(results)) Tell(source, file, result);
        return results;
    }

    async Task<List<IngestResult>> StoreInParts(Source source, List<Arrived> files, CancellationToken stop)
    {
        var results = new List<IngestResult>();
        foreach (var file in files)
        {
            var whole = IngestResult.Nothing;
            foreach (var part in file.Items.Chunk(ItemsInOneWrite)) whole = whole.And((await Store(source, [file with { Items = part }], stop))[0]);
            results.Add(whole);
        }
        return results;
    }

    Task<List<IngestResult>> Store(Source source, List<Arrived> files, CancellationToken stop) => Repeated(async (db, stop) =>
    {
        var shelf = await Shelf.Load(db, source, [.. files.SelectMany(file => file.Items)], clock.GetUtcNow(), stop);
        List<IngestResult> results = [.. files.Select(file => shelf.Put(file.Name, file.Items))];
        await shelf.Save(stop);
        return results;
    }, stop);

    /// <summary>Notes for the desk that something a source sent could not be taken.</summary>
    public async Task Refuse(Source source, string file, SourceTrouble reason, CancellationToken stop)
    {
        await writer.Save(db =>
        {
            db.Refusals.Add(new Refusal { SourceId = source.Id, File = file, Reason = reason.ToString(), At = clock.GetUtcNow() });
            db.Record(new WireItemRefused(source.Id, file));
        }, stop);
        log.LogWarning("Source {SourceId}: {File} was refused: {Reason}", source.Id, file, reason.English);
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
        if (result.Refused > 0) log.LogWarning("Source {SourceId}: {File}: {Messages}", source.Id, file.Name, result.Messages.Take(5));
    }

    sealed record Arrived(string Name, IReadOnlyList<Arrival> Items);
}
