using Broadsheet.Media;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Desk.Pictures;

/// <summary>Takes a picture out of the library. Never one that a story has or had: its old revisions can be made current again.</summary>
sealed class DeletePicture(INewsroomWriter writer)
{
    /// <summary>False where it is not there, or some revision of a story has it.</summary>
    public Task<bool> Delete(long number, Guid by, CancellationToken stop) => writer.Write(async (db, stop) =>
    {
        if (await db.Pictures.SingleOrDefaultAsync(picture => picture.Number == number, stop) is not { } picture) return false;
        if (await db.Revisions.AnyAsync(revision => revision.Text.PictureNumber == number, stop)) return false;
        db.Remove(picture);
        db.Record(new PictureDeleted(number, picture.File, picture.Width, picture.Height, by));
        await db.SaveChangesAsync(stop);
        return true;
    }, stop);
}
