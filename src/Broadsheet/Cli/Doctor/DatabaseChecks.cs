using System.Data.Common;
using Broadsheet.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Broadsheet.Cli.Doctor;

/// <summary>The database: there, writable, whole, of our version.</summary>
sealed record DatabaseChecks(IReadOnlyList<Finding> Findings, bool CanBeRead)
{
    public static async Task<DatabaseChecks> Check(StorageSettings settings, DataFolder data, CancellationToken stop)
    {
        if (!settings.UsesPostgres && !data.HasDatabase)
            return new([Finding.Note("Database", $"there is no paper in {data.Root} yet.", "`broadsheet serve` makes one.")], CanBeRead: false);
        try
        {
            return settings.UsesPostgres ? await Postgres(settings.Database!, stop) : await Sqlite(data, stop);
        }
        catch (Exception failure) when (failure is DbException or TimeoutException)
        {
            return new([Finding.Wrong("Database", $"it does not answer: {failure.Message}", settings.UsesPostgres
                ? "Check that the server runs and that host, database, user and password in Broadsheet__Database are right."
                : $"Check the rights on {data.Database}. If it is broken, restore the last backup into a new folder.")], CanBeRead: false);
        }
    }

    static async Task<DatabaseChecks> Sqlite(DataFolder data, CancellationToken stop)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = data.Database, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 10 }.ConnectionString);
        await connection.OpenAsync(stop);
        await using var db = new SqliteNewsroomDb(new DbContextOptionsBuilder<SqliteNewsroomDb>().UseSqlite(connection).Options);
        var findings = new List<Finding>();
        if (await Ask(connection, "PRAGMA quick_check(1)", stop) is var whole and not "ok")
            findings.Add(Finding.Wrong("Database", $"{data.Database} is broken: {whole}", "Stop the paper, keep a copy of the folder, and restore the last backup into a new one."));
        await Ask(connection, "BEGIN IMMEDIATE; ROLLBACK", stop);
        findings.Add(Finding.Fine("Database", $"SQLite {connection.ServerVersion}, {new FileInfo(data.Database).Length / 1_000_000} MB, can be written."));
        return await OfOurVersion(db, findings, stop);
    }

    static async Task<DatabaseChecks> Postgres(string database, CancellationToken stop)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database) { Timeout = 10, Pooling = false }.ConnectionString);
        await connection.OpenAsync(stop);
        await using var db = new PostgresNewsroomDb(new DbContextOptionsBuilder<PostgresNewsroomDb>().UseNpgsql(connection).Options);
        var findings = new List<Finding>
        {
            await Ask(connection, "SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on'", stop) is true
                ? Finding.Wrong("Database", "it can be read only.", "Connect to the primary server, with a user who may write.")
                : Finding.Fine("Database", $"PostgreSQL {connection.PostgreSqlVersion} at {connection.Host}, database {connection.Database}."),
        };
        if (await Ask(connection, "SELECT getdatabaseencoding()", stop) is string encoding and not "UTF8")
            findings.Add(Finding.Wrong("Database", $"it keeps text as {encoding}.", "Make one with ENCODING 'UTF8' and restore a backup into it."));
        return await OfOurVersion(db, findings, stop);
    }

    static async Task<DatabaseChecks> OfOurVersion(NewsroomDb db, List<Finding> findings, CancellationToken stop)
    {
        var (known, applied) = (db.Database.GetMigrations().ToList(), (await db.Database.GetAppliedMigrationsAsync(stop)).ToList());
        if (applied.Except(known).Any()) findings.Add(Finding.Wrong("Version", "the database was brought up to date by a newer Broadsheet.", "Run that version or a later one."));
        else if (applied.Count == 0) findings.Add(Finding.Note("Version", "the database is empty.", "`broadsheet serve` makes a paper in it."));
        else if (known.Except(applied).Any()) findings.Add(Finding.Note("Version", "the database is of an older Broadsheet.", "Take a backup with that version; then `broadsheet serve` or `migrate` brings it up to date."));
        else return new(findings, CanBeRead: true);
        return new(findings, CanBeRead: false);
    }

    static async Task<object?> Ask(DbConnection connection, string sql, CancellationToken stop)
    {
        await using var ask = connection.CreateCommand();
        ask.CommandText = sql;
        ask.CommandTimeout = 600;
        return await ask.ExecuteScalarAsync(stop);
    }
}
