using System.Globalization;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Broadsheet.Stories;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Desk.Editing;

public enum Saving { Saved, Unchanged, Conflict, NoStory }

/// <summary>What became of a save: the revision it made, or the one of somebody else that it would have overwritten.</summary>
public sealed record Saved(Saving Outcome, int Revision);

/// <summary>Makes revisions. One that does not build on the newest is refused, so no editor overwrites another.</summary>
public sealed class SaveStory(INewsroomWriter writer, TimeProvider clock)
{
    /// <summary>Saves what stands in the editor; what was kept of it as a working copy is done with.</summary>
    public Task<Saved> Save(long number, StoryEdit edit, Guid by, CancellationToken stop) => writer.Write(async (db, stop) =>
    {
        var saved = await Revise(db, number, edit, by, stop);
        if (saved.Outcome is not (Saving.Saved or Saving.Unchanged)) return saved;
        var clean = edit.Clean();
        foreach (var copy in await db.WorkingCopies.Where(copy => copy.StoryNumber == number && copy.EditorId == by).ToListAsync(stop))
            if (copy.BasedOn == edit.BasedOn || clean.SaysTheSameAs(new StoryEdit(copy.Text, copy.Slugline, copy.BasedOn))) db.WorkingCopies.Remove(copy);
        await db.SaveChangesAsync(stop);
        return saved;
    }, stop);

    /// <summary>Makes an older revision's text the current one. What an editor typed and did not save stays kept.</summary>
    public Task<Saved> Restore(long number, StoryText text, int basedOn, Guid by, CancellationToken stop) => writer.Write(async (db, stop) =>
    {
        if (await db.Stories.SingleOrDefaultAsync(story => story.Number == number, stop) is not { } story) return new Saved(Saving.NoStory, 0);
        return await Revise(db, number, new StoryEdit(text, story.Slugline, basedOn), by, stop);
    }, stop);

    /// <summary>Hangs that picture on the story, or none; the text stays as it was saved last.</summary>
    public Task<Saved> Hang(long number, long? picture, Guid by, CancellationToken stop) => writer.Write(async (db, stop) =>
    {
        if (await db.Stories.SingleOrDefaultAsync(story => story.Number == number, stop) is not { } story) return new Saved(Saving.NoStory, 0);
        // Written to, though nothing changes: whoever deletes it at the same moment then looks again.
        if (picture is not null && await db.Pictures.Where(known => known.Number == picture).ExecuteUpdateAsync(row => row.SetProperty(known => known.Attempts, known => known.Attempts), stop) == 0) return new Saved(Saving.Unchanged, story.LastRevision);
        var last = await db.Revisions.Where(revision => revision.StoryNumber == number && revision.Number == story.LastRevision).Select(revision => revision.Text).SingleAsync(stop);
        if (last.PictureNumber == picture) return new Saved(Saving.Unchanged, story.LastRevision);
        var revision = story.Revise(last with { PictureNumber = picture }, by, clock.GetUtcNow());
        await db.SaveChangesAsync(stop); // the story's row first, as in Revise
        db.Revisions.Add(revision);
        db.Record(new StoryRevised(number, revision.Number));
        await db.SaveChangesAsync(stop);
        return new Saved(Saving.Saved, story.LastRevision);
    }, stop);

    /// <summary>An empty draft. With its number in its slugline: in lists it is told from others by that.</summary>
    public Task<long> Begin(string slugline, int section, Guid by, CancellationToken stop) => writer.Write(async (db, stop) =>
    {
        var now = clock.GetUtcNow();
        var story = new Story { Id = Guid.CreateVersion7(now), Slugline = slugline, SectionId = section, ChangedAt = now };
        db.Revisions.Add(story.Revise(new StoryText { SectionId = section }, by, now));
        await db.SaveChangesAsync(stop);
        story.Slugline = string.Create(CultureInfo.InvariantCulture, $"{slugline}-{story.Number}");
        await db.SaveChangesAsync(stop);
        return story.Number;
    }, stop);

    /// <summary>The same within a change that does more.</summary>
    internal async Task<Saved> Revise(NewsroomDb db, long number, StoryEdit edit, Guid by, CancellationToken stop)
    {
        if (await db.Stories.SingleOrDefaultAsync(story => story.Number == number, stop) is not { } story) return new Saved(Saving.NoStory, 0);
        var last = await db.Revisions.Where(revision => revision.StoryNumber == number && revision.Number == story.LastRevision).Select(revision => revision.Text).SingleAsync(stop);
        var clean = edit.Clean();
        if (clean.SaysTheSameAs(new StoryEdit(last, story.Slugline, story.LastRevision))) return new Saved(Saving.Unchanged, story.LastRevision);
        if (edit.BasedOn != story.LastRevision) return new Saved(Saving.Conflict, story.LastRevision);
        story.Slugline = clean.Slugline;
        var revision = story.Revise(clean.Text with { PictureNumber = last.PictureNumber }, by, clock.GetUtcNow());
        // The story's row first: on PostgreSQL whoever saves at the same moment then waits here and looks again, where two
        // revisions of one number would be an error.
        await db.SaveChangesAsync(stop);
        db.Revisions.Add(revision);
        db.Record(new StoryRevised(number, revision.Number));
        await db.SaveChangesAsync(stop);
        return new Saved(Saving.Saved, story.LastRevision);
    }
}
