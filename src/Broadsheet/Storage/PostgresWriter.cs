using System.Data;
using System.Security.Cryptography;
using Broadsheet.Storage.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Broadsheet.Storage;

/// <summary>
/// On PostgreSQL each change is a transaction of its own. Repeatable read and a repeat on conflict make "read, then write"
/// mean the same here as behind SQLite's single writer.
/// </summary>
sealed class PostgresWriter(IDbContextFactory<PostgresNewsroomDb> contexts, CommitSignal committed, TimeProvider clock) : INewsroomWriter
{
    static readonly AsyncLocal<bool> insideAChange = new();
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    const int LongestPauseMs = 200;

    public async Task<T> Write<T>(Func<NewsroomDb, CancellationToken, Task<T>> change, CancellationToken stop)
    {
        if (insideAChange.Value) throw new InvalidOperationException("A change cannot write through the writer again: it would be another transaction.");
        try
        {
            await using var first = await contexts.CreateDbContextAsync(stop);
            var result = await first.Database.CreateExecutionStrategy().ExecuteAsync(stop => UntilNoConflict(change, stop), stop);
            committed.Set();
            return result;
        }
        catch (Exception failure) when (StorageRefusedException.From(Cause(failure)) is StorageRefusedException refusal)
        {
            throw refusal;
        }
    }

    /// <summary>
    /// A conflict is over as soon as the other has committed: it is tried again within milliseconds. The strategy around
    /// this, which waits for seconds, is for a server that is away.
    /// </summary>
    async Task<T> UntilNoConflict<T>(Func<NewsroomDb, CancellationToken, Task<T>> change, CancellationToken stop)
    {
        var begun = clock.GetTimestamp();
        for (var pause = 2; ; pause = Math.Min(pause * 2, LongestPauseMs))
        {
            try { return await Once(change, stop); }
            catch (Exception failure) when (IsConflict(failure) && clock.GetElapsedTime(begun) < Patience)
            {
                // Real time, whatever the paper's clock says: the other node's commit does not wait for ours.
                await Task.Delay(RandomNumberGenerator.GetInt32(pause) + 1, stop);
            }
        }
    }

    async Task<T> Once<T>(Func<NewsroomDb, CancellationToken, Task<T>> change, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.TrackAll;
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);
        db.Database.AutoSavepointsEnabled = false;
        insideAChange.Value = true;
        try
        {
            var result = await change(db, stop);
            FailedSave.Check(db);
            await Commit(transaction, stop);
            return result;
        }
        finally
        {
            FailedSave.Forget(db);
            insideAChange.Value = false;
        }
    }

    /// <summary>Where the answer is lost it may be done: to do it again would do it twice.</summary>
    static async Task Commit(IDbContextTransaction transaction, CancellationToken stop)
    {
        try
        {
            await transaction.CommitAsync(stop);
        }
        catch (Exception failure) when (failure is not OperationCanceledException && !IsConflict(failure) && StorageRefusedException.From(failure) is StorageRefusedException)
        {
            throw new StorageRefusedException(StorageRefusal.PerhapsSaved, failure);
        }
    }

    static bool IsConflict(Exception failure) => failure is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected }
        || (failure.InnerException is { } inner && IsConflict(inner));

    /// <summary>EF wraps the last failure when it gives up repeating.</summary>
    static Exception Cause(Exception failure) => failure is RetryLimitExceededException { InnerException: { } last } ? last : failure;
}
