using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Broadsheet.Storage;

/// <summary>
/// A change that catches the failure of its own SaveChanges would be committed by halves on SQLite, and rolled back but
/// reported as done on PostgreSQL. This remembers that a statement failed and refuses the commit.
/// </summary>
sealed class FailedSave : DbCommandInterceptor
{
    public static readonly FailedSave Watch = new();
    static readonly ConditionalWeakTable<DbContext, Exception> failed = [];

    public override void CommandFailed(DbCommand command, CommandErrorEventData eventData) => Remember(eventData);

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Remember(eventData);
        return Task.CompletedTask;
    }

    static void Remember(CommandErrorEventData happened)
    {
        if (happened.Context is { } db) failed.AddOrUpdate(db, happened.Exception);
    }

    public static void Check(DbContext db)
    {
        if (!failed.TryGetValue(db, out var failure)) return;
        failed.Remove(db);
        throw new InvalidOperationException("A statement of this change failed and the failure was swallowed; nothing was saved.", failure);
    }

    public static void Forget(DbContext db) => failed.Remove(db);
}
