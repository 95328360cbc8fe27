using Broadsheet.Desk.Publishing;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Broadsheet.Stories;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Desk.Schedule;

/// <summary>Sets the time from which readers see a story, moves it, gives it up.</summary>
public sealed class Scheduling(INewsroomWriter writer)
{
    /// <summary>Null: it is set. What would stop it at that time stops it now: an embargo may be over by then, a kill is not.</summary>
    public Task<Refusal?> Set(long number, int revision, DateTimeOffset at, Guid? by, CancellationToken stop) => writer.Write(async (db, stop) =>
    {
        if (await Publishing.Publishing.WhyNot(db, number, revision, at, newestOnly: true, stop) is { } refusal) return refusal;
        // The story's row too: who publishes it by hand at the same moment then waits here, and one of the two sees the other.
        if (await db.Stories.Where(story => story.Number == number && story.State != StoryState.Published).ExecuteUpdateAsync(set => set.SetProperty(story => story.Slugline, story => story.Slugline), stop) == 0)
            return new Refusal("NotSetPublished");
        var planned = await db.ScheduledStories.SingleOrDefaultAsync(planned => planned.StoryNumber == number, stop);
        if (planned is null) db.Add(planned = new ScheduledStory { StoryNumber = number, Revision = revision, At = at });
        (planned.Revision, planned.At, planned.SetBy, planned.DoneAt, planned.Problem) = (revision, at, by, null, null);
        db.Record(new ScheduleChanged(number));
        await db.SaveChangesAsync(stop);
        return null;
    }, stop);

    /// <summary>It is not published at that time.</summary>
    public Task GiveUp(long number, CancellationToken stop) => Remove(db => db.ScheduledStories.Where(planned => planned.StoryNumber == number && planned.DoneAt == null), number, stop);

    /// <summary>Somebody saw what there was to say of it.</summary>
    public Task Seen(long number, CancellationToken stop) => Remove(db => db.ScheduledStories.Where(planned => planned.StoryNumber == number && planned.DoneAt != null), number, stop);

    Task Remove(Func<NewsroomDb, IQueryable<ScheduledStory>> which, long number, CancellationToken stop) => writer.Write(async (db, stop) =>
    {
        if (await which(db).ExecuteDeleteAsync(stop) == 0) return;
        db.Record(new ScheduleChanged(number));
        await db.SaveChangesAsync(stop);
    }, stop);
}
