using Broadsheet.Storage;
using Broadsheet.Wire.Intake;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Wire;

/// <summary>A place in the inbox: what stands below it is older.</summary>
public sealed record InboxPlace(DateTimeOffset ArrivedAt, long Id);

/// <summary>The inbox as the desk asks for it.</summary>
public static class Inbox
{
    /// <summary>The newest first; after a place, what stands below it. To be limited and projected by who asks.</summary>
    public static IQueryable<InboxLine> NewestFirst(this IQueryable<InboxLine> lines, InboxPlace? after = null)
    {
        if (after is { } place) lines = lines.Where(line => line.ArrivedAt <= place.ArrivedAt && (line.ArrivedAt < place.ArrivedAt || line.Id < place.Id));
        return lines.OrderByDescending(line => line.ArrivedAt).ThenByDescending(line => line.Id);
    }

    /// <summary>The line of an item, in whichever version that is.</summary>
    public static Task<InboxLine?> LineOf(this NewsroomDb db, Guid item, CancellationToken stop) =>
        (from known in db.WireItems
         where known.Id == item
         join line in db.InboxLines on new { known.SourceId, known.Guid } equals new { line.SourceId, line.Guid }
         select line).AsNoTracking().SingleOrDefaultAsync(stop);

    /// <summary>Those of that identifier, as their agencies sent it or as it is shown on the desk.</summary>
    public static IQueryable<InboxLine> OfGuid(this IQueryable<InboxLine> lines, string guid)
    {
        var kept = Arrival.Bounded(guid);
        return lines.Where(line => line.Guid == guid || line.Guid == kept || line.SentGuid == kept);
    }

    /// <summary>Somebody looked at the line in that version. A newer one that came meanwhile stays unseen.</summary>
    public static async Task<bool> MarkSeen(this NewsroomDb db, long line, long version, DateTimeOffset now, CancellationToken stop) => await db.InboxLines
        .Where(one => one.Id == line && one.Version == version && one.SeenAt == null)
        .ExecuteUpdateAsync(set => set.SetProperty(one => one.SeenAt, now), stop) > 0;

    /// <summary>The story that was made of it is no more: it can be taken again.</summary>
    public static Task<int> GiveBack(this NewsroomDb db, long storyNumber, CancellationToken stop) => db.InboxLines
        .Where(one => one.TakenAs == storyNumber)
        .ExecuteUpdateAsync(set => set.SetProperty(one => one.TakenAt, (DateTimeOffset?)null).SetProperty(one => one.TakenAs, (long?)null), stop);
}
