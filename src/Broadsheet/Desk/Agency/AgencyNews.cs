using Broadsheet.Desk.Inbox;
using Broadsheet.Storage;
using Broadsheet.Stories;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Desk.Agency;

/// <summary>What the agency says by now of the item a story was made of.</summary>
/// <param name="KnownVersion">The version the story was made of, or that an editor saw since.</param>
public sealed record AgencyNews(long Line, string Agency, string Status, bool IsCorrection, long Version, long KnownVersion, Guid NewestItem, DateTimeOffset ArrivedAt)
{
    public bool IsKilled => Status == WireStatus.Canceled;

    /// <summary>It may not be published for now: withheld, or in a state nobody here knows.</summary>
    public bool IsHeld => !IsKilled && Status != WireStatus.Usable;

    /// <summary>Its text may go into the story: that of a kill is an order to editors, and what is withheld is not given yet.</summary>
    public bool CanBeTaken => !IsKilled && !IsHeld;

    public bool IsNewer => Version > KnownVersion;

    /// <summary>The key of what is to be said first; null where there is nothing to say.</summary>
    public string? Key => IsKilled ? "AgencyKilled" : IsHeld ? "AgencyHolds" : !IsNewer ? null : IsCorrection ? "AgencyCorrected" : "AgencyUpdated";
}

/// <summary>A story that readers can read although its agency took the item back.</summary>
public sealed record AgencyAlarm(long Story, string Slugline, string Agency, string Status, DateTimeOffset At);

static class AgencyReading
{
    const int MostAlarms = 10;

    /// <summary>Null for a story that was not made of an item.</summary>
    public static Task<AgencyNews?> AgencyNewsOf(this NewsroomDb db, long story, CancellationToken stop) =>
        (from own in db.Stories
         where own.Number == story
         join known in db.WireItems on own.WireItemId equals (Guid?)known.Id
         join line in db.InboxLines on new { known.SourceId, known.Guid } equals new { line.SourceId, line.Guid }
         select new AgencyNews(line.Id, line.Agency, line.Status, line.IsCorrection, line.Version, known.Version, line.ItemId, line.ArrivedAt)).SingleOrDefaultAsync(stop);

    public static async Task<IReadOnlyList<AgencyAlarm>> AgencyAlarms(this NewsroomDb db, CancellationToken stop) => await (
        from line in db.InboxLines
        where line.Status != WireStatus.Usable && line.TakenAs != null
        join story in db.Stories on line.TakenAs equals story.Number
        where story.State == StoryState.Published
        orderby line.ArrivedAt descending
        select new AgencyAlarm(story.Number, story.Slugline, line.Agency, line.Status, line.ArrivedAt)).Take(MostAlarms).ToListAsync(stop);
}
