using Broadsheet.Storage;
using Broadsheet.Stories;
using Broadsheet.Wire;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Desk.Agency;

/// <summary>What the agency says by now of the item a story was made of.</summary>
/// <param name="KnownVersion">The version the story was made of, or that an editor saw since.</param>
public sealed record AgencyNews(long Line, string Agency, string Status, bool IsCorrection, long Version, long KnownVersion, Guid NewestItem, DateTimeOffset ArrivedAt, DateTimeOffset? EmbargoedUntil, bool EmbargoedUntilLifted)
{
    public bool IsKilled => Status == WireStatus.Canceled;

    /// <summary>It may not be published for now: withheld, or in a state nobody here knows.</summary>
    public bool IsHeld => !IsKilled && Status != WireStatus.Usable;

    /// <summary>Its text may go into the story: that of a kill is an order to editors, and what is withheld is not given yet.</summary>
    public bool CanBeTaken => !IsKilled && !IsHeld;

    /// <summary>Tells a later word of the agency from an earlier one.</summary>
    public long Ticks => ArrivedAt.UtcTicks;

    public bool IsNewer => Version > KnownVersion;

    public bool IsEmbargoed(DateTimeOffset now) => EmbargoedUntilLifted || EmbargoedUntil > now;

    /// <summary>The key of what is to be said first; null where there is nothing to say. An embargo is news where readers can read the story already.</summary>
    public string? Key(StoryState state, DateTimeOffset now) => IsKilled ? "AgencyKilled" : IsHeld ? "AgencyHolds"
        : state == StoryState.Published && IsEmbargoed(now) ? "AgencyEmbargoes"
        : !IsNewer ? null : IsCorrection ? "AgencyCorrected" : "AgencyUpdated";

    /// <summary>Whether readers may not see it.</summary>
    public static bool Forbids(string? key) => key is "AgencyKilled" or "AgencyHolds" or "AgencyEmbargoes";
}

/// <summary>A story that readers can read although its agency took the item back, or that of its picture, or set an embargo.</summary>
public sealed record AgencyAlarm(long Story, string Slugline, string Agency, string Status, DateTimeOffset At, bool OfPicture)
{
    public string Key => Status switch
    {
        WireStatus.Canceled => OfPicture ? "AgencyKilledPicture" : "AgencyKilled",
        WireStatus.Usable => OfPicture ? "AgencyEmbargoesPicture" : "AgencyEmbargoes",
        _ => OfPicture ? "AgencyHoldsPicture" : "AgencyHolds",
    };
}

static class AgencyReading
{
    const int MostAlarms = 10;

    /// <summary>Null for a story that was not made of an item.</summary>
    public static Task<AgencyNews?> AgencyNewsOf(this NewsroomDb db, long story, CancellationToken stop) =>
        (from own in db.Stories
         where own.Number == story
         join known in db.WireItems on own.WireItemId equals (Guid?)known.Id
         join line in db.InboxLines on new { known.SourceId, known.Guid } equals new { line.SourceId, line.Guid }
         select new AgencyNews(line.Id, line.Agency, line.Status, line.IsCorrection, line.Version, known.Version, line.ItemId, line.ArrivedAt, line.EmbargoedUntil, line.EmbargoedUntilLifted)).SingleOrDefaultAsync(stop);

    public static async Task<IReadOnlyList<AgencyAlarm>> AgencyAlarms(this NewsroomDb db, DateTimeOffset now, CancellationToken stop)
    {
        var forbidden = db.InboxLines.Where(line => line.IsUsed && line.MayForbid && (line.Status != WireStatus.Usable || line.EmbargoedUntilLifted || line.EmbargoedUntil > now));
        var made = await (from line in forbidden
                          join story in db.Stories on line.TakenAs equals story.Number
                          where story.State == StoryState.Published
                          orderby line.ArrivedAt descending
                          select new AgencyAlarm(story.Number, story.Slugline, line.Agency, line.Status, line.ArrivedAt, false)).Take(MostAlarms).ToListAsync(stop);
        var shown = await (from line in forbidden
                           join item in db.WireItems on new { line.SourceId, line.Guid } equals new { item.SourceId, item.Guid }
                           join picture in db.Pictures on (Guid?)item.Id equals picture.WireItemId
                           join revision in db.Revisions on (long?)picture.Number equals revision.Text.PictureNumber
                           join story in db.Stories on new { Story = revision.StoryNumber, Number = (int?)revision.Number } equals new { Story = story.Number, Number = story.PublishedRevision }
                           where story.State == StoryState.Published
                           orderby line.ArrivedAt descending
                           select new AgencyAlarm(story.Number, story.Slugline, line.Agency, line.Status, line.ArrivedAt, true)).Take(MostAlarms).ToListAsync(stop);
        // Of a story whose text is forbidden the picture need not be named too.
        return [.. made.Concat(shown.Where(one => made.All(known => known.Story != one.Story))).OrderByDescending(alarm => alarm.At).Take(MostAlarms)];
    }
}
