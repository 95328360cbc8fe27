using System.Diagnostics;
using System.Threading.Channels;
using Broadsheet.Storage.Outbox;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Storage;

/// <summary>
/// SQLite takes one writer at a time. This is it: one thread, one connection, and whatever changes wait are committed
/// together, each behind its own savepoint, so that one that fails harms no other. A caller is told only after COMMIT.
/// </summary>
sealed class SqliteWriter : INewsroomWriter, IDisposable
{
    const int MostWaiting = 10_000;
    const int MostInOneCommit = 256;
    const int CheckpointAfterChanges = 250;
    const long CheckpointAfterBytes = 4_000_000;
    static readonly TimeSpan LongestBatch = TimeSpan.FromMilliseconds(10);
    static readonly AsyncLocal<bool> insideAChange = new();

    readonly Channel<Change> waiting = Channel.CreateBounded<Change>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    readonly List<Change> batch = new(MostInOneCommit);
    readonly SqliteConnection connection;
    readonly KeptStatements statements;
    readonly IDbContextFactory<SqliteNewsroomDb> contexts;
    readonly CommitSignal committed;
    readonly SqliteCommand save, release, undo, checkpoint;
    readonly Thread thread;
    int changesInTheLog;
    long logged;

    public SqliteWriter(SqliteConnection connection, KeptStatements statements, IDbContextFactory<SqliteNewsroomDb> contexts, CommitSignal committed)
    {
        this.connection = connection;
        this.statements = statements;
        this.contexts = contexts;
        this.committed = committed;
        Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000");
        save = Prepare("SAVEPOINT change");
        release = Prepare("RELEASE change");
        undo = Prepare("ROLLBACK TO change");
        checkpoint = Prepare("PRAGMA wal_checkpoint(PASSIVE)");
        thread = new Thread(CommitUntilClosed) { IsBackground = true, Name = "The one writer" };
        thread.Start();
    }

    public Task<T> Write<T>(Func<NewsroomDb, CancellationToken, Task<T>> change, CancellationToken stop)
    {
        if (insideAChange.Value) throw new InvalidOperationException("A change cannot write through the writer again: it would wait for itself.");
        if (stop.IsCancellationRequested) return Task.FromCanceled<T>(stop);
        var waits = new Change<T>(change, stop);
        return waiting.Writer.TryWrite(waits)
            ? waits.Done
            : Task.FromException<T>(new StorageRefusedException(StorageRefusal.TooManyWaiting));
    }

    void CommitUntilClosed()
    {
        // Blocking is right here: the thread is the writer's own, and SQLite has no asynchronous I/O to wait for.
        while (waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult()) CommitWhatIsWaiting();
    }

    void CommitWhatIsWaiting()
    {
        batch.Clear();
        try
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            var began = Stopwatch.GetTimestamp(); // after a possible wait for another program's lock
            while (batch.Count < MostInOneCommit && Stopwatch.GetElapsedTime(began) < LongestBatch && waiting.Reader.TryRead(out var change))
            {
                batch.Add(change);
                Apply(change, transaction);
            }
            transaction.Commit();
        }
        catch (Exception failure)
        {
            FailAll(StorageRefusedException.From(failure));
            return;
        }
        foreach (var change in batch) change.Acknowledge();
        committed.Set();
        KeepTheLogShort();
    }

    void FailAll(Exception failure)
    {
        // When not even BEGIN went through, those who wait must hear of it too, rather than wait for ever.
        while (batch.Count < MostInOneCommit && waiting.Reader.TryRead(out var change)) batch.Add(change);
        foreach (var change in batch) change.Fail(failure);
    }

    void Apply(Change change, SqliteTransaction transaction)
    {
        save.Transaction = release.Transaction = undo.Transaction = transaction;
        save.ExecuteNonQuery();
        try
        {
            using var db = contexts.CreateDbContext();
            db.Database.UseTransaction(transaction);
            db.Database.AutoSavepointsEnabled = false;
            db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.TrackAll;
            change.Run(db);
        }
        catch (Exception failure)
        {
            change.Fail(StorageRefusedException.From(failure));
            undo.ExecuteNonQuery();
        }
        release.ExecuteNonQuery();
    }

    void KeepTheLogShort()
    {
        // A log that was written back is begun anew and keeps its length: what tells of much in it is changes, or that it grew.
        changesInTheLog += batch.Count;
        var length = new FileInfo(connection.DataSource + "-wal") is { Exists: true } log ? log.Length : 0;
        if (changesInTheLog < CheckpointAfterChanges && length < logged + CheckpointAfterBytes) return;
        try { checkpoint.ExecuteNonQuery(); }
        catch (SqliteException) { /* A later commit tries again; everything acknowledged stands in the log. */ }
        (changesInTheLog, logged) = (0, length);
    }

    SqliteCommand Prepare(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Prepare();
        return command;
    }

    void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        waiting.Writer.TryComplete();
        thread.Join();
        foreach (var command in new[] { save, release, undo, checkpoint }) command.Dispose();
        statements.Dispose();
        connection.Dispose();
    }

    abstract class Change
    {
        public abstract void Run(NewsroomDb db);
        public abstract void Acknowledge();
        public abstract void Fail(Exception failure);
    }

    sealed class Change<T>(Func<NewsroomDb, CancellationToken, Task<T>> change, CancellationToken stop) : Change
    {
        readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        readonly ExecutionContext? callers = ExecutionContext.Capture();
        T? result;

        public Task<T> Done => done.Task;

        public override void Run(NewsroomDb db)
        {
            stop.ThrowIfCancellationRequested();
            if (callers is null) RunHere(db);
            else ExecutionContext.Run(callers, _ => RunHere(db), null);
        }

        void RunHere(NewsroomDb db)
        {
            insideAChange.Value = true;
            try
            {
                // EF on SQLite completes at once; a change that awaits something else would hold up every other.
                result = change(db, stop).GetAwaiter().GetResult();
                FailedSave.Check(db);
            }
            finally
            {
                FailedSave.Forget(db);
                insideAChange.Value = false;
            }
        }

        public override void Acknowledge() => done.TrySetResult(result!);

        public override void Fail(Exception failure)
        {
            if (failure is OperationCanceledException) done.TrySetCanceled(stop);
            else done.TrySetException(failure);
        }
    }
}
