using System.IO.Compression;
using System.Reflection;
using System.Text.Json;

namespace Broadsheet.Storage.Backup;

/// <summary>
/// Takes the whole paper into one archive while it is being served: every row as of one moment, read in one transaction, and the
/// files that those rows name. The archive has its name only once it is whole.
/// </summary>
public sealed class BackUp(StorageSettings settings, DataFolder data, TimeProvider clock)
{
    /// <param name="files">What the rows name: paths below the data folder. Each is named by its content, so none changes meanwhile.</param>
    /// <param name="progress">Is told how many steps there are, and then of each.</param>
    /// <returns>Those files that are not there. The archive is whole without them.</returns>
    /// <exception cref="ArchiveException">There is no paper, or it is another version's.</exception>
    public async Task<IReadOnlyList<string>> Take(string archive, Func<NewsroomDb, IAsyncEnumerable<string>> files, BackupProgress progress, CancellationToken stop)
    {
        archive = Path.GetFullPath(archive);
        if (Path.Exists(archive)) throw new ArchiveException($"{archive} is there already; a backup never overwrites one.");
        var folder = Path.GetDirectoryName(archive)!;
        if (!Directory.Exists(folder)) throw new ArchiveException($"The folder {folder} is not there. Make it, or name another.");
        await using var snapshot = await Snapshot.Open(settings, data, stop);
        var part = Path.Combine(folder, $".{Path.GetFileName(archive)}.{Guid.CreateVersion7():N}.part");
        try
        {
            IReadOnlyList<string> missing;
            // It holds password hashes and keys: for whoever took it alone.
            await using (var file = new FileStream(part, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
            {
                missing = await Write(file, snapshot, files, progress, stop);
                file.Flush(flushToDisk: true);
            }
            File.Move(part, archive, overwrite: false);
            return missing;
        }
        finally
        {
            File.Delete(part);
        }
    }

    async Task<IReadOnlyList<string>> Write(Stream file, Snapshot snapshot, Func<NewsroomDb, IAsyncEnumerable<string>> files, BackupProgress progress, CancellationToken stop)
    {
        await using var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
        var tables = StoredTable.Of(snapshot.Db);
        var names = new List<string>();
        await foreach (var name in files(snapshot.Db).WithCancellation(stop)) names.Add(name);
        progress.Steps(await snapshot.CountRows(tables, stop) + names.Count);

        var archived = new List<ArchivedTable>(tables.Count);
        foreach (var table in tables) archived.Add(await WriteRows(zip, snapshot, table, progress, stop));

        var (kept, missing) = (new List<ArchivedFile>(names.Count), new List<string>());
        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            if (await WriteFile(zip, name, Path.Combine(data.Root, name), CompressionLevel.NoCompression, stop) is { } whole) kept.Add(whole);
            else missing.Add(name);
            progress.Done();
        }
        // One the operator set does not lie in the folder, and not in the archive.
        if (settings.Secret is null && await WriteFile(zip, ArchiveManifest.SecretEntry, data.Secret, CompressionLevel.NoCompression, stop) is { } secret) kept.Add(secret);

        await WriteManifest(zip, new ArchiveManifest
        {
            Format = ArchiveManifest.NewestFormat,
            Program = ProgramVersion,
            Made = clock.GetUtcNow(),
            Database = settings.UsesPostgres ? "postgresql" : "sqlite",
            Migration = snapshot.Migration,
            Tables = archived,
            LastNumbers = await snapshot.LastNumbers(tables, stop),
            Files = kept,
        }, stop);
        return missing;
    }

    public static string ProgramVersion { get; } = typeof(BackUp).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    static async Task<ArchivedTable> WriteRows(ZipArchive zip, Snapshot snapshot, StoredTable table, BackupProgress progress, CancellationToken stop)
    {
        await using var entry = await zip.CreateEntry(ArchiveManifest.TableEntry(table.Name), CompressionLevel.Fastest).OpenAsync(stop);
        await using var hashed = new HashedStream(entry);
        await using var json = new Utf8JsonWriter(hashed, ArchiveJson.Rows);
        var count = 0L;
        await snapshot.ReadEach(table.Select, async row =>
        {
            json.WriteStartArray();
            for (var at = 0; at < table.Columns.Count; at++) ArchiveJson.Write(json, table.Columns[at].Read(row, at, snapshot.IsSqlite));
            json.WriteEndArray();
            await json.FlushAsync(stop);
            hashed.WriteByte((byte)'\n');
            json.Reset();
            count++;
            progress.Done();
        }, stop);
        return new(table.Name, [.. table.Columns.Select(column => new ArchivedColumn(column.Name, column.Kind))], count, hashed.Sha256());
    }

    /// <summary>Null where it is not there.</summary>
    static async Task<ArchivedFile?> WriteFile(ZipArchive zip, string name, string path, CompressionLevel level, CancellationToken stop)
    {
        if (!File.Exists(path)) return null;
        await using var source = File.OpenRead(path);
        await using var entry = await zip.CreateEntry(name, level).OpenAsync(stop);
        await using var hashed = new HashedStream(entry);
        await source.CopyToAsync(hashed, stop);
        return new(name, hashed.Bytes, hashed.Sha256());
    }

    static async Task WriteManifest(ZipArchive zip, ArchiveManifest manifest, CancellationToken stop)
    {
        await using var entry = await zip.CreateEntry(ArchiveManifest.Entry, CompressionLevel.Fastest).OpenAsync(stop);
        await JsonSerializer.SerializeAsync(entry, manifest, ArchiveJson.Options, stop);
    }
}

/// <summary>How far a backup or a restore has come.</summary>
public sealed record BackupProgress(Action<long> Steps, Action Done);
