using System.IO.Compression;
using System.Text.Json;
using Broadsheet.Storage.Outbox;

namespace Broadsheet.Storage.Backup;

/// <summary>
/// Lays the paper of an archive into an empty data folder and an empty database of either kind. Either all of it is there at the
/// end or nothing: the rows come in one transaction, and SQLite's file has its name last.
/// </summary>
public sealed class Restore(StorageSettings settings, DataFolder data, IEnumerable<OutboxRoute> routes, TimeProvider clock)
{
    /// <returns>What was laid.</returns>
    /// <exception cref="ArchiveException">The archive is broken, newer than this program, or the place is not empty.</exception>
    public async Task<ArchiveManifest> Run(string archive, BackupProgress progress, CancellationToken stop)
    {
        await using var file = OpenFile(archive);
        await using var zip = OpenZip(file, archive);
        var manifest = await ReadManifest(zip, archive, stop);
        RefuseWhatIsInTheWay(manifest);
        progress.Steps(manifest.Tables.Sum(table => table.Rows) + manifest.Files.Count);
        var laid = new List<string>();
        try
        {
            await using var target = await RestoreTarget.Open(settings, data, manifest, stop);
            foreach (var kept in manifest.Files) await LayFile(zip, kept, laid, progress, stop);
            foreach (var table in manifest.Tables) await LayRows(zip, target, table, progress, stop);
            await target.HoldDeliveries($"Restored from a backup of {manifest.Made:yyyy-MM-dd HH:mm} UTC: it may have arrived since. Try again to send it.",
                [.. routes.Where(route => route.MayRunAgain).Select(route => route.Consumer)], clock.GetUtcNow(), stop);
            await target.Commit(manifest.LastNumbers, stop);
        }
        catch
        {
            foreach (var path in laid) File.Delete(path);
            foreach (var folder in manifest.Files.Select(file => Path.GetDirectoryName(PathOf(file.Name))!).Distinct())
                if (folder != data.Root && Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
            throw;
        }
        return manifest;
    }

    static FileStream OpenFile(string archive) => File.Exists(archive) ? File.OpenRead(archive) : throw new ArchiveException($"{archive} is not there.");

    static ZipArchive OpenZip(Stream file, string archive)
    {
        try
        {
            return new ZipArchive(file, ZipArchiveMode.Read);
        }
        catch (InvalidDataException broken)
        {
            throw new ArchiveException($"{archive} is no backup, or its end is missing.", broken);
        }
    }

    static async Task<ArchiveManifest> ReadManifest(ZipArchive zip, string archive, CancellationToken stop)
    {
        if (zip.GetEntry(ArchiveManifest.Entry) is not { } entry) throw new ArchiveException($"{archive} is no backup: it has no {ArchiveManifest.Entry}.");
        await using var json = await entry.OpenAsync(stop);
        try
        {
            using var manifest = await JsonDocument.ParseAsync(json, cancellationToken: stop);
            // Before anything else of it is read: a newer one may say it in another way.
            if (manifest.RootElement.GetProperty("format").GetInt32() > ArchiveManifest.NewestFormat) throw Newer(manifest.RootElement.GetProperty("program").GetString());
            return manifest.Deserialize<ArchiveManifest>(ArchiveJson.Options)!;
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException or InvalidDataException or FormatException)
        {
            throw new ArchiveException($"{archive} is broken: its {ArchiveManifest.Entry} cannot be read.", broken);
        }
    }

    public static ArchiveException Newer(string? program) =>
        new($"This backup was taken by Broadsheet {program}, which is newer than this one ({BackUp.ProgramVersion}). Restore it with that version or a later one.");

    /// <summary>Nothing that is there is ever written over.</summary>
    void RefuseWhatIsInTheWay(ArchiveManifest manifest)
    {
        if (!settings.UsesPostgres && data.HasDatabase) throw new ArchiveException($"There is a paper in {data.Root}. A backup is restored into an empty folder only.");
        if (manifest.Files.Select(file => PathOf(file.Name)).FirstOrDefault(File.Exists) is { } taken) throw new ArchiveException($"{taken} is there already. A backup is restored into an empty folder only.");
    }

    string PathOf(string name)
    {
        var path = Path.GetFullPath(Path.Combine(data.Root, name));
        return path.StartsWith(data.Root + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? path : throw new ArchiveException($"The archive is broken: {name} would lie outside the data folder.");
    }

    async Task LayFile(ZipArchive zip, ArchivedFile file, List<string> laid, BackupProgress progress, CancellationToken stop)
    {
        var path = PathOf(file.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using (var source = await Open(zip, file.Name, stop))
        {
            await using var hashed = new HashedStream(source);
            var mode = file.Name == ArchiveManifest.SecretEntry ? UnixFileMode.UserRead | UnixFileMode.UserWrite : UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
            await using var target = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode });
            laid.Add(path);
            await Reading(file.Name, () => hashed.CopyToAsync(target, stop));
            Check(file.Name, hashed, file.Sha256);
            target.Flush(flushToDisk: true);
        }
        progress.Done();
    }

    static async Task LayRows(ZipArchive zip, RestoreTarget target, ArchivedTable table, BackupProgress progress, CancellationToken stop)
    {
        var name = ArchiveManifest.TableEntry(table.Name);
        await using var source = await Open(zip, name, stop);
        await using var hashed = new HashedStream(source);
        using var lines = new StreamReader(hashed);
        var rows = 0L;
        await using (var into = await target.Into(table, stop))
        {
            while (await Reading(name, () => lines.ReadLineAsync(stop).AsTask()) is { } line)
            {
                await into.Write(await Reading(name, () => Task.FromResult(ValuesOf(line, table))), stop);
                rows++;
                progress.Done();
            }
            Check(name, hashed, table.Sha256);
            if (rows != table.Rows) throw new ArchiveException($"The archive is broken: {name} has {rows} rows instead of {table.Rows}.");
            await into.Complete(stop);
        }
    }

    static object?[] ValuesOf(string line, ArchivedTable table)
    {
        using var row = JsonDocument.Parse(line);
        if (row.RootElement.GetArrayLength() != table.Columns.Count) throw new FormatException("A row has another length.");
        var values = new object?[table.Columns.Count];
        for (var at = 0; at < values.Length; at++) values[at] = ArchiveJson.Read(row.RootElement[at], table.Columns[at].Kind);
        return values;
    }

    static async Task<Stream> Open(ZipArchive zip, string name, CancellationToken stop) =>
        zip.GetEntry(name) is { } entry ? await Reading(name, () => entry.OpenAsync(stop)) : throw new ArchiveException($"The archive is broken: {name} is missing.");

    static void Check(string name, HashedStream read, string sha256)
    {
        if (read.Sha256() != sha256) throw new ArchiveException($"The archive is broken: {name} is not what was written.");
    }

    static async Task<T> Reading<T>(string name, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or JsonException or FormatException or InvalidOperationException)
        {
            throw new ArchiveException($"The archive is broken: {name} cannot be read. {broken.Message}", broken);
        }
    }

    static Task Reading(string name, Func<Task> read) => Reading(name, async () => { await read(); return true; });
}
