using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Broadsheet.Wire;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Desk.WireSources;

/// <summary>Sets up a source, changes it, pauses it. What it sent before stays.</summary>
public sealed class SaveSource(INewsroomWriter writer, TimeProvider clock)
{
    /// <summary>Its number, or the field that is in the way because another source has the same.</summary>
    public Task<(int? Id, string? TakenField)> Save(int? id, SourceForm form, CancellationToken stop) => writer.Write<(int?, string?)>(async (db, stop) =>
    {
        var source = id is null ? null : await db.Sources.SingleOrDefaultAsync(source => source.Id == id, stop);
        if (id is not null && source is null) return (null, null);
        var folder = form.IsFolder ? form.StoredFolder(source) : null;
        var feed = form.IsFolder ? null : form.Feed;
        if (await db.Sources.AnyAsync(other => other.Id != (id ?? 0) && other.Name == form.Name, stop)) return (null, "Name");
        if (folder is not null && await db.Sources.AnyAsync(other => other.Id != (id ?? 0) && other.Folder == folder, stop)) return (null, "Folder");
        if (feed is not null && await db.Sources.AnyAsync(other => other.Id != (id ?? 0) && other.Feed == feed, stop)) return (null, "Feed");
        if (source is null) db.Sources.Add(source = new Source { Name = form.Name!, Zone = form.Zone! });
        if (source.Feed != feed) source.Forget();
        source.Name = form.Name!;
        source.Zone = form.Zone!;
        source.Folder = folder;
        source.Feed = feed;
        if (feed is not null) source.EverySeconds = form.EveryMinutes * 60;
        source.DueAt = feed is null ? null : clock.GetUtcNow();
        await db.SaveChangesAsync(stop);
        db.Record(new SourceChanged(source.Id));
        await db.SaveChangesAsync(stop);
        return (source.Id, null);
    }, stop);

    public Task<bool> Pause(int id, CancellationToken stop) => Change(id, source => source.PausedAt ??= clock.GetUtcNow(), stop);

    public Task<bool> Resume(int id, CancellationToken stop) => Change(id, source => { source.PausedAt = null; AskNow(source); }, stop);

    public Task<bool> Ask(int id, CancellationToken stop) => Change(id, AskNow, stop);

    void AskNow(Source source)
    {
        if (source.Feed is not null) source.DueAt = clock.GetUtcNow();
    }

    Task<bool> Change(int id, Action<Source> change, CancellationToken stop) => writer.Write(async (db, stop) =>
    {
        if (await db.Sources.SingleOrDefaultAsync(source => source.Id == id, stop) is not { } source) return false;
        change(source);
        db.Record(new SourceChanged(id));
        await db.SaveChangesAsync(stop);
        return true;
    }, stop);
}
