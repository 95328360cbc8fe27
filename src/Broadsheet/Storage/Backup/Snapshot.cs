using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Broadsheet.Storage.Backup;

/// <summary>
/// The database as it is at one moment, to read only, while others go on writing. It is not brought up to date first: a backup
/// before an upgrade changes nothing.
/// </summary>
sealed class Snapshot : IAsyncDisposable
{
    readonly DbConnection connection;
    readonly DbTransaction transaction;

    Snapshot(NewsroomDb db, DbConnection connection, DbTransaction transaction, string migration) =>
        (Db, this.connection, this.transaction, Migration) = (db, connection, transaction, migration);

    public NewsroomDb Db { get; }
    public string Migration { get; }
    public bool IsSqlite => Db is SqliteNewsroomDb;

    public static async Task<Snapshot> Open(StorageSettings settings, DataFolder data, CancellationToken stop)
    {
        if (!settings.UsesPostgres && !data.HasDatabase) throw new ArchiveException($"There is no paper in {data.Root}.");
        DbConnection connection = settings.UsesPostgres
            ? new NpgsqlConnection(settings.Database)
            : new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = data.Database, Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 30 }.ConnectionString);
        await connection.OpenAsync(stop);
        NewsroomDb db = settings.UsesPostgres
            ? new PostgresNewsroomDb(new DbContextOptionsBuilder<PostgresNewsroomDb>().UseNpgsql(connection).Options)
            : new SqliteNewsroomDb(new DbContextOptionsBuilder<SqliteNewsroomDb>().UseSqlite(connection).Options);
        var transaction = connection is SqliteConnection sqlite ? sqlite.BeginTransaction(deferred: true) : await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);
        await db.Database.UseTransactionAsync(transaction, stop);
        return new(db, connection, transaction, await LastMigration(db, stop));
    }

    static async Task<string> LastMigration(NewsroomDb db, CancellationToken stop)
    {
        var known = db.Database.GetMigrations().ToHashSet();
        var applied = (await db.Database.GetAppliedMigrationsAsync(stop)).ToList();
        if (applied.Count == 0) throw new ArchiveException("There is no paper in this database.");
        if (applied.Except(known).FirstOrDefault() is { } newer) throw new ArchiveException($"The database was brought up to date by a newer Broadsheet ({newer}). Take the backup with that one.");
        if (known.Except(applied).Any()) throw new ArchiveException("The database is an older Broadsheet's. Take the backup with that one, or bring it up to date with `broadsheet migrate` first.");
        return applied.Max(StringComparer.Ordinal)!;
    }

    public async Task ReadEach(string sql, Func<DbDataReader, ValueTask> each, CancellationToken stop)
    {
        await using var command = Command(sql);
        await using var rows = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, stop);
        while (await rows.ReadAsync(stop)) await each(rows);
    }

    public async Task<long> CountRows(IEnumerable<StoredTable> tables, CancellationToken stop)
    {
        var all = 0L;
        foreach (var table in tables) all += await Number($"SELECT COUNT(*) FROM {StoredTable.Quoted(table.Name)}", stop) ?? 0;
        return all;
    }

    /// <summary>The last number that each table, and the outbox's sequence, has given.</summary>
    public async Task<IReadOnlyDictionary<string, long>> LastNumbers(IEnumerable<StoredTable> tables, CancellationToken stop)
    {
        var last = new Dictionary<string, long>(StringComparer.Ordinal);
        if (IsSqlite)
        {
            await ReadEach("SELECT name, seq FROM sqlite_sequence", row => { last[row.GetString(0)] = row.GetInt64(1); return ValueTask.CompletedTask; }, stop);
            return last;
        }
        foreach (var table in tables.Where(table => table.Key.Count == 1))
        {
            if (await Number($"SELECT pg_sequence_last_value(pg_get_serial_sequence('\"{table.Name}\"', '{table.Key[0]}')::regclass)", stop) is { } number) last[table.Name] = number;
        }
        if (await Number($"SELECT pg_sequence_last_value('{PostgresNewsroomDb.OutboxPosition}'::regclass)", stop) is { } position) last[PostgresNewsroomDb.OutboxPosition] = position;
        return last;
    }

    async Task<long?> Number(string sql, CancellationToken stop)
    {
        await using var command = Command(sql);
        return await command.ExecuteScalarAsync(stop) is { } value and not DBNull ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : null;
    }

    DbCommand Command(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        command.CommandTimeout = 0;
        return command;
    }

    public async ValueTask DisposeAsync()
    {
        await Db.DisposeAsync();
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
