using Broadsheet.Edition;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Broadsheet.Bench;

/// <summary>
/// Small durable changes through the single writer, beside raw prepared statements for the same rows in groups of 64. A
/// change: a row with text and indexes, a counter raised, an event in the outbox.
/// </summary>
static class WriterBench
{
    const string Name = "writer-vs-sqlite";
    static readonly string text = new('x', 300);

    public static async IAsyncEnumerable<Figure> Measure(Size size, [EnumeratorCancellation] CancellationToken stop)
    {
        int[] callers = [1, 16, 64, 256];
        var ratios = callers.ToDictionary(count => count, _ => new List<double>());
        for (var run = 0; run < size.Runs; run++)
        {
            await using var desk = await Scratch.Open(stop);
            await Through(desk.Writer, 64, size.Of(3000, 500), stop); // EF needs some traffic to be quick
            var raw = Raw(desk.Folder, size.Of(12_800, 2_560));
            foreach (var count in callers)
            {
                var changes = size.Of(count == 1 ? 2_000 : 10_000, count == 1 ? 200 : 1_000);
                ratios[count].Add(await Through(desk.Writer, count, changes, stop) / raw);
            }
            Console.Error.WriteLine($"  run {run + 1}: raw {raw:n0}/s, through the writer with 64 callers {ratios[64][^1] * raw:n0}/s");
        }
        const string beside = "prepared statements, 64 changes a transaction";
        yield return Figure.Higher(Name, ratios.Where(entry => entry.Key > 1).MinBy(entry => Figure.Median(entry.Value)).Value, "ratio", size, 0.3, beside);
        foreach (var (count, runs) in ratios) yield return Figure.Higher($"{Name}.callers-{count}", runs, "ratio", size, count == 64 ? 0.3 : null, beside);
    }

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

    static async Task<int> Change(NewsroomDb db, CancellationToken stop)
    {
        db.Refusals.Add(new Wire.Refusal { SourceId = 1, File = "a.xml", Reason = text, At = DateTimeOffset.UnixEpoch });
        db.Record(new Wire.WireItemRefused(1, "a.xml"));
        await db.SaveChangesAsync(stop);
        return await db.Sections.Where(section => section.Id == 1).ExecuteUpdateAsync(row => row.SetProperty(section => section.Order, section => section.Order + 1), stop);
    }

    static double Raw(string folder, int changes)
    {
        using var connection = new SqliteConnection($"Data Source={folder}/broadsheet.db;Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0");
        using var insert = Prepare(connection, "INSERT INTO refusals (source_id, file, reason, at) VALUES (1, 'a.xml', $text, 62135596800000000)", text);
        using var record = Prepare(connection, "INSERT INTO outbox_events (name, body, at) VALUES ('wire.item-refused/1', $text, 63871200000000000)", """{"sourceId":1,"file":"a.xml"}""");
        using var raise = Prepare(connection, "UPDATE sections SET \"order\" = \"order\" + 1 WHERE id = 1", null);
        var began = Stopwatch.GetTimestamp();
        for (var done = 0; done < changes; done += 64)
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            foreach (var command in new[] { insert, record, raise }) command.Transaction = transaction;
            for (var one = 0; one < 64; one++)
            {
                insert.ExecuteNonQuery();
                record.ExecuteNonQuery();
                raise.ExecuteNonQuery();
            }
            transaction.Commit();
        }
        return changes / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    static SqliteCommand Prepare(SqliteConnection connection, string sql, string? value)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        if (value is not null) command.Parameters.AddWithValue("$text", value);
        command.Prepare();
        return command;
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
                db.Sources.Add(new Wire.Source { Name = "agency", Zone = "UTC" });
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
