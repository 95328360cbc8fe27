using Broadsheet.Kit;
using Broadsheet.Storage;
using Broadsheet.Stories;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Desk.Editing;

/// <summary>Keeps what was typed and not saved.</summary>
public sealed class KeepWorkingCopy(INewsroomWriter writer, TimeProvider clock)
{
    /// <summary>False where there is no such story.</summary>
    public async Task<bool> Keep(long number, StoryEdit edit, Guid editor, CancellationToken stop)
    {
        try
        {
            return await writer.Write((db, stop) => Keep(db, number, edit, editor, stop), stop);
        }
        catch (DbUpdateException)
        {
            // Another tab of the same editor kept the first copy at the same moment: now it is there to be changed.
            return await writer.Write((db, stop) => Keep(db, number, edit, editor, stop), stop);
        }
    }

    public Task ThrowAway(long number, int basedOn, Guid editor, CancellationToken stop) => writer.Write(async (db, stop) =>
    {
        await db.WorkingCopies.Where(copy => copy.StoryNumber == number && copy.EditorId == editor && copy.BasedOn == basedOn).ExecuteDeleteAsync(stop);
    }, stop);

    /// <summary>Too long a text is kept as it is, for a save will say so at the field; only what the database bounds is cut.</summary>
    static StoryEdit Bounded(StoryEdit edit) => edit with { Slugline = WholeCharacters.Fit(edit.Slugline, Lengths.Slugline) };

    async Task<bool> Keep(NewsroomDb db, long number, StoryEdit edit, Guid editor, CancellationToken stop)
    {
        if (await db.Stories.Where(story => story.Number == number).Select(story => (int?)story.LastRevision).SingleOrDefaultAsync(stop) is not { } last) return false;
        if (edit.BasedOn < 1 || edit.BasedOn > last) return false;
        var clean = Bounded(edit.Clean());
        var copy = await db.WorkingCopies.SingleOrDefaultAsync(copy => copy.StoryNumber == number && copy.EditorId == editor && copy.BasedOn == edit.BasedOn, stop);
        if (copy is null)
        {
            db.WorkingCopies.Add(new WorkingCopy { StoryNumber = number, EditorId = editor, BasedOn = edit.BasedOn, Text = clean.Text, Slugline = clean.Slugline, KeptAt = clock.GetUtcNow() });
        }
        else
        {
            copy.Text = clean.Text;
            copy.Slugline = clean.Slugline;
            copy.KeptAt = clock.GetUtcNow();
        }
        await db.SaveChangesAsync(stop);
        return true;
    }
}
