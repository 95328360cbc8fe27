using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Wire;

/// <summary>A source was made, or its folder or zone changed.</summary>
public sealed record SourceChanged(int SourceId) : IEvent
{
    public static string Name => "wire.source-changed/1";
}

/// <summary>Makes sources and notes how they fare.</summary>
public sealed class Sources(INewsroomWriter writer, DataFolder data)
{
    /// <summary>The source a paper begins with, and its folder in the data folder.</summary>
    public const string First = "wire";

    const int Attempts = 3;

    /// <summary>
    /// The source with that folder, made if it is not there. One that is there already keeps its folder and zone, for
    /// somebody may have set them; without a folder it gets this one. A folder inside the data folder is kept relative to
    /// it, so that the data can be moved.
    /// </summary>
    public Task<Source> EnsureFolderSource(string name, string folder, string zone, CancellationToken stop) =>
        Ensure(name, Path.GetRelativePath(data.Root, Path.Combine(data.Root, folder)) is var inside && !inside.StartsWith("..", StringComparison.Ordinal) ? inside : Path.GetFullPath(folder), zone, stop);

    /// <summary>The source of that name, made if it is not there; items are handed in to it.</summary>
    public Task<Source> EnsureSource(string name, string zone, CancellationToken stop) => Ensure(name, folder: null, zone, stop);

    /// <summary>Where a source's folder is.</summary>
    public string? FolderOf(Source source) => source.Folder is { } folder ? Path.Combine(data.Root, folder) : null;

    /// <summary>Hints for the desk, not a record: called now and then, not for each file.</summary>
    public Task Note(int id, DateTimeOffset? success, (SourceTrouble What, DateTimeOffset At)? error, CancellationToken stop) => writer.Write(async (db, stop) =>
    {
        if (await db.Sources.SingleOrDefaultAsync(source => source.Id == id, stop) is not { } source) return;
        source.LastSuccessAt = success ?? source.LastSuccessAt;
        source.LastError = error?.What.ToString() ?? source.LastError;
        source.LastErrorAt = error?.At ?? source.LastErrorAt;
        await db.SaveChangesAsync(stop);
    }, stop);

    /// <summary>Notes something of a source that is still there.</summary>
    public Task Change(int id, Action<Source> change, CancellationToken stop) => writer.Write(async (db, stop) =>
    {
        if (await db.Sources.SingleOrDefaultAsync(source => source.Id == id, stop) is not { } source) return;
        change(source);
        await db.SaveChangesAsync(stop);
    }, stop);

    async Task<Source> Ensure(string name, string? folder, string zone, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try { return await writer.Write((db, stop) => FindOrAdd(db, name, folder, zone, stop), stop); }
            catch (DbUpdateException) when (attempt < Attempts) { /* Another program made it at the same moment: now it is found. */ }
        }
    }

    static async Task<Source> FindOrAdd(NewsroomDb db, string name, string? folder, string zone, CancellationToken stop)
    {
        var source = await db.Sources.SingleOrDefaultAsync(source => source.Name == name, stop);
        if (source is not null && (folder is null || source.Folder is not null)) return source;
        if (source is null) db.Sources.Add(source = new Source { Name = name, Folder = folder, Zone = zone });
        else source.Folder = folder;
        await db.SaveChangesAsync(stop);
        db.Record(new SourceChanged(source.Id));
        await db.SaveChangesAsync(stop);
        return source;
    }
}
