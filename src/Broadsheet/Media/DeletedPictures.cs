using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Media;

/// <summary>Takes the files of a deleted picture off the disk, also after a crash in between.</summary>
sealed class DeletedPictures(PictureFiles files, IDbContextFactory<NewsroomDb> reading) : IDurableConsumer
{
    public const string ConsumerName = "deleted-pictures";

    public string Name => ConsumerName;
    public IReadOnlyCollection<string> Events { get; } = [PictureDeleted.Name];

    public async Task Handle(OutboxEvent happened, CancellationToken stop)
    {
        var deleted = happened.Read<PictureDeleted>();
        await Unless(deleted.File, () => files.Delete(deleted.File, deleted.Width, deleted.Height), stop);
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
