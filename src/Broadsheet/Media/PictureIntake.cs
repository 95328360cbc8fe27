using System.Security.Cryptography;
using Broadsheet.Media.Darkroom;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Media;

/// <summary>The picture's number, or the key of the sentence that says why there is none.</summary>
/// <param name="WasHere">The same file is in the library already, and this is its number.</param>
public sealed record PictureTaken(long? Number, string? Problem, bool WasHere = false);

/// <summary>
/// Takes a picture's file into the library: to the disk as it comes in, then into the darkroom, which reads it and cuts what
/// readers can be shown at once. Only a sound picture gets a number.
/// </summary>
sealed class PictureIntake(PictureFiles files, QuickDarkroom darkroom, MediaSettings settings, INewsroomWriter writer, IDbContextFactory<NewsroomDb> reading, TimeProvider clock)
{
    const int Middle = 50;

    /// <inheritdoc cref="Take(Stream, PictureWords, Guid?, CancellationToken)"/>
    public Task<PictureTaken> Take(Stream content, PictureWords known, CancellationToken stop) => Take(content, known, wireItem: null, stop);

    /// <param name="content">Is read to its end, also where it is refused; no more than a picture may have is kept.</param>
    /// <param name="known">What is known of the picture already; its file says the rest.</param>
    /// <param name="wireItem">The item it comes with.</param>
    public async Task<PictureTaken> Take(Stream content, PictureWords known, Guid? wireItem, CancellationToken stop)
    {
        var part = files.NewPart();
        try
        {
            var (kind, hash, length) = await Receive(content, part, stop);
            if (length > settings.LargestFile) return new PictureTaken(null, Developed.TooLarge);
            return kind is null ? new PictureTaken(null, Developed.NotAPicture) : await Take(part, kind, hash, known, wireItem, stop);
        }
        finally
        {
            File.Delete(part);
        }
    }

    async Task<(PictureKind? Kind, byte[] Hash, long Length)> Receive(Stream content, string part, CancellationToken stop)
    {
        await using var file = new FileStream(part, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[81_920];
        long length = 0;
        for (int read; (read = await content.ReadAsync(buffer, stop)) > 0;)
        {
            length += read;
            if (length > settings.LargestFile) continue; // the browser hears our answer only when it has sent all
            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), stop);
        }
        file.Flush(flushToDisk: true); // its row will be, and neither is worth anything without the other
        file.Position = 0;
        var start = new byte[PictureKind.BytesThatTell];
        var told = await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, stop);
        return (PictureKind.Of(start.AsSpan(0, told)), hash.GetHashAndReset(), length);
    }

    async Task<PictureTaken> Take(string part, PictureKind kind, byte[] hash, PictureWords known, Guid? wireItem, CancellationToken stop)
    {
        var name = PictureFiles.NameOf(hash, kind.Ending);
        if (await Known(name, stop) is { } here) return new PictureTaken(here, null, WasHere: true);
        var key = Picture.KeyOf(name, Middle, Middle);
        var developed = await darkroom.Develop(part, key, Middle, Middle, PictureCut.Quick, stop);
        if (developed.Problem is { } problem) return new PictureTaken(null, problem);

        var now = clock.GetUtcNow();
        var words = known.Or(developed.Words ?? new PictureWords());
        var picture = new Picture
        {
            Id = Guid.CreateVersion7(now),
            File = name,
            MediaType = kind.MediaType,
            Width = developed.Width,
            Height = developed.Height,
            Tone = developed.Tone,
            Caption = "",
            Credit = "",
            Alt = "",
            AddedAt = now,
            WireItemId = wireItem,
        };
        picture.Say(words);
        using var gate = await files.Gate(stop);
        if (await Known(name, stop) is { } meanwhile) return new PictureTaken(meanwhile, null, WasHere: true);
        files.Keep(part, name);
        // The same picture may just have been deleted, and with it what was cut a moment ago.
        picture.WasCut(key, files.HasRenditions(key, picture.Width, picture.Height, PictureCut.Quick) ? PictureCut.Quick : PictureCut.None);
        await writer.Write(async (db, stop) =>
        {
            db.Pictures.Add(picture);
            await db.SaveChangesAsync(stop);
            picture.Say(words); // now that it has the number by which it is found too
            db.Record(new PictureChanged(picture.Number));
            await db.SaveChangesAsync(stop);
        }, stop);
        return new PictureTaken(picture.Number, null);
    }

    async Task<long?> Known(string file, CancellationToken stop)
    {
        await using var db = await reading.CreateDbContextAsync(stop);
        return await db.Pictures.Where(picture => picture.File == file).OrderBy(picture => picture.Number).Select(picture => (long?)picture.Number).FirstOrDefaultAsync(stop);
    }
}
