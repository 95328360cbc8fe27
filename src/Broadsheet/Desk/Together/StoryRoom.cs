using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Broadsheet.Desk.Agency;
using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Broadsheet.Stories;
using Broadsheet.Wire;
using Broadsheet.Words;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Desk.Together;

/// <summary>
/// Tells each open editor who else has the same story open, and at once when it was saved or deleted, or when its agency sent
/// anything new. It tells how things stand, not what happened: a line that broke misses nothing.
/// </summary>
sealed class StoryRoom(IDbContextFactory<NewsroomDb> reading, INewsroomWriter writer, PaperTime time, IStringLocalizer<DeskWords> say, TimeProvider clock, ILogger<StoryRoom> log) : INodeConsumer
{
    const int MostNames = 20;

    /// <summary>How often an open page says so, and after which silence it counts no more.</summary>
    static readonly TimeSpan beat = TimeSpan.FromSeconds(20), silence = TimeSpan.FromSeconds(60), patience = TimeSpan.FromSeconds(2);
    readonly ConcurrentDictionary<SemaphoreSlim, long> bells = new();

    public ValueTask Handle(OutboxEvent happened, CancellationToken stop)
    {
        if (bells.IsEmpty || StoryIn(happened) is not { } story) return ValueTask.CompletedTask;
        foreach (var (bell, of) in bells) if (of == story) bell.Release();
        return ValueTask.CompletedTask;
    }

    static long? StoryIn(OutboxEvent happened) => happened.Is<VisitsChanged>(out var visits) ? visits.Story
        : happened.Is<StoryRevised>(out var revised) ? revised.Number
        : happened.Is<DraftDeleted>(out var deleted) ? deleted.Number
        : happened.Is<WireItemArrived>(out var arrived) ? arrived.TakenAs : null;

    /// <param name="revision">The one that stands on the page.</param>
    /// <param name="agency">The <see cref="AgencyNews.Ticks"/> that the page knows; null for a story that was not made of an item.</param>
    public async IAsyncEnumerable<LiveEvent> Of(long story, int revision, long? agency, Guid editor, [EnumeratorCancellation] CancellationToken stop)
    {
        var visit = Guid.CreateVersion7();
        var bell = new SemaphoreSlim(0);
        bells[bell] = story; // before looking, so that nothing falls between
        try
        {
            await Stay(visit, story, editor, stop);
            for (var others = ""; ;)
            {
                if (await Look(story, editor, stop) is not { } now)
                {
                    yield return new LiveEvent(0, "gone", say["DraftIsGone"]);
                    yield break;
                }
                if (now.Others != others) yield return new LiveEvent(now.Last.Number, "others", now.Others.Length > 0 ? say["AlsoHere", now.Others].Value : "");
                if (now.Last.Number > revision) yield return new LiveEvent(now.Last.Number, "saved", say["OtherSaved", now.Last.By ?? say["CommandLine"].Value, now.Last.Number, time.Clock(now.Last.At)]);
                if (now.Agency?.Ticks > agency && SaidOf(now.Agency, now.State) is { } said) yield return new LiveEvent(now.Last.Number, "agency", said);
                (others, revision, agency) = (now.Others, Math.Max(revision, now.Last.Number), now.Agency?.Ticks ?? agency);
                if (!await bell.WaitAsync(beat, stop)) await Stay(visit, story, editor, stop);
                while (bell.CurrentCount > 0) await bell.WaitAsync(stop); // one look answers all rings
            }
        }
        finally
        {
            bells.TryRemove(bell, out _);
            await Go(visit, story);
        }
    }

    string? SaidOf(AgencyNews news, StoryState state) => news.Key(state, clock.GetUtcNow()) is not { } key ? null
        : !AgencyNews.Forbids(key) ? say[key, news.Agency, time.Clock(news.ArrivedAt)].Value
        : $"{say[key, news.Agency, time.Clock(news.ArrivedAt)]} {say[state == StoryState.Published ? "AgencyReadersStillRead" : "AgencyNotToBePublished"]}";

    /// <summary>How it stands with a story: null where it is no more.</summary>
    async Task<(string Others, (int Number, string? By, DateTimeOffset At) Last, StoryState State, AgencyNews? Agency)?> Look(long story, Guid editor, CancellationToken stop)
    {
        await using var db = await reading.CreateDbContextAsync(stop);
        var since = clock.GetUtcNow() - silence;
        var last = await (from one in db.Stories
                          where one.Number == story
                          join revision in db.Revisions on new { StoryNumber = one.Number, Number = one.LastRevision } equals new { revision.StoryNumber, revision.Number }
                          select new { one.State, revision.Number, revision.SavedAt, By = db.Readers.Where(reader => reader.Id == revision.SavedBy).Select(reader => reader.Handle).FirstOrDefault() }).SingleOrDefaultAsync(stop);
        if (last is null) return null;
        var others = await (from reader in db.Readers
                            where reader.Id != editor && db.StoryVisits.Any(visit => visit.StoryNumber == story && visit.EditorId == reader.Id && visit.SeenAt >= since)
                            orderby reader.HandleKey
                            select reader.Handle).Take(MostNames).ToListAsync(stop);
        return (say.Listed(others), (last.Number, last.By, last.SavedAt), last.State, await db.AgencyNewsOf(story, stop));
    }

    Task Stay(Guid visit, long story, Guid editor, CancellationToken stop) => writer.Write(async (db, stop) =>
    {
        var now = clock.GetUtcNow();
        if (await db.StoryVisits.Where(known => known.Id == visit).ExecuteUpdateAsync(row => row.SetProperty(known => known.SeenAt, now), stop) > 0) return;
        if (!await db.Stories.AnyAsync(known => known.Number == story, stop)) return;
        await db.StoryVisits.Where(left => left.SeenAt < now - silence).ExecuteDeleteAsync(stop);
        db.Add(new StoryVisit { Id = visit, StoryNumber = story, EditorId = editor, SeenAt = now });
        db.Record(new VisitsChanged(story));
        await db.SaveChangesAsync(stop);
    }, stop);

    /// <summary>Also when the browser went without a word. Where that fails the visit counts no more after a minute.</summary>
    async Task Go(Guid visit, long story)
    {
        using var stop = new CancellationTokenSource(patience);
        try
        {
            await writer.Write(async (db, stop) =>
            {
                if (await db.StoryVisits.Where(known => known.Id == visit).ExecuteDeleteAsync(stop) == 0) return;
                db.Record(new VisitsChanged(story));
                await db.SaveChangesAsync(stop);
            }, stop.Token);
        }
        catch (Exception failure)
        {
            log.LogDebug(failure, "A visit to story {Story} could not be ended; it counts no more in a minute", story);
        }
    }
}
