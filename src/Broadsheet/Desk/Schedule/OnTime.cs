using System.Globalization;
using Broadsheet.Desk.Publishing;
using Broadsheet.Edition;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Broadsheet.Words;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Desk.Schedule;

/// <summary>
/// Publishes what is due, within a second of its time. It may run on several nodes: whoever marks a story as done in the
/// change that publishes it has published it. After the machine was off it publishes what it missed, and says so.
/// </summary>
sealed class OnTime(
    IDbContextFactory<NewsroomDb> reading, INewsroomWriter writer, CurrentEdition edition, PaperTime time, IStringLocalizer<DeskWords> say,
    TimeProvider clock, ILogger<OnTime> log) : BackgroundService, INodeConsumer
{
    const int AtOnce = 20;

    // Not until the next is due: the machine's clock may be set, or the machine sleep meanwhile.
    static readonly TimeSpan lookAgain = TimeSpan.FromSeconds(1), longestRest = TimeSpan.FromMinutes(1);
    readonly SemaphoreSlim changed = new(0);

    // Stories that could not be published though nothing forbids it. They are not forgotten, and do not keep the others.
    readonly Dictionary<long, Rest> resting = [];

    public ValueTask Handle(OutboxEvent happened, CancellationToken stop)
    {
        if (happened.Name == ScheduleChanged.Name) changed.Release();
        return ValueTask.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested) await changed.WaitAsync(await PublishWhatIsDue(stoppingToken), stoppingToken);
    }

    async Task<TimeSpan> PublishWhatIsDue(CancellationToken stop)
    {
        try
        {
            var now = clock.GetUtcNow();
            await using var db = await reading.CreateDbContextAsync(stop);
            var waiting = db.ScheduledStories.Where(planned => planned.DoneAt == null);
            var held = resting.Where(rest => rest.Value.Until > now).Select(rest => rest.Key).ToList();
            var due = await waiting.Where(planned => planned.At <= now && !held.Contains(planned.StoryNumber)).OrderBy(planned => planned.At).ThenBy(planned => planned.StoryNumber).Select(planned => planned.StoryNumber).Take(AtOnce).ToListAsync(stop);
            foreach (var story in due) await Publish(story, stop);
            if (due.Count == AtOnce) return TimeSpan.Zero;
            var next = await waiting.Where(planned => planned.At > now).MinAsync(planned => (DateTimeOffset?)planned.At, stop) - clock.GetUtcNow();
            return next is null || next > lookAgain ? lookAgain : next > TimeSpan.Zero ? next.Value : TimeSpan.Zero;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogError(failure, "What is due could not be published; it is tried again");
            return lookAgain;
        }
    }

    /// <summary>One that fails does not keep the others; it is tried ever less often.</summary>
    async Task Publish(long story, CancellationToken stop)
    {
        try
        {
            await writer.Write((db, stop) => Publish(db, story, stop), stop);
            resting.Remove(story);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            var rest = resting.TryGetValue(story, out var before) ? before.Length * 2 : lookAgain;
            if (rest > longestRest) rest = longestRest;
            resting[story] = new Rest(rest, clock.GetUtcNow() + rest);
            log.LogError(failure, "Story {Story} is due and could not be published; it is tried again in {Seconds} s", story, rest.TotalSeconds);
        }
    }

    async Task Publish(NewsroomDb db, long story, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (await db.ScheduledStories.SingleOrDefaultAsync(planned => planned.StoryNumber == story && planned.DoneAt == null && planned.At <= now, stop) is not { } planned) return;
        planned.DoneAt = now;
        await db.SaveChangesAsync(stop);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = edition.Facts.Culture;
        var refusal = await Publishing.Publishing.WhyNot(db, story, planned.Revision, now, newestOnly: false, stop);
        if (refusal is null) await Publishing.Publishing.Show(db, story, planned.Revision, now, stop);
        planned.Problem = refusal is null ? null : say.Sentence(refusal, time);
        if (refusal is null && now - planned.At <= ScheduledStory.Late) db.Remove(planned);
        db.Record(new ScheduleChanged(story));
        await db.SaveChangesAsync(stop);
    }

    sealed record Rest(TimeSpan Length, DateTimeOffset Until);

    public override void Dispose()
    {
        changed.Dispose();
        base.Dispose();
    }
}
