using System.Collections.Concurrent;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Broadsheet.Tests.World;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Broadsheet.Tests.Storage;

public sealed class OutboxTests
{
    [Theory, OnBothDatabases]
    public async Task An_event_of_a_change_that_failed_never_happened(Database database)
    {
        var postman = new Postman();
        await using var newsroom = await Newsroom.Open(database, services: postman.Join);
        await Assert.ThrowsAsync<InvalidOperationException>(() => newsroom.Writer.Write(async (db, stop) =>
        {
            db.Record(new LetterWritten("lost"));
            await db.SaveChangesAsync(stop);
            throw new InvalidOperationException("after the event");
        }, Newsroom.Stop));
        await Write(newsroom, "kept");

        await Newsroom.Eventually(() => Task.FromResult(postman.Delivered.ToArray()), letters => letters.Contains("kept"));
        Assert.DoesNotContain("lost", postman.Delivered);
    }

    [Theory, OnBothDatabases]
    public async Task What_was_committed_before_a_crash_is_delivered_after_it(Database database)
    {
        var ill = new Postman { IsIll = true };
        var newsroom = await Newsroom.Open(database, services: ill.Join);
        await Write(newsroom, "in the bag");
        await Newsroom.Eventually(() => Task.FromResult(ill.Tries), tries => tries > 0);
        await newsroom.CloseKeepingData();

        // Later than any lease that the crash left behind.
        var well = new Postman();
        await using var again = await newsroom.OpenAgain(services => well.Join(services.AddSingleton<TimeProvider>(new SetClock { Now = DateTimeOffset.UnixEpoch.AddYears(100) })));
        await Newsroom.Eventually(() => Task.FromResult(well.Delivered.ToArray()), letters => letters.Contains("in the bag"));
    }

    [Theory, OnBothDatabases]
    public async Task A_delivery_that_fails_is_tried_again_later_each_time_and_ends_as_a_dead_letter(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var ill = new Postman { IsIll = true };
        await newsroom.Writer.Write(async (db, stop) =>
        {
            var happened = new OutboxEvent { Name = LetterWritten.Name, Body = """{"text":"never"}""", At = DateTimeOffset.UnixEpoch };
            db.Deliveries.Add(new Delivery { Event = happened, Consumer = ill.Name, DueAt = DateTimeOffset.UnixEpoch });
            return await db.SaveChangesAsync(stop);
        }, Newsroom.Stop);
        var clock = new SetClock { Now = DateTimeOffset.UnixEpoch };
        var pump = new DeliveryPump(ill, newsroom.Writer, newsroom.Get<IDbContextFactory<NewsroomDb>>(), newsroom.Get<CommitSignal>(), clock, NullLogger.Instance);

        Assert.Equal(1, await pump.DeliverWhatIsDue(Newsroom.Stop));
        Assert.Equal(0, await pump.DeliverWhatIsDue(Newsroom.Stop));
        for (var attempt = 1; attempt < Delivery.MostAttempts; attempt++)
        {
            clock.Now += TimeSpan.FromHours(1);
            Assert.Equal(1, await pump.DeliverWhatIsDue(Newsroom.Stop));
        }
        clock.Now += TimeSpan.FromDays(1);
        Assert.Equal(0, await pump.DeliverWhatIsDue(Newsroom.Stop));

        await using var db = await newsroom.Read();
        var dead = await db.Deliveries.SingleAsync(delivery => delivery.Consumer == ill.Name, Newsroom.Stop);
        Assert.NotNull(dead.DeadAt);
        Assert.Equal("ill", dead.LastError);
    }

    [Theory, OnBothDatabases]
    public async Task A_reason_too_long_is_cut_between_whole_signs(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await newsroom.Writer.Write(async (db, stop) =>
        {
            var letter = new Delivery { Event = new OutboxEvent { Name = LetterWritten.Name, Body = "{}", At = DateTimeOffset.UnixEpoch }, Consumer = "far away", DueAt = DateTimeOffset.UnixEpoch.AddYears(200) };
            letter.Failed("x" + string.Concat(Enumerable.Repeat("🗞", 600)), DateTimeOffset.UnixEpoch.AddYears(200));
            db.Deliveries.Add(letter);
            return await db.SaveChangesAsync(stop);
        }, Newsroom.Stop);
        await using var db = await newsroom.Read();
        Assert.EndsWith("🗞", await db.Deliveries.Where(letter => letter.Consumer == "far away").Select(letter => letter.LastError).SingleAsync(Newsroom.Stop), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Two_pumps_never_hold_one_delivery_at_once(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var postman = new Postman();
        await newsroom.Writer.Write(async (db, stop) =>
        {
            for (var number = 0; number < 60; number++)
            {
                var happened = new OutboxEvent { Name = LetterWritten.Name, Body = $$"""{"text":"{{number}}"}""", At = DateTimeOffset.UnixEpoch };
                db.Deliveries.Add(new Delivery { Event = happened, Consumer = postman.Name, DueAt = DateTimeOffset.UnixEpoch });
            }
            return await db.SaveChangesAsync(stop);
        }, Newsroom.Stop);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            var pump = new DeliveryPump(postman, newsroom.Writer, newsroom.Get<IDbContextFactory<NewsroomDb>>(), newsroom.Get<CommitSignal>(), TimeProvider.System, NullLogger.Instance);
            while (await pump.DeliverWhatIsDue(Newsroom.Stop) > 0) { }
        })));

        Assert.Equal(60, postman.Delivered.Count);
        Assert.Equal(60, postman.Delivered.Distinct().Count());
    }

    [Theory, OnBothDatabases]
    public async Task Every_node_hears_every_event_in_the_same_order(Database database)
    {
        var here = new Listener();
        await using var newsroom = await Newsroom.Open(database, services: here.Join);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(number => Write(newsroom, $"{number}")));

        await Newsroom.Eventually(() => Task.FromResult(here.Heard.Count), heard => heard >= 50);
        await using var db = await newsroom.Read();
        var written = await db.OutboxEvents.Where(happened => happened.Name == LetterWritten.Name).OrderBy(happened => happened.Position).ToListAsync(Newsroom.Stop);
        Assert.Equal(written.Select(happened => happened.Read<LetterWritten>().Text), here.Heard);
    }

    [Theory, OnBothDatabases]
    public async Task Who_fails_on_an_event_hears_it_again_and_nobody_waits_for_it(Database database)
    {
        var (here, beside) = (new Listener { FailsOn = "hard" }, new Listener());
        await using var newsroom = await Newsroom.Open(database, services: services => { here.Join(services); beside.Join(services); });
        foreach (var text in new[] { "first", "hard", "last" }) await Write(newsroom, text);
        await Newsroom.Eventually(() => Task.FromResult(here.Heard.Count), heard => heard == 3);
        Assert.Equal(["first", "last", "hard"], here.Heard);
        // Whoever comes after it may have gone by what it knew: it hears that once more.
        await Newsroom.Eventually(() => Task.FromResult(beside.Heard.Count), heard => heard == 4);
        Assert.Equal(["first", "hard", "last", "hard"], beside.Heard);
    }

    [Fact]
    public async Task A_row_that_commits_late_is_not_passed_by()
    {
        var here = new Listener();
        await using var newsroom = await Newsroom.Open(Database.Postgres, services: here.Join);
        await using var slow = new PostgresNewsroomDb(new DbContextOptionsBuilder<PostgresNewsroomDb>().UseNpgsql(newsroom.ConnectionString).UseApplicationServiceProvider(newsroom.Services).Options);
        await using var transaction = await slow.Database.BeginTransactionAsync(Newsroom.Stop);
        slow.Record(new LetterWritten("began first"));
        await slow.SaveChangesAsync(Newsroom.Stop);

        await Write(newsroom, "overtook");
        await Newsroom.Eventually(() => Task.FromResult(here.Heard.Count), heard => heard == 1);
        await transaction.CommitAsync(Newsroom.Stop);

        await Newsroom.Eventually(() => Task.FromResult(here.Heard.Count), heard => heard == 2);
        Assert.Equal(["overtook", "began first"], here.Heard);
    }

    static Task Write(Newsroom newsroom, string text) => newsroom.Writer.Save(db => db.Record(new LetterWritten(text)), Newsroom.Stop);

    sealed record LetterWritten(string Text) : IEvent
    {
        public static string Name => "letter.written/1";
    }

    sealed class Postman : IDurableConsumer
    {
        public bool IsIll { get; init; }
        public int Tries { get; private set; }
        public ConcurrentQueue<string> Delivered { get; } = [];
        public string Name => "postman";
        public IReadOnlyCollection<string> Events { get; } = [LetterWritten.Name];

        public void Join(IServiceCollection services) => services.AddSingleton(new OutboxRoute(Name, Events)).AddSingleton<IDurableConsumer>(this);

        public Task Handle(OutboxEvent happened, CancellationToken stop)
        {
            Tries++;
            if (IsIll) throw new IOException("ill");
            Delivered.Enqueue(happened.Read<LetterWritten>().Text);
            return Task.CompletedTask;
        }
    }

    sealed class Listener : INodeConsumer
    {
        bool hasFailed;

        public List<string> Heard { get; } = [];

        /// <summary>The first time.</summary>
        public string? FailsOn { get; init; }

        public void Join(IServiceCollection services) => services.AddSingleton<INodeConsumer>(this);

        public ValueTask Handle(OutboxEvent happened, CancellationToken stop)
        {
            if (!happened.Is<LetterWritten>(out var letter)) return ValueTask.CompletedTask;
            if (letter.Text == FailsOn && !hasFailed)
            {
                hasFailed = true;
                throw new IOException("The database is away.");
            }
            Heard.Add(letter.Text);
            return ValueTask.CompletedTask;
        }
    }
}
