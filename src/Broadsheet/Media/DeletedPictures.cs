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
        using var gate = await files.Gate(stop);
        await using var db = await reading.CreateDbContextAsync(stop);
        // The same file may have been sent again since: it is another picture's now.
        if (!await db.Pictures.AnyAsync(picture => picture.File == deleted.File, stop)) files.Delete(deleted.File, deleted.Width, deleted.Height);
    }
}
