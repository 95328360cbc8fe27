using System.Globalization;
using Broadsheet.NewsFormats;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Wire.Intake;

/// <summary>What the newsroom has of one source, as far as the items that came concern it; they are put beside it by the rules.</summary>
sealed class Shelf(NewsroomDb db, Source source, DateTimeOffset now)
{
    const int AtOnce = 500, MostReasons = 5;
    const string Canceled = "canceled";

    readonly KnownLines lines = new(db, source);
    readonly Dictionary<string, Dictionary<long, string>> hashes = [];
    readonly HashSet<InboxLine> moved = [];

    string? lastRefusal;

    readonly Dictionary<string, KillOfLine> kills = [];

    public static async Task<Shelf> Load(NewsroomDb db, Source source, IReadOnlyList<Arrival> arrivals, DateTimeOffset now, CancellationToken stop)
    {
        var shelf = new Shelf(db, source, now);
        if (source.Feed is not null) shelf.lastRefusal = await db.Refusals.Where(refusal => refusal.SourceId == source.Id).OrderByDescending(refusal => refusal.Id).Select(refusal => refusal.Reason).FirstOrDefaultAsync(stop);
        await shelf.lines.Load(arrivals, stop);
        foreach (var some in shelf.lines.All.Chunk(AtOnce)) await shelf.LoadVersions(some, stop);
        return shelf;
    }

    async Task LoadVersions(InboxLine[] some, CancellationToken stop)
    {
        var killed = some.Where(line => line.Status == Canceled).Select(line => line.ItemId).ToList();
        foreach (var kill in killed.Count == 0 ? [] : await db.WireItems.AsNoTracking().Where(item => killed.Contains(item.Id)).ToListAsync(stop)) kills[kill.Guid] = KillOfLine.Of(kill.Read());
        var guids = some.Select(line => line.Guid).ToList();
        var versions = await db.WireItems.Where(item => item.SourceId == source.Id && guids.Contains(item.Guid)).Select(item => new { item.Guid, item.Version, item.ContentHash }).ToListAsync(stop);
        foreach (var item in versions) HashesOf(item.Guid)[item.Version] = item.ContentHash;
    }

    public IngestResult Put(string file, IReadOnlyList<Arrival> arrivals)
    {
        var (messages, refused) = (new List<string>(), new List<SourceTrouble>());
        var counts = arrivals.Select(arrival => Put(arrival, messages, refused)).CountBy(outcome => outcome).ToDictionary();
        if (refused.Count > 0) Refuse(file, refused);
        messages.AddRange(refused.Select(reason => reason.English));
        return new IngestResult(counts.GetValueOrDefault(Outcome.New), counts.GetValueOrDefault(Outcome.Newer), counts.GetValueOrDefault(Outcome.Older),
            counts.GetValueOrDefault(Outcome.Same), counts.GetValueOrDefault(Outcome.Refused), messages)
        { LastRefusal = refused.LastOrDefault() };
    }

    Outcome Put(Arrival arrival, List<string> messages, List<SourceTrouble> refused)
    {
        var line = lines.Find(arrival);
        if (line is not null) line.Link = arrival.Link ?? line.Link;
        var guid = line?.Guid ?? lines.NewGuid(arrival);
        var version = arrival.Version ?? (IsKill(arrival) ? BesideTheCount(line, guid, arrival) : Counted(line, arrival));
        if (HashesOf(guid).TryGetValue(version, out var hash))
        {
            if (hash == arrival.Hash) return Outcome.Same;
            // What is refused for its number is heeded all the same where it forbids: a kill must not be lost.
            var isHeeded = line is not null && version == line.Version && Heed(line, arrival.Item);
            if (IsKill(arrival) && line?.Status == Canceled && version == line.Version) return isHeeded ? Outcome.Newer : Outcome.Same;
            refused.Add(SourceTrouble.Of(TroubleKey.SameVersion, version, guid));
            return Outcome.Refused;
        }
        var highest = HashesOf(guid).Keys.DefaultIfEmpty().Max();
        var item = Keep(guid, version, arrival);
        if (line is null) return Open(item, arrival);
        line.Versions++;
        if (IsOlderThanItsKill(line, arrival))
        {
            messages.Add($"{guid} was killed before this came, which does not say that it is newer: it is kept, and the kill stands.");
            return Outcome.Older;
        }
        if (version > highest || IsKillByItself(line, arrival)) return Replace(line, item, arrival);
        messages.Add(string.Create(CultureInfo.InvariantCulture, $"Version {version} of {guid} came after version {highest}: it is kept, and version {highest} stays."));
        return Outcome.Older;
    }

    /// <summary>
    /// Of an item without a version: the one we have while it says the same, else the next. An earlier state that comes
    /// again is the next one too, for a feed may take back what it mended; unless the item tells when it was made, and so is
    /// the old file once more (a feed is asked for what holds now, and its times say little).
    /// </summary>
    long Counted(InboxLine? line, Arrival arrival)
    {
        if (line is null) return 1;
        var known = HashesOf(line.Guid);
        if (known.GetValueOrDefault(line.Version) == arrival.Hash) return line.Version;
        if ((line.Status == Canceled || (!arrival.Item.IsFromFeed && arrival.Item.Published is not null)) && known.FirstOrDefault(one => one.Value == arrival.Hash) is { Value: not null } old) return old.Key;
        return Math.Max(0, known.Keys.Max()) + 1;
    }

    /// <summary>
    /// A kill without a version is counted below zero, where it takes the number of no version the agency has sent or will send.
    /// The same file once more is the same kill, as far as that can be told.
    /// </summary>
    long BesideTheCount(InboxLine? line, string guid, Arrival arrival)
    {
        var known = HashesOf(guid);
        if ((line?.Status == Canceled || (!arrival.Item.IsFromFeed && arrival.Item.Published is not null)) && known.FirstOrDefault(one => one.Value == arrival.Hash) is { Value: not null } old) return old.Key;
        return Math.Min(0, known.Keys.DefaultIfEmpty().Min()) - 1;
    }

    static bool IsKill(Arrival arrival) => arrival.Item.Status == NewsStatus.Canceled;

    /// <summary>No number says whether it or a kill is newer, where one of the two has none: only a later time takes the kill back.</summary>
    bool IsOlderThanItsKill(InboxLine line, Arrival arrival) =>
        line.Status == Canceled && !IsKill(arrival) && kills[line.Guid] is var kill && (arrival.Version is null || !kill.HasVersion) && !(arrival.Item.Published > kill.At);

    /// <summary>A kill without a version stands above all that came before it, but for a later kill.</summary>
    bool IsKillByItself(InboxLine line, Arrival arrival) =>
        IsKill(arrival) && arrival.Version is null && !(line.Status == Canceled && arrival.Item.Published < kills[line.Guid].At);

    bool Heed(InboxLine line, NewsItem item)
    {
        if (!line.TakeBack(item)) return false;
        if (line.Status == Canceled) kills[line.Guid] = new KillOfLine(null, HasVersion: true);
        line.ArrivedAt = now;
        line.SeenAt = null;
        moved.Add(line);
        return true;
    }

    WireItem Keep(string guid, long version, Arrival arrival)
    {
        var item = new WireItem
        {
            Id = Guid.CreateVersion7(now),
            SourceId = source.Id,
            Guid = guid,
            Version = version,
            ContentHash = arrival.Hash,
            Format = arrival.Item.Format,
            ArrivedAt = now,
            Content = WireContent.Write(arrival.Item),
        };
        db.WireItems.Add(item);
        HashesOf(guid)[version] = arrival.Hash;
        return item;
    }

    Outcome Open(WireItem item, Arrival arrival)
    {
        var line = new InboxLine
        {
            SourceId = source.Id,
            Guid = item.Guid,
            SentGuid = arrival.SentGuid == item.Guid ? null : arrival.SentGuid,
            Link = arrival.Link,
            ItemId = item.Id,
            Version = item.Version,
            Versions = 1,
            ArrivedAt = now,
            Headline = "",
            Slugline = "",
            Agency = "",
            Language = "",
            Status = "",
        };
        line.Show(arrival.Item, source.Name);
        db.InboxLines.Add(line);
        lines.Add(line);
        if (line.Status == Canceled) kills[line.Guid] = KillOfLine.Of(arrival.Item);
        moved.Add(line);
        return Outcome.New;
    }

    /// <summary>The line goes to the top and is unseen again; that a story was made of it stays known.</summary>
    Outcome Replace(InboxLine line, WireItem item, Arrival arrival)
    {
        line.ItemId = item.Id;
        line.Version = item.Version;
        line.ArrivedAt = now;
        line.SeenAt = null;
        line.Show(arrival.Item, source.Name);
        if (line.Status == Canceled) kills[line.Guid] = KillOfLine.Of(arrival.Item);
        moved.Add(line);
        return Outcome.Newer;
    }

    /// <summary>One note a file, however many of its items are refused.</summary>
    void Refuse(string file, List<SourceTrouble> reasons)
    {
        var told = SourceTrouble.All(reasons.Take(MostReasons));
        var reason = (reasons.Count > MostReasons ? told.And(SourceTrouble.Of(TroubleKey.AndMore, reasons.Count - MostReasons)) : told).ToString();
        // A feed sends the same at each visit: it is noted once.
        if (reason == lastRefusal) return;
        db.Refusals.Add(new Refusal { SourceId = source.Id, File = file, Reason = reason, At = now });
        db.Record(new WireItemRefused(source.Id, file));
    }

    public async Task Save(CancellationToken stop)
    {
        await db.SaveChangesAsync(stop); // gives new lines their number
        foreach (var line in moved) db.Record(new WireItemArrived(line.Id, line.ItemId, source.Id, line.Version, line.TakenAs, line.IsUsed));
        await db.SaveChangesAsync(stop);
    }

    Dictionary<long, string> HashesOf(string guid) => hashes.TryGetValue(guid, out var known) ? known : hashes[guid] = [];

    /// <summary>What a killed line was killed by.</summary>
    /// <param name="At">When the kill was made, as far as it says.</param>
    sealed record KillOfLine(DateTimeOffset? At, bool HasVersion)
    {
        // One that was heeded though its number was refused is not kept: the item it forbids stands in its place.
        public static KillOfLine Of(NewsItem item) => item.Status == NewsStatus.Canceled ? new(item.Published, item.Version?.Number is not null) : new(null, HasVersion: true);
    }

    enum Outcome { New, Newer, Older, Same, Refused }
}
