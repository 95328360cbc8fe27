using Microsoft.Data.Sqlite;

namespace Broadsheet.Storage;

public enum StorageRefusal { DiskFull, Locked, TooManyWaiting, Unavailable, PerhapsSaved }

/// <summary>The database could not take a change. Nothing of it was kept (<see cref="StorageRefusal.PerhapsSaved"/> apart); trying again later may succeed.</summary>
public sealed class StorageRefusedException(StorageRefusal reason, Exception? cause = null)
    : Exception(Explain(reason), cause)
{
    /// <summary>What an answer over HTTP says of it.</summary>
    public const string TryAgainAfterSeconds = "5";

    public StorageRefusal Reason { get; } = reason;

    static string Explain(StorageRefusal reason) => reason switch
    {
        StorageRefusal.DiskFull => "The disk is full or cannot be written; nothing was saved. Free some space and try again.",
        StorageRefusal.Locked => "Another program holds the database locked; nothing was saved. Try again in a moment.",
        StorageRefusal.TooManyWaiting => "Too many changes are waiting; nothing was saved. Try again in a moment.",
        StorageRefusal.PerhapsSaved => "The database was lost at the moment of saving; it may be saved or not. Look before you do it again.",
        _ => "The database does not answer; nothing was saved. Try again in a moment.",
    };

    /// <summary>The same exception, or the refusal that it stands for.</summary>
    public static Exception From(Exception failure)
    {
        // Not only the innermost: below the database's own failure lies the network's.
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is StorageRefusedException) return cause;
            if (ReasonOf(cause) is { } reason) return new StorageRefusedException(reason, failure);
        }
        return failure;
    }

    static StorageRefusal? ReasonOf(Exception cause) => cause switch
    {
        SqliteException { SqliteErrorCode: 13 or 10 or 8 or 14 } => StorageRefusal.DiskFull,
        SqliteException { SqliteErrorCode: 5 or 6 } => StorageRefusal.Locked,
        Npgsql.PostgresException { SqlState: "53100" } => StorageRefusal.DiskFull,
        Npgsql.PostgresException { SqlState: "55P03" or "40001" or "40P01" } => StorageRefusal.Locked,
        // Too many connections; it is shutting down or starting.
        Npgsql.PostgresException { SqlState: "53300" or "57P01" or "57P02" or "57P03" } => StorageRefusal.Unavailable,
        Npgsql.NpgsqlException and not Npgsql.PostgresException => StorageRefusal.Unavailable,
        _ => null,
    };
}
