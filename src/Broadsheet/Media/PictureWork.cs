using Broadsheet.Media.Darkroom;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Media;

/// <summary>What the desk does with a picture that is in the library.</summary>
sealed class PictureWork(INewsroomWriter writer, PictureFiles files, DeletedPictures deleted, QuickDarkroom darkroom)
{
    /// <summary>
    /// What is said of it from now on. False where there is no such picture, or what was said of it is not
    /// <paramref name="seen"/> any more (<see cref="PictureWords.Seen"/>).
    /// </summary>
    public Task<bool> Say(long number, PictureWords words, string? seen, CancellationToken stop) => writer.Write(async (db, stop) =>
    {
        if (await db.Pictures.SingleOrDefaultAsync(picture => picture.Number == number, stop) is not { } picture) return false;
        var before = new PictureWords(picture.Caption, picture.Credit, picture.Alt, picture.UsageTerms);
        if (before == words) return true; // pressed twice
        if (seen is not null && seen != before.Seen) return false;
        picture.Say(words);
        db.Record(new PictureChanged(number));
        await db.SaveChangesAsync(stop);
        return true;
    }, stop);

    /// <summary>From now on no reader gets it, or they get it again. False where there is no such picture.</summary>
    public Task<bool> TakeOff(long number, bool isOff, CancellationToken stop) => writer.Write(async (db, stop) =>
    {
        if (await db.Pictures.SingleOrDefaultAsync(picture => picture.Number == number, stop) is not { } picture) return false;
        if (isOff == (picture.Problem == Picture.TakenOff)) return true;
        if (isOff)
        {
            picture.TakeOff();
            db.Record(new PictureTakenOff(number, picture.File, picture.Width, picture.Height));
        }
        else picture.TryAgain();
        db.Record(new PictureChanged(number));
        await db.SaveChangesAsync(stop);
        return true;
    }, stop);

    /// <summary>What its crops must keep from now on: they are cut first, and then readers get those. Null, or the key of what went wrong.</summary>
    public async Task<string?> Focus(ShownPicture shown, string file, int x, int y, CancellationToken stop)
    {
        var key = Picture.KeyOf(file, x, y);
        if (key == shown.Key) return null;
        var developed = await darkroom.Develop(files.PathOfOriginal(file), key, x, y, PictureCut.Quick, stop);
        if (developed.Problem is { } problem) return problem;
        var isThere = await writer.Write(async (db, stop) =>
        {
            if (await db.Pictures.SingleOrDefaultAsync(picture => picture.Number == shown.Number, stop) is not { } picture) return false;
            picture.Focus(x, y, key, PictureCut.Quick);
            db.Record(new PictureChanged(shown.Number));
            await db.SaveChangesAsync(stop);
            return true;
        }, stop);
        if (!isThere) await deleted.TakeOffCuts(file, key, developed.Width, developed.Height, stop);
        return null;
    }
}
