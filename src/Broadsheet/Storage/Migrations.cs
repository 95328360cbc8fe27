using System.Data.Common;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Broadsheet.Storage;

static class Migrations
{
    /// <summary>
    /// Runs what has not run yet. EF is asked only where there is something to do: on the way it builds the whole model of each
    /// migration, which would be a third of the program's start and of its memory.
    /// </summary>
    public static async Task Run<T>(DbConnection connection, Func<DbConnection, T> context, CancellationToken stop) where T : NewsroomDb
    {
        await using var owned = connection;
        if ((await Applied(connection, stop)).IsSupersetOf(Known<T>())) return;
        // A context of its own, for what fails on the way here (no history table yet) is no failed change.
        await using var db = context(connection);
        await db.Database.MigrateAsync(stop);
    }

    static IEnumerable<string> Known<T>() => typeof(T).Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<DbContextAttribute>()?.ContextType == typeof(T))
        .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>();

    static async Task<HashSet<string>> Applied(DbConnection connection, CancellationToken stop)
    {
        var applied = new HashSet<string>();
        try
        {
            await connection.OpenAsync(stop);
            await using var ask = connection.CreateCommand();
            ask.CommandText = """SELECT "MigrationId" FROM "__EFMigrationsHistory" """;
            await using var rows = await ask.ExecuteReaderAsync(stop);
            while (await rows.ReadAsync(stop)) applied.Add(rows.GetString(0));
        }
        catch (DbException)
        {
            // No database or no history in it: EF makes both, or says what is wrong.
        }
        finally
        {
            await connection.CloseAsync();
        }
        return applied;
    }
}
