namespace Broadsheet.Storage;

/// <summary><c>Broadsheet:Data</c>, <c>Broadsheet:Database</c> and <c>Broadsheet:Secret</c>.</summary>
public sealed class StorageSettings
{
    /// <summary>Where a paper on one machine keeps everything.</summary>
    public string Data { get; set; } = "data";

    /// <summary>A PostgreSQL connection string; none: SQLite in the data folder.</summary>
    public string? Database { get; set; }

    /// <summary>Seals the key ring. None: made at first start, in the data folder.</summary>
    public string? Secret { get; set; }

    public bool UsesPostgres => !string.IsNullOrWhiteSpace(Database);
}
