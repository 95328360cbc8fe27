using Broadsheet.Desk.Schedule;
using Broadsheet.Readers;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Broadsheet.Stories;
using Broadsheet.Wire;
using Microsoft.EntityFrameworkCore;
using Refusal = Broadsheet.Desk.Publishing.Refusal;

namespace Broadsheet.Desk.Deleting;

/// <summary>Somebody who typed in it and has not saved.</summary>
public sealed record UnsavedBy(string Handle, DateTimeOffset KeptAt);

/// <summary>
/// Deletes a draft with all its revisions. What readers have read once is withdrawn instead. The wire item it was made of can
/// be taken again.
/// </summary>
public sealed class DeleteDraft(INewsroomWriter writer)
{
    /// <summary>Null: it is gone.</summary>
    public Task<Refusal?> Delete(long number, int revision, CurrentReader by, CancellationToken stop) => writer.Write(async (db, stop) =>
    {
        if (await WhyNot(db, number, revision, by, stop) is { } refusal) return refusal;
        var waited = await db.ScheduledStories.AnyAsync(planned => planned.StoryNumber == number, stop);
        // Once more in the deletion itself: somebody may publish or save it at this moment.
        if (await db.Stories.Where(story => story.Number == number && story.State == StoryState.Draft && story.LastRevision == revision).ExecuteDeleteAsync(stop) == 0) return new Refusal("NoSuchStory");
        await db.GiveBack(number, stop);
        if (waited) db.Record(new ScheduleChanged(number));
        db.Record(new DraftDeleted(number, by.Id));
        await db.SaveChangesAsync(stop);
        return null;
    }, stop);

    /// <summary>Why that person may not delete it as they saw it, or null.</summary>
    public static async Task<Refusal?> WhyNot(NewsroomDb db, long number, int revision, CurrentReader by, CancellationToken stop)
    {
        if (await db.Stories.Where(story => story.Number == number).Select(story => new { story.State, story.LastRevision }).SingleOrDefaultAsync(stop) is not { } story) return new Refusal("NoSuchStory");
        if (story.State != StoryState.Draft) return new Refusal("NotDeletedPublished");
        if (story.LastRevision != revision) return new Refusal("NotDeletedSavedSince");
        var mayAny = by.Role is Role.Editor or Role.Administrator;
        return mayAny || await db.Revisions.AnyAsync(first => first.StoryNumber == number && first.Number == 1 && first.SavedBy == by.Id, stop) ? null : new Refusal("NotDeletedNotYours");
    }

    /// <summary>Who else loses something that is not even saved.</summary>
    public static async Task<IReadOnlyList<UnsavedBy>> Unsaved(NewsroomDb db, long number, Guid me, CancellationToken stop) => await (
        from copy in db.WorkingCopies
        where copy.StoryNumber == number && copy.EditorId != me
        join reader in db.Readers on copy.EditorId equals reader.Id
        orderby copy.KeptAt descending
        select new UnsavedBy(reader.Handle, copy.KeptAt)).Take(20).ToListAsync(stop);
}
