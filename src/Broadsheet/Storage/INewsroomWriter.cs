using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Storage;

/// <summary>
/// The only way to change the database. The change runs in one transaction and is acknowledged when that is on the disk.
/// Inside it nothing but the database is awaited, and nothing outside it is touched. A change that throws leaves nothing
/// behind; to try again, call <see cref="Write{T}"/> again.
/// </summary>
public interface INewsroomWriter
{
    /// <exception cref="StorageRefusedException">The disk is full, the database is locked, or too many changes wait.</exception>
    Task<T> Write<T>(Func<NewsroomDb, CancellationToken, Task<T>> change, CancellationToken stop);
}

public static class NewsroomWriterExtensions
{
    public static Task Write(this INewsroomWriter writer, Func<NewsroomDb, CancellationToken, Task> change, CancellationToken stop) =>
        writer.Write(async (db, stop) => { await change(db, stop); return true; }, stop);

    /// <summary>
    /// A change that looks whether a name or number is free and then takes it. Where somebody else, on another node, took it at
    /// the same moment, it looks again and sees that.
    /// </summary>
    public static async Task<T> WriteUnique<T>(this INewsroomWriter writer, Func<NewsroomDb, CancellationToken, Task<T>> change, CancellationToken stop)
    {
        const int Attempts = 5;
        for (var attempt = 1; ; attempt++)
        {
            try { return await writer.Write(change, stop); }
            catch (DbUpdateException) when (attempt < Attempts) { }
        }
    }

    /// <summary>Runs the change and saves what it added or altered.</summary>
    public static Task Save(this INewsroomWriter writer, Action<NewsroomDb> change, CancellationToken stop) =>
        writer.Write(async (db, stop) => { change(db); return await db.SaveChangesAsync(stop); }, stop);
}
