namespace Broadsheet.Wire.Intake;

/// <summary>
/// Rings when something happens in a folder. It only shortens the wait until the next look, for watchers lose events, and
/// on some file systems hear none.
/// </summary>
sealed class FolderBell(IntakeFolder folder, ILogger<FolderIntake> log) : IDisposable
{
    readonly SemaphoreSlim rung = new(0);
    FileSystemWatcher? watcher;
    FileLook? watched;
    volatile bool broken;
    bool complained;

    public bool IsHung => watcher is not null;

    /// <summary>Hangs it, and hangs it anew if the folder is another one now.</summary>
    public void Hang()
    {
        var look = FileLook.At(folder.Path);
        if (watcher is not null && !broken && look?.Inode == watched?.Inode && look?.Device == watched?.Device) return;
        watcher?.Dispose();
        watcher = null;
        (watched, broken) = (look, false);
        try
        {
            watcher = new FileSystemWatcher(folder.Path) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.Size | NotifyFilters.LastWrite };
            watcher.Created += (_, _) => Ring();
            watcher.Changed += (_, _) => Ring();
            watcher.Renamed += (_, _) => Ring();
            watcher.Error += (_, _) => { broken = true; Ring(); };
            watcher.EnableRaisingEvents = true;
            Ring(); // what came before it was hung is looked at once more
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            watcher?.Dispose();
            watcher = null;
            if (!complained) log.LogWarning(failure, "{Folder} cannot be watched; it is looked at every little while instead", folder.Path);
            complained = true;
        }
    }

    public async Task Wait(TimeSpan atMost, CancellationToken stop)
    {
        await rung.WaitAsync(atMost, stop);
        while (await rung.WaitAsync(0, stop)) { /* all that rang meanwhile counts once */ }
    }

    void Ring()
    {
        try { rung.Release(); }
        catch (ObjectDisposedException) { /* The watcher's thread was on its way here while the watch ended. */ }
    }

    public void Dispose()
    {
        watcher?.Dispose();
        rung.Dispose();
    }
}
