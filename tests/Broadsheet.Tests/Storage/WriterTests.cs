using System.Runtime.CompilerServices;
using Broadsheet.Edition;
using Broadsheet.Storage;
using Broadsheet.Tests.World;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Tests.Storage;

public sealed class WriterTests
{
    [Theory, OnBothDatabases]
    public async Task Changes_of_many_at_once_are_all_kept_and_a_count_read_and_raised_is_never_lost(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        const int posters = 32, each = 10;
        await Task.WhenAll(Enumerable.Range(0, posters).Select(poster => Task.Run(async () =>
        {
            for (var change = 0; change < each; change++) await RaiseWhereItIsTaken(newsroom, poster, change);
        })));

        await using var db = await newsroom.Read();
        Assert.Equal(posters * each, await db.Sections.CountAsync(section => section.Slug.StartsWith("s-"), Newsroom.Stop));
        Assert.Equal(1 + posters * each, await db.Sections.Where(section => section.Slug == "harbour").Select(section => section.Order).SingleAsync(Newsroom.Stop));

        static async Task RaiseWhereItIsTaken(Newsroom newsroom, int poster, int change)
        {
            while (true)
            {
                try
                {
                    await newsroom.Writer.Write(async (db, stop) =>
                    {
                        db.Sections.Add(new Section { Slug = $"s-{poster}-{change}", Name = "S" });
                        var counted = await db.Sections.SingleAsync(section => section.Slug == "harbour", stop);
                        counted.Order++;
                        return await db.SaveChangesAsync(stop);
                    }, Newsroom.Stop);
                    return;
                }
                // One hot row under 32 writers: PostgreSQL may refuse one for good, and says so. Nothing of it is kept.
                catch (StorageRefusedException refused) when (refused.Reason == StorageRefusal.Locked) { }
            }
        }
    }

    [Fact]
    public async Task A_change_whose_commit_got_no_answer_is_not_made_a_second_time()
    {
        await using var newsroom = await Newsroom.Open(Database.Postgres);
        var times = 0;
        var refused = await Assert.ThrowsAsync<StorageRefusedException>(() => newsroom.Writer.Write(async (db, stop) =>
        {
            times++;
            db.Sections.Add(new Section { Slug = "lost", Name = "Lost" });
            await db.SaveChangesAsync(stop);
            var own = await db.Database.SqlQuery<int>($"SELECT pg_backend_pid() AS \"Value\"").SingleAsync(stop);
            await using var other = await newsroom.Read();
            return await other.Database.SqlQuery<bool>($"SELECT pg_terminate_backend({own}, 5000) AS \"Value\"").SingleAsync(stop);
        }, Newsroom.Stop));
        Assert.Equal((StorageRefusal.PerhapsSaved, 1), (refused.Reason, times));
    }

    [Theory, OnBothDatabases]
    public async Task A_change_that_fails_leaves_nothing_and_harms_no_other(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var changes = Enumerable.Range(0, 40).Select(number => newsroom.Writer.Write(async (db, stop) =>
        {
            db.Sections.Add(new Section { Slug = $"part-{number}", Name = "Part" });
            await db.SaveChangesAsync(stop);
            if (number % 4 == 0) throw new InvalidOperationException("the fourth");
            // The slug is there already: the database itself refuses.
            if (number % 4 == 1) db.Sections.Add(new Section { Slug = "harbour", Name = "Again" });
            return await db.SaveChangesAsync(stop);
        }, Newsroom.Stop)).ToArray();

        var failed = 0;
        foreach (var change in changes)
        {
            try { await change; }
            catch (Exception failure) when (failure is InvalidOperationException or DbUpdateException) { failed++; }
        }

        Assert.Equal(20, failed);
        await using var db = await newsroom.Read();
        Assert.Equal(20, await db.Sections.CountAsync(section => section.Slug.StartsWith("part-"), Newsroom.Stop));
    }

    [Theory, OnBothDatabases]
    public async Task A_change_that_swallows_its_own_failure_is_refused_whole(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await Assert.ThrowsAsync<InvalidOperationException>(() => newsroom.Writer.Write(async (db, stop) =>
        {
            db.Sections.Add(new Section { Slug = "before", Name = "Before" });
            await db.SaveChangesAsync(stop);
            db.Sections.Add(new Section { Slug = "harbour", Name = "Again" });
            try { await db.SaveChangesAsync(stop); }
            catch (DbUpdateException) { }
            return true;
        }, Newsroom.Stop));

        await using var db = await newsroom.Read();
        Assert.False(await db.Sections.AnyAsync(section => section.Slug == "before", Newsroom.Stop));
    }

    [Fact]
    public async Task A_change_may_ask_the_same_again_while_it_still_reads_the_answer()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        await newsroom.Writer.Save(db => db.Sections.AddRange(Enumerable.Range(0, 3).Select(number => new Section { Slug = $"s-{number}", Name = "S" })), Newsroom.Stop);
        var pairs = await newsroom.Writer.Write(async (db, stop) =>
        {
            var seen = new List<string>();
            await foreach (var outer in Slugs(db).WithCancellation(stop))
                await foreach (var inner in Slugs(db).WithCancellation(stop)) seen.Add($"{outer} {inner}");
            return seen;

            static IAsyncEnumerable<string> Slugs(NewsroomDb db) => db.Sections.Where(section => section.Slug.StartsWith("s-")).OrderBy(section => section.Slug).Select(section => section.Slug).AsAsyncEnumerable();
        }, Newsroom.Stop);
        Assert.Equal(["s-0 s-0", "s-0 s-1", "s-0 s-2", "s-1 s-0", "s-1 s-1", "s-1 s-2", "s-2 s-0", "s-2 s-1", "s-2 s-2"], pairs);
    }

    [Fact]
    public async Task However_many_different_statements_a_change_makes_each_says_what_it_says()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        for (var round = 0; round < 2; round++)
        {
            for (var number = 0; number < 450; number++)
            {
                var order = await newsroom.Writer.Write(async (db, stop) =>
                {
                    await db.Sections.Where(section => section.Slug == "harbour").ExecuteUpdateAsync(set => set.SetProperty(section => section.Order, -1), stop);
                    await db.Database.ExecuteSqlAsync(FormattableStringFactory.Create($"UPDATE sections SET \"order\" = {number} WHERE slug = 'harbour'"), stop);
                    return await db.Sections.Where(section => section.Slug == "harbour").Select(section => section.Order).SingleAsync(stop);
                }, Newsroom.Stop);
                Assert.Equal(number, order);
            }
        }
    }

    [Fact]
    public async Task The_log_of_the_database_stays_short_under_many_changes()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        var words = new string('x', 2_000);
        for (var hundred = 0; hundred < 30; hundred++)
        {
            await Task.WhenAll(Enumerable.Range(0, 100).Select(number =>
                newsroom.Writer.Save(db => db.Sections.Add(new Section { Slug = $"s-{hundred}-{number}", Name = words }), Newsroom.Stop)));
        }
        Assert.InRange(new FileInfo(newsroom.Get<DataFolder>().Database + "-wal").Length, 1, 12_000_000);
    }

    [Theory, OnBothDatabases]
    public async Task A_change_cannot_write_through_the_writer_again(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await Assert.ThrowsAsync<InvalidOperationException>(() => newsroom.Writer.Write((_, stop) => newsroom.Writer.Save(_ => { }, stop), Newsroom.Stop));
        await newsroom.Writer.Save(db => db.Sections.Add(new Section { Slug = "after", Name = "After" }), Newsroom.Stop);
    }

    [Theory, OnBothDatabases]
    public async Task What_is_read_cannot_be_changed_past_the_writer(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await using var db = await newsroom.Read();
        db.Sections.Add(new Section { Slug = "stray", Name = "Stray" });
        await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(Newsroom.Stop));
    }

    [Fact]
    public async Task A_full_disk_refuses_the_change_with_a_reason_and_the_paper_goes_on_when_there_is_room()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        await newsroom.Writer.Write((db, stop) => db.Database.ExecuteSqlRawAsync("PRAGMA max_page_count = 1", stop), Newsroom.Stop);
        var refused = await Assert.ThrowsAsync<StorageRefusedException>(async () =>
        {
            for (var number = 0; number < 2000; number++)
                await newsroom.Writer.Save(db => db.Sections.Add(new Section { Slug = $"full-{number}", Name = new string('x', 2000) }), Newsroom.Stop);
        });
        Assert.Equal(StorageRefusal.DiskFull, refused.Reason);

        await newsroom.Writer.Write((db, stop) => db.Database.ExecuteSqlRawAsync("PRAGMA max_page_count = 100000", stop), Newsroom.Stop);
        await newsroom.Writer.Save(db => db.Sections.Add(new Section { Slug = "room", Name = "Room" }), Newsroom.Stop);
    }

    [Fact, Trait("Speed", "Slow")]
    public async Task A_database_that_another_program_holds_locked_refuses_the_change_with_a_reason_and_goes_on_afterwards()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        await using var other = new SqliteConnection($"Data Source={newsroom.Data}/broadsheet.db;Pooling=False");
        await other.OpenAsync(Newsroom.Stop);
        await using (var held = other.BeginTransaction(deferred: false))
        {
            var refused = await Assert.ThrowsAsync<StorageRefusedException>(() => newsroom.Writer.Save(db => db.Sections.Add(new Section { Slug = "held", Name = "Held" }), Newsroom.Stop));
            Assert.Equal(StorageRefusal.Locked, refused.Reason);
        }
        await newsroom.Writer.Save(db => db.Sections.Add(new Section { Slug = "free", Name = "Free" }), Newsroom.Stop);
    }
}
