using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Broadsheet.Desk.Agency;
using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Readers;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Broadsheet.Stories;
using Broadsheet.Wire;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Desk.Inbox;

/// <summary>
/// Tells every open inbox what came in. An event is rendered once for all of them. An inbox that does not keep up is cut off
/// and comes back with the position it knows.
/// </summary>
sealed class WireStream(IDbContextFactory<NewsroomDb> reading, IServiceScopeFactory scopes, CurrentEdition edition, TimeProvider clock) : INodeConsumer
{
    const int MostWaiting = 200;
    // What becomes of a story may end an alarm that stands above the lines.
    static readonly string[] told = [WireItemArrived.Name, WireItemRefused.Name, StoryPublished.Name, StoryWithdrawn.Name];
    readonly ConcurrentDictionary<Channel<Told>, bool> open = new();

    public ValueTask Handle(OutboxEvent happened, CancellationToken stop)
    {
        if (open.IsEmpty || !told.Contains(happened.Name)) return ValueTask.CompletedTask;
        var news = new Told(happened.Position!.Value, happened, new Lazy<Task<Rendered>>(() => Render(happened, CancellationToken.None)));
        foreach (var (channel, _) in open)
            if (!channel.Writer.TryWrite(news)) channel.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    /// <summary>All that happened after that position, and then whatever happens.</summary>
    public async IAsyncEnumerable<LiveEvent> From(long after, InboxFilter filter, [EnumeratorCancellation] CancellationToken stop)
    {
        var channel = Channel.CreateBounded<Told>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
        open[channel] = true; // before looking back, so that nothing falls between
        try
        {
            foreach (var missed in await Since(after, stop))
            {
                after = missed.Position!.Value;
                foreach (var happened in await For(filter, missed, await Render(missed, stop), stop)) yield return happened;
            }
            await foreach (var news in channel.Reader.ReadAllAsync(stop))
            {
                if (news.Position <= after) continue;
                foreach (var happened in await For(filter, news.Happened, await news.Rendered.Value.WaitAsync(stop), stop)) yield return happened;
            }
        }
        finally
        {
            open.TryRemove(channel, out _);
        }
    }

    /// <summary>What was missed. Of a long absence only the newest: the page's first screen holds no more.</summary>
    async Task<List<OutboxEvent>> Since(long after, CancellationToken stop)
    {
        await using var db = await reading.CreateDbContextAsync(stop);
        var missed = await db.OutboxEvents.Where(happened => happened.Position > after && told.Contains(happened.Name))
            .OrderByDescending(happened => happened.Position).Take(MostWaiting).ToListAsync(stop);
        missed.Reverse();
        return missed;
    }

    /// <summary>
    /// What an editor filtered away does not come in by itself either. But a line may stand there that the filter fits no more:
    /// such a page is told how it is now, and leaves it where it does not stand.
    /// </summary>
    async Task<IEnumerable<LiveEvent>> For(InboxFilter filter, OutboxEvent happened, Rendered rendered, CancellationToken stop)
    {
        if (rendered.Line is null || await IsWanted(happened, filter, stop)) return new[] { rendered.Alarms, rendered.Line ?? rendered.Refused }.OfType<LiveEvent>();
        return new[] { rendered.Alarms, rendered.IsKnown ? rendered.Line with { Name = "wire:known" } : null }.OfType<LiveEvent>();
    }

    async Task<bool> IsWanted(OutboxEvent happened, InboxFilter filter, CancellationToken stop)
    {
        if (filter.IsEmpty || !happened.Is<WireItemArrived>(out var arrived)) return true;
        await using var db = await reading.CreateDbContextAsync(stop);
        return await filter.Fits(arrived.Line, db, edition.Facts, stop);
    }

    async Task<Rendered> Render(OutboxEvent happened, CancellationToken stop)
    {
        await using var db = await reading.CreateDbContextAsync(stop);
        var position = happened.Position!.Value;
        if (happened.Name == StoryPublished.Name || happened.Name == StoryWithdrawn.Name) return new Rendered(await Alarms(db, position, stop));
        if (!happened.Is<WireItemArrived>(out var arrived))
            return new Rendered(Refused: new LiveEvent(position, "wire:refused", await Html<RefusedNotice>(new() { ["Count"] = await InboxReading.Refused(db, clock.GetUtcNow(), stop) })));
        if (await WireLine.Of(db, db.InboxLines.Where(line => line.Id == arrived.Line)).SingleOrDefaultAsync(stop) is not { } line) return new Rendered();
        // One position earlier: who is cut off between the two hears both once more.
        var alarms = arrived.IsUsed ? await Alarms(db, position - 1, stop) : null;
        return new Rendered(alarms, new LiveEvent(position, "wire:line", await Html<WireRow>(new() { ["Line"] = line })), IsKnown: line.Versions > 1 || line.Status != WireStatus.Usable);
    }

    async Task<LiveEvent> Alarms(NewsroomDb db, long position, CancellationToken stop) =>
        new(position, "wire:alarms", await Html<AgencyAlarms>(new() { ["Alarms"] = await db.AgencyAlarms(clock.GetUtcNow(), stop) }));

    async Task<string> Html<T>(Dictionary<string, object?> parameters) where T : IComponent
    {
        await using var scope = scopes.CreateAsyncScope();
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = edition.Facts.Culture;
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, scope.ServiceProvider.GetRequiredService<ILoggerFactory>());
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters))).ToHtmlString());
    }

    sealed record Told(long Position, OutboxEvent Happened, Lazy<Task<Rendered>> Rendered);

    /// <param name="IsKnown">A page may show the line already.</param>
    sealed record Rendered(LiveEvent? Alarms = null, LiveEvent? Line = null, LiveEvent? Refused = null, bool IsKnown = false);
}

static class WireStreamEndpoint
{
    public static void MapWireStream(this IEndpointRouteBuilder wire) => wire.MapGet("/stream", (long? after, InboxFilter filter, HttpRequest request, CurrentReader reader, OpenStreams streams, WireStream stream, NodeFeed feed, CancellationToken stop) =>
        new LiveAnswer(stream.From(LastHeard(request) ?? after ?? feed.Seen, filter, stop), streams.EndOf(reader.Id)));

    static long? LastHeard(HttpRequest request) =>
        long.TryParse(request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : null;
}
