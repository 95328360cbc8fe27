using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Broadsheet.Storage;

/// <summary>
/// Keeps the prepared statements of the one writing connection: EF makes a command anew for each save, and SQLite would
/// read and plan the same few texts over and over. For one thread at a time, as the writer is.
/// </summary>
sealed class KeptStatements : DbCommandInterceptor, IDisposable
{
    const int Most = 200;
    readonly Dictionary<string, KeptCommand> kept = new(StringComparer.Ordinal);

    public override DbCommand CommandInitialized(CommandEndEventData eventData, DbCommand result)
    {
        var command = (SqliteCommand)result;
        if (!kept.TryGetValue(command.CommandText, out var statement)) statement = Keep(command);
        if (statement.InUse) return command; // a query inside the reading of the same query
        statement.Take(command);
        command.Parameters.Clear();
        command.Dispose();
        return statement;
    }

    KeptCommand Keep(SqliteCommand command)
    {
        if (kept.Count >= Most) Forget();
        return kept[command.CommandText] = new KeptCommand { Connection = command.Connection, CommandText = command.CommandText };
    }

    void Forget()
    {
        foreach (var (text, statement) in kept.Where(one => !one.Value.InUse).ToList())
        {
            statement.End();
            kept.Remove(text);
        }
    }

    public void Dispose()
    {
        foreach (var statement in kept.Values) statement.End();
        kept.Clear();
    }

    /// <summary>Disposing it, as EF does after each use, gives it back.</summary>
    sealed class KeptCommand : SqliteCommand
    {
        bool ends;

        public bool InUse { get; private set; }

        public void Take(SqliteCommand asked)
        {
            InUse = true;
            Transaction = asked.Transaction;
            CommandTimeout = asked.CommandTimeout;
            Parameters.Clear();
            foreach (SqliteParameter parameter in asked.Parameters) Parameters.Add(parameter);
        }

        public void End()
        {
            ends = true;
            Dispose();
        }

        protected override void Dispose(bool disposing)
        {
            InUse = false;
            if (ends) base.Dispose(disposing);
        }
    }
}
