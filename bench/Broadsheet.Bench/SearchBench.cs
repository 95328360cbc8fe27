using System.Diagnostics;
using System.Runtime.CompilerServices;
using Broadsheet.Storage;
using Broadsheet.Stories.Reading;
using Broadsheet.Stories.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Broadsheet.Bench;

/// <summary>What a reader waits for in the database: the numbers found and the twenty stories that are shown.</summary>
static class SearchBench
{
    const string Name = "search-100k";
    const int StoriesOnPage = 20;

    public static async IAsyncEnumerable<Figure> Measure(Size size, [EnumeratorCancellation] CancellationToken stop)
    {
        var stories = size.Of(100_000, 10_000);
        var sqlite = await Ask(new Dictionary<string, string?> { ["Broadsheet:Data"] = await ManyStories.Folder(stories, stop) }, fill: 0, size, stop);
        List<double> postgres;
        var folder = Path.Combine(Workplace.Data, "search-" + Guid.CreateVersion7().ToString("N"));
        await using (var server = await Postgres.Start(stop))
            postgres = await Ask(new Dictionary<string, string?> { ["Broadsheet:Data"] = folder, ["Broadsheet:Database"] = await server.NewDatabase(stop) }, stories, size, stop);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        yield return Figure.Lower(Name, P99(sqlite) >= P99(postgres) ? [P99(sqlite)] : [P99(postgres)], "ms, p99", size, 20);
        foreach (var (database, times) in new[] { ("sqlite", sqlite), ("postgres", postgres) })
        {
            yield return Figure.Lower($"{Name}.{database}", [P99(times)], "ms, p99", size);
            yield return Figure.Lower($"{Name}.{database}-median", times, "ms", size);
        }
    }

    static double P99(List<double> times) => Figure.Percentile(times, 0.99);

    static async Task<List<double>> Ask(Dictionary<string, string?> settings, int fill, Size size, CancellationToken stop)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        await using var services = new ServiceCollection().AddNewsroom(configuration).AddLogging().BuildServiceProvider();
        if (fill > 0) await ManyStories.Fill(services, fill, stop);
        var (search, stories, contexts) = (services.GetRequiredService<SearchStories>(), services.GetRequiredService<ReadStories>(), services.GetRequiredService<IDbContextFactory<NewsroomDb>>());
        if (fill > 0) await Analyse(contexts, stop); else await services.GetRequiredService<PlannerStatistics>().Renew(stop); // as a paper that is served does by itself
        var random = new Random(7);
        var times = new List<double>();
        var asked = size.Of(2_000, 400);
        for (var number = 0; number < asked + 200; number++)
        {
            var typed = Typed(number, random);
            var began = Stopwatch.GetTimestamp();
            await using (var db = await contexts.CreateDbContextAsync(stop))
                if (await search.Find(db, typed, before: null, StoriesOnPage + 1, stop) is { } found) await stories.Cards(db, found.Take(StoriesOnPage), stop);
            if (number >= 200) times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        return times;
    }

    /// <summary>As PostgreSQL's own housekeeping does within minutes.</summary>
    static async Task Analyse(IDbContextFactory<NewsroomDb> contexts, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        await using var connection = new Npgsql.NpgsqlConnection(new Npgsql.NpgsqlConnectionStringBuilder(db.Database.GetConnectionString()) { Options = "" }.ConnectionString);
        await connection.OpenAsync(stop);
        await using var analyse = new Npgsql.NpgsqlCommand("ANALYZE", connection);
        await analyse.ExecuteNonQueryAsync(stop);
    }

    /// <summary>A name, its beginning, with words that stand everywhere, two letters, nothing that is there.</summary>
    static string Typed(int number, Random random)
    {
        var name = ManyStories.Name(random);
        return (number % 8) switch
        {
            0 => name,
            1 => name[..Math.Min(4, name.Length)],
            2 => name + " harbour",
            3 => "harbour",
            4 => "council vote winter",
            5 => name[..2],
            6 => name + "xq",
            _ => $"{ManyStories.Name(random)} {name[..Math.Min(3, name.Length)]}",
        };
    }
}
