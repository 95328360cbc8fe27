using Broadsheet.Kit;
using Broadsheet.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Desk.Schedule;

/// <summary>A story whose time is set, or was and something is to be said of it.</summary>
public sealed record PlannedStory(long Story, string Slugline, string Headline, int Revision, int LastRevision, DateTimeOffset At, string? SetBy, DateTimeOffset? DoneAt, string? Problem, long? Picture)
{
    public bool IsWaiting => DoneAt is null;
}

static class ScheduleReading
{
    const int AtOnce = 50, MostAlarms = 10;

    public static Task<PlannedStory?> PlannedOf(this NewsroomDb db, long story, CancellationToken stop) =>
        Shown(db, db.ScheduledStories.Where(planned => planned.StoryNumber == story)).SingleOrDefaultAsync(stop);

    /// <summary>The next first, and after which of them the list goes on.</summary>
    public static async Task<(IReadOnlyList<PlannedStory> Stories, ListKey? Later)> Planned(this NewsroomDb db, ListKey? after, CancellationToken stop)
    {
        var waiting = db.ScheduledStories.Where(planned => planned.DoneAt == null);
        if (after is { At: var time, Number: var number }) waiting = waiting.Where(planned => planned.At >= time && (planned.At > time || planned.StoryNumber > number));
        var stories = await Shown(db, waiting.OrderBy(planned => planned.At).ThenBy(planned => planned.StoryNumber).Take(AtOnce + 1)).ToListAsync(stop);
        return stories.Count > AtOnce ? (stories[..AtOnce], new ListKey(stories[AtOnce - 1].At, stories[AtOnce - 1].Story)) : (stories, null);
    }

    /// <summary>What should be out by now and is not; what could not be published at its time, or was late.</summary>
    public static async Task<IReadOnlyList<PlannedStory>> ScheduleAlarms(this NewsroomDb db, DateTimeOffset now, CancellationToken stop)
    {
        var lateFrom = now - ScheduledStory.Late;
        var overdue = await Shown(db, db.ScheduledStories.Where(planned => planned.DoneAt == null && planned.At < lateFrom).OrderBy(planned => planned.At).Take(MostAlarms)).ToListAsync(stop);
        var over = await Shown(db, db.ScheduledStories.Where(planned => planned.DoneAt != null).OrderByDescending(planned => planned.DoneAt).Take(MostAlarms)).ToListAsync(stop);
        return [.. overdue, .. over];
    }

    static IQueryable<PlannedStory> Shown(NewsroomDb db, IQueryable<ScheduledStory> stories) =>
        from planned in stories
        join revision in db.Revisions on new { Story = planned.StoryNumber, Number = planned.Revision } equals new { Story = revision.StoryNumber, revision.Number }
        select new PlannedStory(planned.StoryNumber, planned.Story!.Slugline, revision.Text.Headline, planned.Revision, planned.Story.LastRevision, planned.At,
            db.Readers.Where(reader => reader.Id == planned.SetBy).Select(reader => reader.Handle).FirstOrDefault(), planned.DoneAt, planned.Problem, revision.Text.PictureNumber);
}
