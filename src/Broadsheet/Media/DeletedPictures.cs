using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Media;

/// <summary>Takes the files of a deleted picture, and what was cut of one that nobody may see any more, off the disk, also after a crash in between.</summary>
sealed class DeletedPictures(PictureFiles files, IDbContextFactory<NewsroomDb> reading) : IDurableConsumer
{
    public const string ConsumerName = "deleted-pictures";

    public string Name => ConsumerName;
    public IReadOnlyCollection<string> Events { get; } = [PictureDeleted.Name, PictureTakenOff.Name];

    public async Task Handle(OutboxEvent happened, CancellationToken stop)
    {
        if (happened.Is<PictureTakenOff>(out var taken)) await TakeOff(taken.Number, taken.File, taken.Width, taken.Height, stop);
        else if (happened.Is<PictureDeleted>(out var deleted)) await Unless(deleted.File, () => files.Delete(deleted.File, deleted.Width, deleted.Height), stop);
    }

    /// <summary>Nothing where it was put back since.</summary>
    public async Task TakeOff(long number, string file, int width, int height, CancellationToken stop)
    {
        using var gate = await files.Gate(stop);
        await using var db = await reading.CreateDbContextAsync(stop);
        if (await db.Pictures.AnyAsync(picture => picture.Number == number && picture.Problem == Picture.TakenOff, stop)) files.DeleteAllRenditions(file, width, height);
    }

    /// <summary>What was still being cut of a picture as it was deleted.</summary>
    public Task TakeOffCuts(string file, string key, int width, int height, CancellationToken stop) =>
        Unless(file, () => files.DeleteRenditions(key, width, height), stop);

    /// <summary>The same file may have been sent again since: it is another picture's then, and so is what was cut of it.</summary>
    async Task Unless(string fileIsThere, Action delete, CancellationToken stop)
    {
        using var gate = await files.Gate(stop);
        await using var db = await reading.CreateDbContextAsync(stop);
        if (!await db.Pictures.AnyAsync(picture => picture.File == fileIsThere, stop)) delete();
    }
}
