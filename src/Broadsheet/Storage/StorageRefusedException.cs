using Microsoft.Data.Sqlite;

namespace Broadsheet.Storage;

public enum StorageRefusal { DiskFull, Locked, TooManyWaiting, Unavailable }

/// <summary>The database could not take a change. Nothing of it was kept; trying again later may succeed.</summary>
public sealed class StorageRefusedException(StorageRefusal reason, Exception? cause = null)
    : Exception(Explain(reason), cause)
{
    public StorageRefusal Reason { get; } = reason;

    static string Explain(StorageRefusal reason) => reason switch
    {
        StorageRefusal.DiskFull => "The disk is full or cannot be written; nothing was saved. Free some space and try again.",
        StorageRefusal.Locked => "Another program holds the database locked; nothing was saved. Try again in a moment.",
        StorageRefusal.TooManyWaiting => "Too many changes are waiting; nothing was saved. Try again in a moment.",
        _ => "The database does not answer; nothing was saved. Try again in a moment.",
    };

    /// <summary>The same exception, or the refusal that it stands for.</summary>
    public static Exception From(Exception failure) => Innermost(failure) switch
    {
        SqliteException { SqliteErrorCode: 13 or 10 or 8 or 14 } => new StorageRefusedException(StorageRefusal.DiskFull, failure),
        SqliteException { SqliteErrorCode: 5 or 6 } => new StorageRefusedException(StorageRefusal.Locked, failure),
        Npgsql.PostgresException { SqlState: "53100" } => new StorageRefusedException(StorageRefusal.DiskFull, failure),
        Npgsql.PostgresException { SqlState: "55P03" or "40001" or "40P01" } => new StorageRefusedException(StorageRefusal.Locked, failure),
        Npgsql.NpgsqlException and not Npgsql.PostgresException => new StorageRefusedException(StorageRefusal.Unavailable, failure),
        _ => failure,
    };

    static Exception Innermost(Exception failure)
    {
        while (failure.InnerException is { } inner) failure = inner;
        return failure;
    }
}
