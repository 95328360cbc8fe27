using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Broadsheet.Stories.Subjects;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Broadsheet.Tests.Storage;

/// <summary>Each query behind a page finds its rows by an index, and no list is sorted anew: whatever a page runs is asked for its plan.</summary>
public sealed class QueryPlanTests
{
    // Small for good: a handful of sections, one paper, a dozen places on the front page, some sources.
    static readonly string[] small = ["sections", "papers", "front_places", "sources", "stored_keys", "deliveries", "subjects", "kept_texts", "json_each"];

    [Theory, InlineData("/"), InlineData("/harbour"), InlineData("/harbour?after="), InlineData("/harbour/1010"), InlineData("/desk/wire"), InlineData("/desk/wire/refused"), InlineData("/desk/wire?source=1&urgency=3&q=gate"), InlineData("/desk/wire?section=1"), InlineData("/desk/sources"), InlineData("/desk/sources/1"), InlineData("/desk/stories"), InlineData("/desk/stories/1010"), InlineData("/desk/stories/1010/history"), InlineData("/desk/front"), InlineData("/desk/stories/1010/publish"), InlineData("/desk/schedule"), InlineData("/desk/people"), InlineData("/desk/stories/1010/outside"), InlineData("/desk/stories/1010/delete"), InlineData("/picture/1000"), InlineData("/desk/pictures"), InlineData("/desk/pictures/1000"), InlineData("/desk/stories/1010/picture"), InlineData("/topic/gate"), InlineData("/storyline/the-gate"), InlineData("/topic/gate?after="), InlineData("/topic/gate/feed.xml"), InlineData("/about"), InlineData("/desk/topics"), InlineData("/desk/topics/1"), InlineData("/desk/storylines"), InlineData("/desk/texts")]
    public async Task A_page_reads_by_index(string path)
    {
        // Before the paper opens: what nobody listens to then is not told for a while.
        using var queries = new Queries();
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        await newsroom.Gather(SubjectKind.Topic, "Gate");
        await newsroom.Gather(SubjectKind.Storyline, "The gate");
        var picture = await newsroom.Hang();
        for (var story = 0; story < 40; story++) await newsroom.Print(Printing.Gate with { PictureNumber = picture, Subjects = "1 2" });
        using var pia = await newsroom.SignedIn(path.StartsWith("/desk/people", StringComparison.Ordinal) ? "ada" : "pia");
        var address = path.EndsWith('=') ? path + await SecondPage(pia, path.Split('?')[0]) : path;
        queries.ListenTo(newsroom.Data);
        var answer = await pia.GetAsync(address, Newsroom.Stop);
        Assert.True((int)answer.StatusCode < 400, $"{path} answered {answer.StatusCode}");

        Assert.NotEmpty(queries.Seen);
        await using var connection = new SqliteConnection($"Data Source={newsroom.Data}/broadsheet.db;Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(Newsroom.Stop);
        Assert.Empty(queries.Seen.Distinct().SelectMany(sql => Faults(connection, sql)));
    }

    static async Task<string> SecondPage(HttpClient reader, string first)
    {
        return (await reader.Page(first)).QuerySelector("a[href*='after=']")!.GetAttribute("href")!.Split("after=")[1];
    }

    static IEnumerable<string> Faults(SqliteConnection connection, string sql)
    {
        using var explain = connection.CreateCommand();
        explain.CommandText = "EXPLAIN QUERY PLAN " + sql;
        foreach (var name in Regex.Matches(sql, @"@\w+").Select(match => match.Value).Distinct()) explain.Parameters.AddWithValue(name, 1);
        using var rows = explain.ExecuteReader();
        while (rows.Read())
        {
            var step = rows.GetString(3);
            var scanned = Regex.Match(step, @"^SCAN (\w+)(?! USING (COVERING )?INDEX)");
            if (scanned.Success && !step.StartsWith("SCAN CONSTANT ROW", StringComparison.Ordinal) && !step.Contains("INDEX", StringComparison.Ordinal) && !IsItsOwnPart(sql, scanned.Groups[1].Value) && !small.Contains(TableOf(sql, scanned.Groups[1].Value))) yield return $"{step} in {sql}";
        }
    }

    /// <summary>The rows that an inner query found, read once by the outer.</summary>
    static bool IsItsOwnPart(string sql, string alias) => sql.Contains($") AS \"{alias}\"", StringComparison.Ordinal);

    /// <summary>The table behind an alias such as "s".</summary>
    static string TableOf(string sql, string alias) =>
        Regex.Match(sql, $"(?:FROM|JOIN) \"?(\\w+)\"?(?:\\([^)]*\\))? AS \"{Regex.Escape(alias)}\"") is { Success: true } named ? named.Groups[1].Value : alias;

    /// <summary>Listens to what is run against one newsroom's database.</summary>
    sealed class Queries : IDisposable, IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        readonly List<IDisposable> listening = [];
        volatile string? data;

        public Queries() => listening.Add(DiagnosticListener.AllListeners.Subscribe(this));

        public ConcurrentBag<string> Seen { get; } = [];

        public void ListenTo(string newsroom) => data = newsroom;

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == DbLoggerCategory.Name) listening.Add(value.Subscribe(this));
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Value is CommandExecutedEventData ran && data is { } folder && ran.Command.Connection!.ConnectionString.Contains(folder, StringComparison.Ordinal) && ran.Command.CommandText.Contains("SELECT", StringComparison.Ordinal))
                Seen.Add(ran.Command.CommandText);
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void Dispose() => listening.ForEach(one => one.Dispose());
    }
}
