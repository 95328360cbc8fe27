namespace Broadsheet.Storage.Outbox;

/// <summary>Tells those who read the outbox that something was committed here, so that they need not wait for their next look.</summary>
public sealed class CommitSignal
{
    volatile TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Set() => Interlocked.Exchange(ref next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Take it before looking, wait for it after finding nothing: then nothing committed in between is missed.</summary>
    public Task Next => next.Task;
}
