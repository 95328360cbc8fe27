namespace Broadsheet.Storage.Outbox;

/// <summary>
/// Tells on SQLite that another program, such as the command line, may have committed: each commit changes the file of the
/// write-ahead log. A thread of its own, for a timer that wakes the pool so often keeps an idle paper's processor busy.
/// </summary>
sealed class LogWatch(DataFolder folder, CommitSignal committed) : IHostedService, IDisposable
{
    static readonly TimeSpan often = TimeSpan.FromMilliseconds(80);

    readonly FileInfo file = new(folder.Database + "-wal");
    readonly ManualResetEventSlim ended = new();
    Thread? thread;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        thread = new Thread(Watch) { Name = "Log watch", IsBackground = true };
        thread.Start();
        return Task.CompletedTask;
    }

    void Watch()
    {
        for (var seen = Look(); !ended.Wait(often);)
        {
            var now = Look();
            if (now != seen) committed.Set();
            seen = now;
        }
    }

    (long, DateTime) Look()
    {
        file.Refresh();
        return file.Exists ? (file.Length, file.LastWriteTimeUtc) : default;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        ended.Set();
        thread?.Join();
        return Task.CompletedTask;
    }

    public void Dispose() => ended.Dispose();
}
