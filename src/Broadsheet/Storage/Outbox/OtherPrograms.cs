namespace Broadsheet.Storage.Outbox;

/// <summary>
/// Whether another program may have written, the command line or another node. On SQLite each commit changes the file of the
/// write-ahead log, and to look at that costs next to nothing; PostgreSQL has to be asked.
/// </summary>
sealed class OtherPrograms(StorageSettings settings, DataFolder folder)
{
    readonly string? log = settings.UsesPostgres ? null : folder.Database + "-wal";

    /// <summary>Two that are equal: nothing was written in between. Null: it is not known.</summary>
    public object? Stamp() => log is not null && new FileInfo(log) is { Exists: true } file ? (file.Length, file.LastWriteTimeUtc) : null;
}
