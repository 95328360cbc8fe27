using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Broadsheet.Kit;
using Broadsheet.Stories.Mends;
using Broadsheet.Stories.Subjects;
using Broadsheet.Tests.Desk;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Broadsheet.Tests.Storage;

/// <summary>Each query behind a page finds its rows by an index, and a later page begins where the one before ended: whatever a page runs is asked for its plan.</summary>
public sealed class QueryPlanTests
{
    // Small for good: a handful of sections, one paper, a dozen places on the front page, some sources.
    static readonly string[] small = ["sections", "former_slugs", "papers", "front_places", "sources", "stored_keys", "deliveries", "subjects", "kept_texts", "json_each"];

    // {0} is a story's number, {1} a person's id, {2} the key of a second page.
    static readonly string[] readers =
    [
        "/", "/harbour", "/harbour?after={2}", "/harbour/{0}", "/picture/1000", "/topic/gate", "/topic/gate?after={2}", "/storyline/the-gate", "/writer/tomas-ekwall", "/corrections", "/corrections?after={2}",
        "/search?q=gate", "/search?q=board+gate&after={0}", "/about", "/feed.xml", "/harbour/feed.atom", "/topic/gate/feed.xml", "/sitemap.xml", "/sitemap-pages.xml", "/sitemap/0.xml", "/sitemap-news.xml",
    ];
    static readonly string[] desk =
    [
        "/desk/wire", "/desk/wire?before={2}", "/desk/wire?section=1", "/desk/wire?source=1&urgency=3&q=gate", "/desk/wire?q=gate&before={2}", "/desk/wire/1", "/desk/wire/refused", "/desk/sources", "/desk/sources/1",
        "/desk/stories", "/desk/stories?before={2}", "/desk/stories?state=draft", "/desk/stories?state=published&before={2}", "/desk/stories/{0}", "/desk/stories/{0}/history", "/desk/stories/{0}/history/1",
        "/desk/stories/{0}/publish", "/desk/stories/{0}/withdraw", "/desk/stories/{0}/outside", "/desk/stories/{0}/delete", "/desk/stories/{0}/picture", "/desk/stories/{0}/picture?q=gate", "/desk/schedule", "/desk/front",
        "/desk/pictures", "/desk/pictures?before={2}", "/desk/pictures?q=gate", "/desk/pictures?q=gate&before={2}", "/desk/pictures/1000", "/desk/pictures/1000/delete",
        "/desk/topics", "/desk/topics/1", "/desk/writers", "/desk/storylines", "/desk/storylines/2", "/desk/texts", "/desk/texts/about", "/desk/paper", "/desk/people", "/desk/people/{1}", "/desk/machine",
    ];

    [Fact]
    public async Task Each_page_reads_by_index()
    {
        // Before the paper opens: what nobody listens to then is not told for a while.
        using var queries = new Queries();
        await using var newsroom = await Open();
        using var ada = await newsroom.SignedIn("ada");
        var (story, person, key) = (await newsroom.Print(Printing.Gate with { PictureNumber = 1000, Subjects = "1 2" }), await newsroom.IdOf("pia"), new ListKey(newsroom.Now(), 1030).ToString());
        await newsroom.Writer.Write(async (db, stop) =>
        {
            db.Add((await db.Stories.SingleAsync(mended => mended.Number == story, stop)).MendInPublic(MendKind.Correction, "Two figures were turned round.", by: null, newsroom.Now()));
            return await db.SaveChangesAsync(stop);
        }, Newsroom.Stop);
        await newsroom.Arrives(new());
        queries.ListenTo(newsroom.Data);
        var faults = new List<string>();
        foreach (var pattern in readers.Concat(desk))
        {
            var path = string.Format(CultureInfo.InvariantCulture, pattern, story, person, key);
            queries.Seen.Clear();
            var answer = await ada.GetAsync(path, Newsroom.Stop);
            if ((int)answer.StatusCode == 301) answer = await ada.GetAsync(answer.Headers.Location, Newsroom.Stop);
            Assert.True(answer.StatusCode == HttpStatusCode.OK || path.EndsWith("/delete", StringComparison.Ordinal), $"{path} answered {answer.StatusCode}");
            faults.AddRange((await queries.Faults(newsroom, isLaterPage: path.Contains("before=", StringComparison.Ordinal) || path.Contains("after=", StringComparison.Ordinal))).Select(fault => $"{path}: {fault}"));
        }
        Assert.Equal("", string.Join("\n", faults));
    }

    [Fact]
    public async Task What_the_desk_does_and_what_follows_of_it_reads_by_index()
    {
        using var queries = new Queries();
        await using var newsroom = await Open();
        using var ada = await newsroom.SignedIn("ada");
        var line = await newsroom.Arrives(new());
        queries.ListenTo(newsroom.Data);
        var taken = (await ada.Submit($"/desk/wire/{line}", "#take")).Headers.Location!.OriginalString.Split('?')[0];
        await ada.Submit(taken, "#story-form", new Dictionary<string, string> { ["Headline"] = "Ferries wait in fog", ["Topic-1"] = "on", ["Storyline"] = "2" });
        await ada.Submit(taken + "/picture", ".library form");
        await ada.Submit(taken + "/publish", "#schedule", new Dictionary<string, string> { ["On"] = "2999-01-01", ["At"] = "07:30" });
        await ada.Submit(taken + "/publish", "#publish");
        await newsroom.Arrives(new(Version: 2, Headline: "Corrected"));
        await ada.GetAsync(taken + "/agency", Newsroom.Stop);
        await ada.Submit(taken, "#story-form", new Dictionary<string, string> { ["Headline"] = "Ferries go" });
        await ada.Submit(taken + "/publish", "#publish");
        await Newsroom.Eventually(() => ada.Page("/search?q=ferries"), page => page.QuerySelector("main .item, main li, main article") is not null);
        await ada.Submit(taken + "/withdraw", "#withdraw", new Dictionary<string, string> { ["Reason"] = "It was wrong." });
        await ada.Submit("/desk/topics/new", "#subject", new Dictionary<string, string> { ["Name"] = "Fog" });
        await ada.Submit("/desk/writers/new", "#subject", new Dictionary<string, string> { ["Name"] = "Ann Lee" });
        await ada.Submit("/desk/topics/4", "#remove");
        await ada.Submit("/desk/paper", "#paper", new Dictionary<string, string> { ["Tagline"] = "Each morning" });
        await ada.Submit($"/desk/pictures/{await newsroom.Hang()}/delete", "#delete");
        await ada.Submit("/desk/texts/about", "#text-form", new Dictionary<string, string> { ["Body"] = "<p>About us.</p>" });
        var draft = await newsroom.Draft(Printing.Gate);
        await ada.Submit($"/desk/stories/{draft}/delete", "#delete");
        Assert.Equal("", string.Join("\n", await queries.Faults(newsroom)));
    }

    static async Task<Newsroom> Open()
    {
        var newsroom = await Newsroom.Open(Database.Sqlite);
        await newsroom.Gather(SubjectKind.Topic, "Gate");
        await newsroom.Gather(SubjectKind.Storyline, "The gate");
        await newsroom.Gather(SubjectKind.Writer, "Tomas Ekwall");
        var picture = await newsroom.Hang();
        for (var story = 0; story < 40; story++) await newsroom.Print(Printing.Gate with { PictureNumber = picture, Subjects = "1 2" });
        return newsroom;
    }

    static IEnumerable<string> Faults(SqliteConnection connection, string sql, bool isLaterPage)
    {
        using var explain = connection.CreateCommand();
        explain.CommandText = "EXPLAIN QUERY PLAN " + sql;
        foreach (var name in Regex.Matches(sql, @"@\w+").Select(match => match.Value).Distinct()) explain.Parameters.AddWithValue(name, 1);
        using var rows = explain.ExecuteReader();
        while (rows.Read())
        {
            var step = rows.GetString(3);
            // A later page begins where the one before ended: walked from the newest, the index is no help.
            if (isLaterPage && Regex.Match(step, @"^SCAN (\w+) USING (?:COVERING )?INDEX (?!\w*forbidden)") is { Success: true } walked && !small.Contains(TableOf(sql, walked.Groups[1].Value))) yield return $"{step} in {sql}";
            var scanned = Regex.Match(step, @"^SCAN (\w+)(?! USING (COVERING )?INDEX)");
            if (scanned.Success && !step.StartsWith("SCAN CONSTANT ROW", StringComparison.Ordinal) && !step.Contains("INDEX", StringComparison.Ordinal) && !IsItsOwnPart(sql, scanned.Groups[1].Value) && !small.Contains(TableOf(sql, scanned.Groups[1].Value))) yield return $"{step} in {sql}";
        }
    }

    /// <summary>The rows that an inner query found, read once by the outer.</summary>
    static bool IsItsOwnPart(string sql, string alias) => sql.Contains($") AS \"{alias}\"", StringComparison.Ordinal);

    /// <summary>The table behind an alias such as "s".</summary>
    static string TableOf(string sql, string alias) =>
        Regex.Match(sql, $"(?:FROM|JOIN|UPDATE) \"?(\\w+)\"?(?:\\([^)]*\\))? AS \"{Regex.Escape(alias)}\"") is { Success: true } named ? named.Groups[1].Value : alias;

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
            if (value.Value is CommandExecutedEventData ran && data is { } folder && ran.Command.Connection!.ConnectionString.Contains(folder, StringComparison.Ordinal) && Regex.IsMatch(ran.Command.CommandText, "SELECT|UPDATE|DELETE"))
                Seen.Add(ran.Command.CommandText);
        }

        /// <summary>What was run since it was cleared and does not find its rows by an index.</summary>
        public async Task<IReadOnlyList<string>> Faults(Newsroom newsroom, bool isLaterPage = false)
        {
            await using var connection = new SqliteConnection($"Data Source={newsroom.Data}/broadsheet.db;Mode=ReadOnly;Pooling=False");
            await connection.OpenAsync(Newsroom.Stop);
            return [.. Seen.Distinct().SelectMany(sql => QueryPlanTests.Faults(connection, sql, isLaterPage))];
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
