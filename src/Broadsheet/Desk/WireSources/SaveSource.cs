using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Broadsheet.Wire;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Desk.WireSources;

/// <summary>Sets up a source, changes it, pauses it. What it sent before stays.</summary>
public sealed class SaveSource(INewsroomWriter writer, DataFolder data, TimeProvider clock)
{
    /// <summary>Its number, or the field that is in the way because of another source.</summary>
    public Task<(int? Id, string? TakenField)> Save(int? id, SourceForm form, CancellationToken stop) => writer.Write<(int?, string?)>(async (db, stop) =>
    {
        var source = id is null ? null : await db.Sources.SingleOrDefaultAsync(source => source.Id == id, stop);
        if (id is not null && source is null) return (null, null);
        var folder = form.IsFolder ? form.StoredFolder(source) : null;
        var feed = form.IsFolder ? null : form.Feed;
        var others = await db.Sources.AsNoTracking().Where(other => other.Id != (id ?? 0)).ToListAsync(stop);
        if (others.Exists(other => other.Name == form.Name)) return (null, "Name");
        if (folder is not null && folder != source?.Folder && others.Exists(other => other.Folder is { } known && Meet(known, folder))) return (null, "Folder");
        if (feed is not null && feed != source?.Feed && others.Exists(other => other.Feed is { } known && Plain(known) == Plain(feed))) return (null, "Feed");
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

    /// <summary>The same folder, or one within the other: in its done, say, each item would come once more.</summary>
    bool Meet(string one, string other) => (Whole(one), Whole(other)) is var (a, b) && (a.StartsWith(b, StringComparison.Ordinal) || b.StartsWith(a, StringComparison.Ordinal));

    string Whole(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(data.Root, folder))) + Path.DirectorySeparatorChar;

    /// <summary>The same for all spellings of one address.</summary>
    static string Plain(string feed) => new Uri(feed).GetComponents(UriComponents.SchemeAndServer | UriComponents.PathAndQuery, UriFormat.UriEscaped).TrimEnd('?');

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
