using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using NpgsqlTypes;

namespace Broadsheet.Storage.Backup;

/// <summary>
/// The empty database that an archive's rows are laid into: first with the tables as they were when the archive was made, in the
/// end with those of today.
/// </summary>
abstract class RestoreTarget(NewsroomDb db, DbConnection connection) : IAsyncDisposable
{
    readonly Dictionary<string, IReadOnlyDictionary<string, string>> columns = new(StringComparer.Ordinal);

    DbTransaction? transaction;

    public static async Task<RestoreTarget> Open(StorageSettings settings, DataFolder data, ArchiveManifest manifest, CancellationToken stop)
    {
        RestoreTarget target = settings.UsesPostgres ? PostgresTarget.Of(settings.Database!) : SqliteTarget.Of(data);
        try
        {
            await target.MakeTables(manifest, stop);
            return target;
        }
        catch
        {
            await target.DisposeAsync();
            throw;
        }
    }

    async Task MakeTables(ArchiveManifest manifest, CancellationToken stop)
    {
        // The two kinds of database have a few migrations of their own; those of one day go together.
        var known = db.Database.GetMigrations().ToList();
        if (Order(DayOf(manifest.Migration), DayOf(known[^1])) > 0) throw Restore.Newer(manifest.Program);
        var then = known.Where(migration => Order(DayOf(migration), DayOf(manifest.Migration)) <= 0).ToList();
        if (then.Count == 0) throw new ArchiveException("The archive is broken: it was taken from no known database.");
        // Never back: what a later migration made would be gone.
        if ((await db.Database.GetAppliedMigrationsAsync(stop)).Except(then).Any()) throw NotEmpty;
        await db.GetService<IMigrator>().MigrateAsync(then[^1], stop);
        await connection.OpenAsync(stop);
        foreach (var table in manifest.Tables) columns[table.Name] = await ColumnsOf(table.Name, stop);
        foreach (var table in manifest.Tables)
        {
            if (columns[table.Name].Count == 0) throw new ArchiveException($"The archive has a table that there is none for: {table.Name}.");
            if (await Scalar($"SELECT 1 FROM {StoredTable.Quoted(table.Name)} LIMIT 1", stop) is not null) throw NotEmpty;
        }
        transaction = await connection.BeginTransactionAsync(stop);
    }

    static ArchiveException NotEmpty => new("There is a paper in this database. A backup is restored into an empty one only.");

    static string DayOf(string migration) => migration.Length > 8 ? migration[..8] : throw new ArchiveException("The archive is broken: its manifest names no migration.");

    static int Order(string one, string other) => StringComparer.Ordinal.Compare(one, other);

    /// <summary>The columns that can be written, with what the database calls their type; a generated one has the type <see cref="Generated"/>.</summary>
    protected abstract Task<IReadOnlyDictionary<string, string>> ColumnsOf(string table, CancellationToken stop);

    protected const string Generated = "generated";

    public Task<RowWriter> Into(ArchivedTable table, CancellationToken stop)
    {
        var there = columns[table.Name];
        if (table.Columns.FirstOrDefault(column => !there.ContainsKey(column.Name)) is { } unknown) throw new ArchiveException($"The archive has a column that there is none for: {table.Name}.{unknown.Name}.");
        // What this database computes by itself, the outbox's position on SQLite, is not laid.
        var laid = table.Columns.Select((column, at) => (column, at)).Where(column => there[column.column.Name] != Generated).ToList();
        return Into(table.Name, [.. laid.Select(column => new TargetColumn(column.column.Name, column.column.Kind, there[column.column.Name], column.at))], stop);
    }

    protected abstract Task<RowWriter> Into(string table, IReadOnlyList<TargetColumn> columns, CancellationToken stop);

    /// <summary>
    /// What was on its way when the backup was taken has most likely arrived since. So nothing of it goes out by itself: it waits
    /// with the dead letters, where somebody can send it again. What only changes the database is done again.
    /// </summary>
    public async Task HoldDeliveries(string reason, IReadOnlyList<string> mayRunAgain, DateTimeOffset now, CancellationToken stop)
    {
        await using var hold = Command("UPDATE deliveries SET leased_until = NULL, dead_at = @now, last_error = @reason WHERE dead_at IS NULL"
            + string.Concat(mayRunAgain.Select((_, at) => string.Create(CultureInfo.InvariantCulture, $" AND consumer <> @consumer{at}"))));
        Add(hold, "@now", Time(now));
        Add(hold, "@reason", reason);
        for (var at = 0; at < mayRunAgain.Count; at++) Add(hold, string.Create(CultureInfo.InvariantCulture, $"@consumer{at}"), mayRunAgain[at]);
        await hold.ExecuteNonQueryAsync(stop);
        await using var free = Command("UPDATE deliveries SET leased_until = NULL WHERE leased_until IS NOT NULL");
        await free.ExecuteNonQueryAsync(stop);
    }

    protected abstract object Time(DateTimeOffset time);

    public virtual async Task Commit(IReadOnlyDictionary<string, long> lastNumbers, CancellationToken stop)
    {
        foreach (var (table, last) in lastNumbers) await GoOnAfter(table, last, stop);
        await transaction!.CommitAsync(stop);
        transaction = null;
        await connection.CloseAsync();
        await db.Database.MigrateAsync(stop);
    }

    /// <summary>The next number that the table gives is greater.</summary>
    protected abstract Task GoOnAfter(string table, long number, CancellationToken stop);

    protected DbCommand Command(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        command.CommandTimeout = 0;
        return command;
    }

    protected static DbParameter Add(DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
        return parameter;
    }

    protected async Task<object?> Scalar(string sql, CancellationToken stop)
    {
        await using var command = Command(sql);
        return await command.ExecuteScalarAsync(stop);
    }

    protected static async Task<IReadOnlyDictionary<string, string>> Pairs(DbCommand ask, CancellationToken stop)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var rows = await ask.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop)) pairs[rows.GetString(0)] = rows.GetString(1);
        return pairs;
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (transaction is not null) await transaction.DisposeAsync();
        await db.DisposeAsync();
        await connection.DisposeAsync();
    }
}

sealed record TargetColumn(string Name, ColumnKind Kind, string Type, int At);

abstract class RowWriter : IAsyncDisposable
{
    public abstract Task Write(object?[] row, CancellationToken stop);

    public virtual Task Complete(CancellationToken stop) => Task.CompletedTask;

    public abstract ValueTask DisposeAsync();
}

sealed class SqliteTarget(SqliteNewsroomDb db, SqliteConnection connection, string part, string whole) : RestoreTarget(db, connection)
{
    public static SqliteTarget Of(DataFolder data)
    {
        var part = data.Database + ".restoring";
        foreach (var left in Directory.GetFiles(data.Root, Path.GetFileName(part) + "*")) File.Delete(left); // of a restore that was killed
        // An empty file is an empty database, and this one nobody else may read.
        using (new FileStream(part, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite })) { }
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = part, Pooling = false }.ConnectionString);
        return new(new SqliteNewsroomDb(new DbContextOptionsBuilder<SqliteNewsroomDb>().UseSqlite(connection).Options), connection, part, data.Database);
    }

    protected override async Task<IReadOnlyDictionary<string, string>> ColumnsOf(string table, CancellationToken stop)
    {
        await using var ask = Command("SELECT name, CASE WHEN hidden IN (2, 3) THEN 'generated' ELSE type END FROM pragma_table_xinfo(@table)");
        Add(ask, "@table", table);
        return await Pairs(ask, stop);
    }

    protected override Task<RowWriter> Into(string table, IReadOnlyList<TargetColumn> columns, CancellationToken stop)
    {
        var insert = Command($"INSERT INTO {StoredTable.Quoted(table)} ({string.Join(", ", columns.Select(column => StoredTable.Quoted(column.Name)))}) VALUES ({string.Join(", ", columns.Select(column => $"@{column.At}"))})");
        var parameters = columns.Select(column => Add(insert, $"@{column.At}", null)).ToArray();
        insert.Prepare();
        return Task.FromResult<RowWriter>(new Inserts(insert, columns, parameters));
    }

    protected override object Time(DateTimeOffset time) => time.UtcTicks / 10;

    protected override async Task GoOnAfter(string table, long number, CancellationToken stop)
    {
        await using var update = Command("UPDATE sqlite_sequence SET seq = max(seq, @number) WHERE name = @table");
        Add(update, "@table", table);
        Add(update, "@number", number);
        if (await update.ExecuteNonQueryAsync(stop) > 0 || (await ColumnsOf(table, stop)).Count == 0) return;
        update.CommandText = "INSERT INTO sqlite_sequence (name, seq) VALUES (@table, @number)";
        await update.ExecuteNonQueryAsync(stop);
    }

    public override async Task Commit(IReadOnlyDictionary<string, long> lastNumbers, CancellationToken stop)
    {
        await base.Commit(lastNumbers, stop);
        await connection.OpenAsync(stop);
        await Scalar("PRAGMA wal_checkpoint(TRUNCATE)", stop);
        await connection.CloseAsync();
        if (new FileInfo(whole) is { Exists: true, Length: 0 }) File.Delete(whole); // made for a database that never was
        File.Move(part, whole, overwrite: false);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var left in Directory.GetFiles(Path.GetDirectoryName(part)!, Path.GetFileName(part) + "*")) File.Delete(left);
    }

    sealed class Inserts(DbCommand insert, IReadOnlyList<TargetColumn> columns, DbParameter[] parameters) : RowWriter
    {
        public override Task Write(object?[] row, CancellationToken stop)
        {
            for (var at = 0; at < parameters.Length; at++)
                parameters[at].Value = row[columns[at].At] is DateTimeOffset time ? time.UtcTicks / 10 : row[columns[at].At] ?? DBNull.Value;
            return insert.ExecuteNonQueryAsync(stop);
        }

        public override ValueTask DisposeAsync() => insert.DisposeAsync();
    }
}

sealed class PostgresTarget(PostgresNewsroomDb db, NpgsqlConnection connection) : RestoreTarget(db, connection)
{
    public static PostgresTarget Of(string database)
    {
        var connection = new NpgsqlConnection(database);
        return new(new PostgresNewsroomDb(new DbContextOptionsBuilder<PostgresNewsroomDb>().UseNpgsql(connection).Options), connection);
    }

    protected override async Task<IReadOnlyDictionary<string, string>> ColumnsOf(string table, CancellationToken stop)
    {
        await using var ask = Command("SELECT column_name::text, CASE WHEN is_generated = 'ALWAYS' THEN 'generated' ELSE udt_name::text END FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = @table");
        Add(ask, "@table", table);
        return await Pairs(ask, stop);
    }

    protected override async Task<RowWriter> Into(string table, IReadOnlyList<TargetColumn> columns, CancellationToken stop)
    {
        var copy = await connection.BeginBinaryImportAsync($"COPY {StoredTable.Quoted(table)} ({string.Join(", ", columns.Select(column => StoredTable.Quoted(column.Name)))}) FROM STDIN (FORMAT BINARY)", stop);
        copy.Timeout = TimeSpan.Zero;
        return new Copy(copy, [.. columns.Select(column => (column.At, TypeOf(column)))]);
    }

    static NpgsqlDbType TypeOf(TargetColumn column) => (column.Kind, column.Type) switch
    {
        (_, "jsonb") => NpgsqlDbType.Jsonb,
        (ColumnKind.Text, _) => NpgsqlDbType.Text,
        (ColumnKind.Int, _) => NpgsqlDbType.Integer,
        (ColumnKind.Long, _) => NpgsqlDbType.Bigint,
        (ColumnKind.Bool, _) => NpgsqlDbType.Boolean,
        (ColumnKind.Uuid, _) => NpgsqlDbType.Uuid,
        (ColumnKind.Double, _) => NpgsqlDbType.Double,
        (ColumnKind.Bytes, _) => NpgsqlDbType.Bytea,
        _ => NpgsqlDbType.TimestampTz,
    };

    protected override object Time(DateTimeOffset time) => time;

    protected override async Task GoOnAfter(string table, long number, CancellationToken stop)
    {
        var sequence = table == PostgresNewsroomDb.OutboxPosition ? table : await SequenceOf(table, stop);
        if (sequence is null) return;
        await using var update = Command("SELECT setval(@sequence::regclass, greatest(@number, coalesce(pg_sequence_last_value(@sequence::regclass), 0)))");
        Add(update, "@sequence", sequence);
        Add(update, "@number", Math.Max(number, 1));
        await update.ExecuteNonQueryAsync(stop);
    }

    async Task<string?> SequenceOf(string table, CancellationToken stop)
    {
        await using var ask = Command("SELECT pg_get_serial_sequence(quote_ident(table_name), column_name) FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = @table AND is_identity = 'YES'");
        Add(ask, "@table", table);
        return await ask.ExecuteScalarAsync(stop) as string;
    }

    sealed class Copy(NpgsqlBinaryImporter copy, (int At, NpgsqlDbType Type)[] columns) : RowWriter
    {
        public override async Task Write(object?[] row, CancellationToken stop)
        {
            await copy.StartRowAsync(stop);
            foreach (var (at, type) in columns)
            {
                if (row[at] is { } value) await copy.WriteAsync(value, type, stop);
                else await copy.WriteNullAsync(stop);
            }
        }

        public override async Task Complete(CancellationToken stop) => await copy.CompleteAsync(stop);

        public override ValueTask DisposeAsync() => copy.DisposeAsync();
    }
}
