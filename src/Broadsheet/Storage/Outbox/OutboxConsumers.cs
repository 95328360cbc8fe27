namespace Broadsheet.Storage.Outbox;

/// <summary>
/// Hears of each event at least once, on whichever node is free, with attempts and back-off: for mail, push, search and
/// whatever else must not be lost. It may see an event twice.
/// </summary>
public interface IDurableConsumer
{
    /// <summary>Its written name: it stands in the rows of what is on its way.</summary>
    string Name { get; }
    IReadOnlyCollection<string> Events { get; }
    Task Handle(OutboxEvent happened, CancellationToken stop);
}

/// <summary>
/// Hears of each event on every node, in order, from when the node started: for the page cache and live streams. What it fails
/// on it hears once more a little later, after what happened since.
/// </summary>
public interface INodeConsumer
{
    ValueTask Handle(OutboxEvent happened, CancellationToken stop);
}

/// <summary>Which durable consumers an event must be delivered to.</summary>
public sealed class OutboxRoutes(IEnumerable<OutboxRoute> routes)
{
    readonly ILookup<string, string> consumersByEvent = routes
        .SelectMany(route => route.Events.Select(name => (Event: name, route.Consumer)))
        .ToLookup(route => route.Event, route => route.Consumer);

    public IEnumerable<string> ConsumersOf(string name) => consumersByEvent[name];
}

/// <summary>A consumer's name and what it is told of.</summary>
public sealed record OutboxRoute(string Consumer, IReadOnlyCollection<string> Events)
{
    /// <summary>
    /// It changes the database or our own files alone: what was on its way when a backup was taken is done by the restored paper. Whatever leaves
    /// the house (mail, push, a call elsewhere) has left it by then most likely, and waits with the dead letters instead.
    /// </summary>
    public bool MayRunAgain { get; init; }
}
