using System.Diagnostics;
using System.Runtime.CompilerServices;
using Broadsheet.Edition;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Broadsheet.Wire;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Broadsheet.Bench;

/// <summary>
/// Small durable changes through the single writer, beside raw prepared statements for the same rows, as many in a transaction as
/// there are callers (64 at most): one caller waits for the disk each time, whatever writes. A change is what the paper writes
/// most: a short wire item, its line in the inbox, the event that it arrived.
/// </summary>
static class WriterBench
{
    const string Name = "writer-vs-sqlite";
    const int MostTogether = 64;
    static readonly string text = new('x', 300);
    static long next;

    public static async IAsyncEnumerable<Figure> Measure(Size size, [EnumeratorCancellation] CancellationToken stop)
    {
        int[] callers = [1, 16, 64, 256];
        var ratios = callers.ToDictionary(count => count, _ => new List<double>());
        for (var run = 0; run < size.Runs; run++)
        {
            await using var desk = await Scratch.Open(stop);
            if (run == 0) await Through(desk.Writer, 64, size.Of(20_000, 8_000), stop); // EF needs some traffic to be quick
            var raw = callers.Select(Together).Distinct().ToDictionary(together => together, together => Raw(desk.Folder, together, size.Of(together == 1 ? 2_000 : 12_800, together == 1 ? 400 : 2_560)));
            foreach (var count in callers)
            {
                var changes = size.Of(count == 1 ? 2_000 : 10_000, count == 1 ? 200 : 1_000);
                var ours = await Through(desk.Writer, count, changes, stop);
                ratios[count].Add(ours / raw[Together(count)]);
                Console.Error.WriteLine($"  run {run + 1}, {count} callers: through the writer {ours:n0}/s; raw, {Together(count)} a transaction, {raw[Together(count)]:n0}/s");
            }
        }
        yield return Figure.Higher(Name, ratios.Values.MinBy(Figure.Median)!, "ratio", size, 0.3, Beside("as many changes a transaction as callers, 64 at most"));
        foreach (var (count, runs) in ratios) yield return Figure.Higher($"{Name}.callers-{count}", runs, "ratio", size, 0.3, Beside(count == 1 ? "one change a transaction" : $"{Together(count)} changes a transaction"));
    }

    static int Together(int callers) => Math.Min(callers, MostTogether);

    static string Beside(string how) => "prepared statements, " + how;

    static async Task<double> Through(INewsroomWriter writer, int callers, int changes, CancellationToken stop)
    {
        var left = changes;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0) await writer.Write(Change, stop);
        }, stop)));
        return changes / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    static Task<int> Change(NewsroomDb db, CancellationToken stop)
    {
        var number = Interlocked.Increment(ref next);
        var item = new WireItem { Id = Guid.CreateVersion7(), SourceId = 1, Guid = $"urn:{number}", Version = 1, ContentHash = "0123456789abcdef", Format = "ninjs", ArrivedAt = DateTimeOffset.UnixEpoch, Content = text };
        db.WireItems.Add(item);
        db.InboxLines.Add(new InboxLine { SourceId = 1, Guid = item.Guid, ItemId = item.Id, Version = 1, Versions = 1, ArrivedAt = DateTimeOffset.UnixEpoch, Headline = "Headline", Slugline = "slug", Agency = "Agency", Language = "en", Type = "text", Status = "usable" });
        db.Record(new WireItemArrived(number, item.Id, 1, 1));
        return db.SaveChangesAsync(stop);
    }

    static double Raw(string folder, int together, int changes)
    {
        using var connection = new SqliteConnection($"Data Source={folder}/broadsheet.db;Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=1000; PRAGMA cache_size=-16000");
        using var item = Prepare(connection, "wire_items", "id, source_id, guid, version, content_hash, format, arrived_at, content");
        using var line = Prepare(connection, "inbox_lines", "item_id, source_id, guid, version, versions, arrived_at, headline, slugline, agency, language, type, status, is_correction, is_flash, is_story, embargoed_until_lifted, words, pictures");
        using var happened = Prepare(connection, "outbox_events", "name, body, at");
        var began = Stopwatch.GetTimestamp();
        for (var done = 0; done < changes; done += together)
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            item.Transaction = line.Transaction = happened.Transaction = transaction;
            for (var one = 0; one < together; one++)
            {
                var (id, number) = (Guid.CreateVersion7(), Interlocked.Increment(ref next));
                var guid = $"urn:{number}";
                Insert(item, id, 1, guid, 1, "0123456789abcdef", "ninjs", 62135596800000000, text);
                Insert(line, id, 1, guid, 1, 1, 62135596800000000, "Headline", "slug", "Agency", "en", "text", "usable", 0, 0, 0, 0, 0, 0);
                Insert(happened, "wire.item-arrived/1", $$"""{"line":{{number}},"item":"{{id}}","sourceId":1,"version":1}""", 63871200000000000);
            }
            transaction.Commit();
        }
        return changes / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    static SqliteCommand Prepare(SqliteConnection connection, string table, string columns)
    {
        var command = connection.CreateCommand();
        var values = columns.Split(", ").Select((_, place) => $"$p{place}").ToList();
        command.CommandText = $"INSERT INTO {table} ({columns}) VALUES ({string.Join(", ", values)})";
        foreach (var value in values) command.Parameters.AddWithValue(value, "");
        command.Prepare();
        return command;
    }

    static void Insert(SqliteCommand row, params object[] values)
    {
        for (var place = 0; place < values.Length; place++) row.Parameters[place].Value = values[place];
        row.ExecuteNonQuery();
    }

    static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>A newsroom without a server on an empty database.</summary>
    sealed class Scratch(ServiceProvider services, string folder) : IAsyncDisposable
    {
        public string Folder => folder;
        public INewsroomWriter Writer => services.GetRequiredService<INewsroomWriter>();

        public static async Task<Scratch> Open(CancellationToken stop)
        {
            var folder = Path.Combine(Workplace.Data, "scratch-" + Guid.CreateVersion7().ToString("N"));
            var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Broadsheet:Data", folder)]).Build();
            var scratch = new Scratch(new ServiceCollection().AddNewsroom(configuration).AddLogging().BuildServiceProvider(), folder);
            await StorageRoom.Migrate(scratch.Services, stop);
            await scratch.Writer.Save(db =>
            {
                db.Sections.Add(new Section { Slug = "news", Name = "News" });
                db.Sources.Add(new Source { Name = "agency", Zone = "UTC" });
            }, stop);
            return scratch;
        }

        IServiceProvider Services => services;

        public async ValueTask DisposeAsync()
        {
            await services.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }
}
