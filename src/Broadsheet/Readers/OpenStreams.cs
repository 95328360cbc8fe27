using System.Collections.Concurrent;
using Broadsheet.Storage.Outbox;

namespace Broadsheet.Readers;

/// <summary>What people have open for long: it ends when their access changes, not when they go.</summary>
public sealed class OpenStreams : INodeConsumer
{
    readonly ConcurrentDictionary<Guid, CancellationTokenSource> ends = new();

    /// <summary>Cancelled when that person's access changes on any node.</summary>
    public CancellationToken EndOf(Guid reader) => ends.GetOrAdd(reader, _ => new()).Token;

    public async ValueTask Handle(OutboxEvent happened, CancellationToken stop)
    {
        if (happened.Is<AccessChanged>(out var changed) && ends.TryRemove(changed.Reader, out var end)) await end.CancelAsync();
    }
}
