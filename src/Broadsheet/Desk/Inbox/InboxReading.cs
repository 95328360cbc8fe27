using System.Globalization;
using Broadsheet.Desk.Agency;
using Broadsheet.Desk.Schedule;
using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.NewsFormats;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Broadsheet.Wire;
using Broadsheet.Wire.Pictures;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Desk.Inbox;

/// <summary>A page of the inbox, and from which outbox position its live stream goes on.</summary>
public sealed record InboxShown(IReadOnlyList<WireLine> Lines, ListKey? Before, ListKey? Older, long After, int Refused, PreviewShown? Preview, InboxFilter Filter, IReadOnlyList<NamedSource> Sources, IReadOnlyList<AgencyAlarm> Alarms, IReadOnlyList<PlannedStory> Missed);

/// <summary>A source to choose.</summary>
public sealed record NamedSource(int Id, string Name);

/// <summary>One line's item, in one of its versions.</summary>
public sealed record PreviewShown(WireLine Line, NewsItem Item, ItemFacts Facts, IReadOnlyList<ItemVersion> Versions, IReadOnlyList<Section> Sections, string? NotTakeable)
{
    /// <summary>Those of the newest version, the one that can be taken.</summary>
    public IReadOnlyList<ItemPicture> Pictures { get; init; } = [];

    /// <summary>Why a picture could not be taken.</summary>
    public string? PictureProblem { get; init; }

    public bool IsNewest => Facts.Id == Versions[0].Id;

    /// <summary>What the agency says it is about.</summary>
    public IEnumerable<string> Topics => Item.Subjects.Select(subject => subject.Name).OfType<string>().Concat(Item.Keywords).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>The section the agency names, else the first.</summary>
    public int? LikelySection => (Sections.FirstOrDefault(section => Topics.Contains(section.Name, StringComparer.OrdinalIgnoreCase))
        ?? Sections.FirstOrDefault(section => Topics.Any(topic => InboxSearch.IsCalled(topic, section.Name))) ?? (Sections.Count > 0 ? Sections[0] : null))?.Id;
}

public sealed record ItemFacts(Guid Id, string Guid, long Version, string Source, DateTimeOffset ArrivedAt)
{
    public string VersionShown => ItemVersion.Show(Version);
}

public sealed record ItemVersion(Guid Id, long Version, DateTimeOffset ArrivedAt)
{
    public string Shown => Show(Version);

    /// <summary>A kill without a version has none to show.</summary>
    public static string Show(long version) => version < 0 ? "–" : version.ToString(CultureInfo.CurrentCulture);
}

/// <summary>Reads the inbox for its pages.</summary>
sealed class InboxReading(NewsroomDb db, NodeFeed feed, CurrentEdition edition, WirePictures pictures, TimeProvider clock)
{
    const int AtOnce = 50;
    const int MostVersions = 50, MostSources = 500;
    public static readonly TimeSpan RefusalsShown = TimeSpan.FromDays(1);

    public async Task<InboxShown> Page(InboxFilter filter, ListKey? before, PreviewShown? preview, CancellationToken stop)
    {
        var after = feed.Seen; // before the lines are read: what comes in between is told again, never missed
        var place = before is { } key ? new InboxPlace(key.At, key.Number) : null;
        var lines = await WireLine.Of(db, filter.Of(db, edition.Facts).NewestFirst(place).Take(AtOnce + 1)).ToListAsync(stop);
        var shown = lines.Take(AtOnce).ToList();
        return new InboxShown(shown, before, lines.Count > AtOnce ? shown[^1].Key : null, after, await Refused(db, clock.GetUtcNow(), stop), preview, filter,
            await Sources(stop), await db.AgencyAlarms(clock.GetUtcNow(), stop), await db.ScheduleAlarms(clock.GetUtcNow(), stop));
    }

    async Task<IReadOnlyList<NamedSource>> Sources(CancellationToken stop) =>
        [.. (await db.Sources.OrderBy(source => source.Name).Take(MostSources).Select(source => new NamedSource(source.Id, source.Name)).ToListAsync(stop)).OrderBy(source => source.Name, edition.Facts.Sorting)];

    public async Task<WireLine?> Line(long id, CancellationToken stop) => await WireLine.Of(db, db.InboxLines.Where(line => line.Id == id)).SingleOrDefaultAsync(stop);

    /// <summary>The item of a line in that version, the newest if none is named; null if there is none.</summary>
    public async Task<PreviewShown?> Preview(long id, long? version, CancellationToken stop)
    {
        if (await Line(id, stop) is not { } line) return null;
        var versions = from item in db.WireItems
                       join own in db.InboxLines on new { item.SourceId, item.Guid } equals new { own.SourceId, own.Guid }
                       where own.Id == id && (version == null ? item.Id == own.ItemId : item.Version == version)
                       select new { item.Content, item.Source, Facts = new ItemFacts(item.Id, item.Guid, item.Version, item.Source!.Name, item.ArrivedAt) };
        if (await versions.SingleOrDefaultAsync(stop) is not { } found) return null;
        var all = await (from item in db.WireItems
                         join own in db.InboxLines on new { item.SourceId, item.Guid } equals new { own.SourceId, own.Guid }
                         where own.Id == id
                         orderby item.Id == own.ItemId ? 0 : 1, item.Version descending // what stands comes first, also a kill that others came after
                         select new ItemVersion(item.Id, item.Version, item.ArrivedAt)).Take(MostVersions).ToListAsync(stop);
        var read = WireContent.Read(found.Content);
        return new PreviewShown(line, read, found.Facts, all, edition.Facts.Sections, Taking.TakeItem.Problem(line.IsStory, line.Status))
        {
            Pictures = found.Facts.Id == all[0].Id ? pictures.Of(found.Source!, read) : [],
        };
    }

    public static Task<int> Refused(NewsroomDb db, DateTimeOffset now, CancellationToken stop)
    {
        var since = now - RefusalsShown;
        return db.Refusals.CountAsync(refusal => refusal.At >= since, stop);
    }
}
