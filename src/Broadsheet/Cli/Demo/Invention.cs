using System.Globalization;
using Broadsheet.Edition;
using Broadsheet.Readers;
using Broadsheet.Storage;
using Broadsheet.Storage.Backup;
using Broadsheet.Storage.Outbox;
using Broadsheet.Stories;
using Broadsheet.Stories.Subjects;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Cli.Demo;

/// <summary>
/// Fills a paper. What is invented depends on the seed and the place in the row alone, so that half of it is the first half of
/// the whole; only its times are counted back from now.
/// </summary>
sealed class Invention(INewsroomWriter writer, IDbContextFactory<NewsroomDb> reading, CurrentEdition edition, TimeProvider clock, int seed)
{
    const int InOneWrite = 500;

    /// <summary>About what a small newsroom brings out: thirty stories a day.</summary>
    static readonly TimeSpan apart = TimeSpan.FromMinutes(48);

    public async Task Fill(int stories, int readers, BackupProgress progress, CancellationToken stop)
    {
        progress.Steps((long)stories + readers);
        await InBatches(readers, from => At(from, readers, Reader), AddReaders, progress, stop);
        var pictures = await Pictures(stop);
        var now = clock.GetUtcNow();
        // The oldest first, so that numbers grow with time as they do in a paper.
        await InBatches(stories, from => At(from, stories, at => Story(at, now - (apart * (stories - at)), pictures)), AddStories, progress, stop);
        if (stories > 0) await writer.Save(db => db.Record(new FrontPageChanged()), stop);
    }

    /// <summary>The next batch is invented while one is being written.</summary>
    static async Task InBatches<T>(int count, Func<int, List<T>> invent, Func<NewsroomDb, List<T>, CancellationToken, Task> add, INewsroomWriter writer, BackupProgress progress, CancellationToken stop)
    {
        if (count == 0) return;
        var next = Task.Run(() => invent(0), stop);
        for (var from = 0; from < count; from += InOneWrite)
        {
            var batch = await next;
            var following = from + InOneWrite;
            if (following < count) next = Task.Run(() => invent(following), stop);
            await writer.Write((db, stop) => add(db, batch, stop), stop);
            for (var done = 0; done < batch.Count; done++) progress.Done();
        }
    }

    Task InBatches<T>(int count, Func<int, List<T>> invent, Func<NewsroomDb, List<T>, CancellationToken, Task> add, BackupProgress progress, CancellationToken stop) =>
        InBatches(count, invent, add, writer, progress, stop);

    static List<T> At<T>(int from, int count, Func<int, T> invent) => [.. Enumerable.Range(from, Math.Min(InOneWrite, count - from)).AsParallel().AsOrdered().Select(invent)];

    Revision Story(int at, DateTimeOffset published, IReadOnlyList<long> pictures)
    {
        var prose = new InventedProse(seed, at);
        var section = edition.Facts.Sections[prose.OneOf(edition.Facts.Sections.Count)].Id;
        var story = new Story { Id = prose.Id(published), Slugline = prose.Slugline, SectionId = section, ChangedAt = published };
        return story.Revise(prose.Text(section, pictures), by: null, published);
    }

    static async Task AddStories(NewsroomDb db, List<Revision> revisions, CancellationToken stop)
    {
        db.Revisions.AddRange(revisions);
        await db.SaveChangesAsync(stop); // the numbers are given here
        foreach (var revision in revisions) await db.Publish(revision.Story, revision, revision.SavedAt, stop);
        await db.SaveChangesAsync(stop);
    }

    Reader Reader(int at)
    {
        var prose = new InventedProse(seed, -1 - at);
        // The number keeps apart those who have one name.
        var handle = string.Create(CultureInfo.InvariantCulture, $"{prose.Person.Replace(' ', '-').ToLowerInvariant()}-{seed}-{at + 1}");
        var email = handle + "@example.org";
        return new Reader
        {
            Id = prose.Id(clock.GetUtcNow()),
            Handle = handle,
            HandleKey = Readers.Reader.KeyOf(handle),
            Email = email,
            EmailKey = Readers.Reader.KeyOf(email),
            Role = Role.Reader,
            SecurityStamp = prose.Id(clock.GetUtcNow()).ToString("N"),
            RegisteredAt = clock.GetUtcNow() - TimeSpan.FromHours(prose.OneOf(20_000)),
        };
    }

    static async Task AddReaders(NewsroomDb db, List<Reader> readers, CancellationToken stop)
    {
        var keys = readers.Select(reader => reader.HandleKey).ToList();
        var there = (await db.Readers.Where(reader => keys.Contains(reader.HandleKey)).Select(reader => reader.HandleKey).ToListAsync(stop)).ToHashSet(StringComparer.Ordinal);
        db.Readers.AddRange(readers.Where(reader => !there.Contains(reader.HandleKey)));
        await db.SaveChangesAsync(stop);
    }

    async Task<List<long>> Pictures(CancellationToken stop)
    {
        await using var db = await reading.CreateDbContextAsync(stop);
        return await db.Pictures.OrderBy(picture => picture.Number).Select(picture => picture.Number).Take(50).ToListAsync(stop);
    }
}
