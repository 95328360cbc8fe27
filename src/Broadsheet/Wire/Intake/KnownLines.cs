using Broadsheet.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Wire.Intake;

/// <summary>
/// The lines of one source to which the items that came may belong. An agency's identifier is believed. Those of feeds are not
/// always to be: some make new ones each time they are built, some number their places, some give one to all; there the address decides.
/// </summary>
sealed class KnownLines(NewsroomDb db, Source source)
{
    const int AtOnce = 500;

    readonly Dictionary<string, InboxLine> byGuid = [], byLink = [];

    /// <summary>Identifiers that were seen on items of several addresses: alone they tell nothing.</summary>
    readonly HashSet<string> repeated = [];

    IQueryable<InboxLine> Lines => db.InboxLines.Where(line => line.SourceId == source.Id);

    public IReadOnlyCollection<InboxLine> All => byGuid.Values;

    public async Task Load(IReadOnlyList<Arrival> arrivals, CancellationToken stop)
    {
        foreach (var guids in arrivals.SelectMany(arrival => arrival.KnownAs).Distinct().Chunk(AtOnce))
            foreach (var line in await Lines.Where(line => guids.Contains(line.Guid)).ToListAsync(stop)) Add(line);
        foreach (var links in arrivals.Select(arrival => arrival.Link).OfType<string>().Distinct().Chunk(AtOnce))
            foreach (var line in await Lines.Where(line => links.Contains(line.Link)).OrderBy(line => line.ArrivedAt).ThenBy(line => line.Id).ToListAsync(stop)) Add(line);
        foreach (var guids in arrivals.Where(arrival => arrival.Link is not null).Select(arrival => arrival.SentGuid).OfType<string>().Distinct().Chunk(AtOnce))
            repeated.UnionWith(await Lines.Where(line => guids.Contains(line.SentGuid)).Select(line => line.SentGuid!).Distinct().ToListAsync(stop));
    }

    public void Add(InboxLine line)
    {
        byGuid[line.Guid] = line;
        if (line.Link is { } link) byLink[link] = line;
        if (line is { Link: not null, SentGuid: { } sent }) repeated.Add(sent);
    }

    /// <summary>The line it belongs to, if there is one.</summary>
    public InboxLine? Find(Arrival arrival)
    {
        foreach (var guid in arrival.KnownAs)
            if (byGuid.TryGetValue(guid, out var line) && (arrival.Link is null || !arrival.IsGuidAlone(guid) || MayHaveMoved(line, arrival, arrival.Link))) return line;
        return arrival.Link is { } link ? byLink.GetValueOrDefault(link) : null;
    }

    /// <summary>What it is known by from now on, if it is new.</summary>
    public string NewGuid(Arrival arrival) =>
        arrival is { Link: not null, WithLink: { } both } && (IsRepeated(arrival) || byGuid.ContainsKey(arrival.Guid)) ? both : arrival.Guid;

    /// <summary>An item keeps its identifier when its address changes; unless the one stands on another item now, or the other belongs to another line.</summary>
    bool MayHaveMoved(InboxLine line, Arrival arrival, string link) =>
        !IsRepeated(arrival) && (line.Link is null || line.Link == link || !(arrival.LinksInDocument.Contains(line.Link) || byLink.ContainsKey(link)));

    bool IsRepeated(Arrival arrival) => arrival.SentGuid is { } sent && repeated.Contains(sent);
}
