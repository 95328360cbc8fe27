using System.Net;
using Broadsheet.Stories.Search;
using Broadsheet.Tests.World;

namespace Broadsheet.Tests.Stories;

public sealed class SearchTests
{
    [Theory, OnBothDatabases]
    public async Task A_story_is_found_by_the_beginnings_of_its_words_with_or_without_accents(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await newsroom.Print(Printing.Gate with { Headline = "Fähre nach Ålesund fällt aus", BodyHtml = "<p>Die Straße am Hafen bleibt zu. Łódź, İzmir und مَدرسة.</p>" });
        await newsroom.Print(Printing.Gate with { Headline = "Council meets" });
        using var visitor = newsroom.Visitor();
        await Found(visitor, "council", "Council meets");
        foreach (var typed in new[] { "fahre", "FÄHRE", "ales", "strasse hafen", "Straße", "lodz izm", "مدرس", "tomas ekw fähre" })
            Assert.Equal(["Fähre nach Ålesund fällt aus"], await Headlines(visitor, typed));
        foreach (var typed in new[] { "fahre council", "ähre", "zeppelin", "f" }) Assert.Empty(await Headlines(visitor, typed));
        Assert.Equal(2, (await Headlines(visitor, "merrin")).Count);
        foreach (var signs in new[] { "\"'*", "😀" }) Assert.NotNull((await visitor.Page("/search?q=" + Uri.EscapeDataString(signs))).QuerySelector(".state"));
    }

    [Theory, OnBothDatabases]
    public async Task Only_what_readers_may_read_is_found_and_it_follows_at_once(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var visitor = newsroom.Visitor();
        await newsroom.Draft(Printing.Gate with { Headline = "Gate draft" });
        var held = await newsroom.Print(Printing.Gate with { Headline = "Gate held" }, embargo: newsroom.Now().AddHours(1));
        var gate = await newsroom.Print(Printing.Gate with { Headline = "Gate opens" });
        await Found(visitor, "gate", "Gate opens");
        await newsroom.Reprint(gate, text => text with { Headline = "Sluice opens", BodyHtml = "<p>Nothing.</p>" });
        await Found(visitor, "sluice", "Sluice opens");
        Assert.Empty(await Headlines(visitor, "opens gate"));
        await newsroom.Withdraw(gate, "It was wrong.");
        await Newsroom.Eventually(() => Headlines(visitor, "sluice"), headlines => headlines.Count == 0);
        Assert.True(held > 0);
    }

    [Theory, OnBothDatabases]
    public async Task Whatever_is_typed_is_words_and_nothing_else(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await newsroom.Print(Printing.Gate with { Headline = "Rock and roll, not only" });
        using var visitor = newsroom.Visitor();
        await Found(visitor, "roll", "Rock and roll, not only");
        foreach (var typed in new[] { "rock AND roll", "\"rock\" roll*", "rock NEAR(roll)", "rock' & roll:*", "rock) OR (roll", "NOT only", "rock\0roll" })
            Assert.True(await Headlines(visitor, typed) is ["Rock and roll, not only"] or [], typed);
        foreach (var typed in new[] { "", "\"", "'", "*", "((", "&|!", "\\", "%", "👩‍👩‍👧", new string('x', 5000), "-- ;" })
        {
            var answer = await visitor.GetAsync("/search?q=" + Uri.EscapeDataString(typed), Newsroom.Stop);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{typed}: {answer.StatusCode}");
            Assert.True(answer.Headers.CacheControl is { NoStore: true });
        }
        var wild = await visitor.Page("/search?q=" + Uri.EscapeDataString("</title><script>\"x"));
        Assert.Equal("</title><script>\"x", wild.QuerySelector("#q")!.GetAttribute("value"));
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.GetAsync("/search?q=rock&after=x", Newsroom.Stop)).StatusCode);
    }

    [Theory, OnBothDatabases]
    public async Task Many_are_shown_newest_first_a_page_at_a_time(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        for (var number = 1; number <= 45; number++) await newsroom.Print(Printing.Gate with { Headline = $"Tide {number}" });
        using var visitor = newsroom.Visitor();
        await Newsroom.Eventually(() => Headlines(visitor, "tide 45"), headlines => headlines.Count == 1);
        var (seen, next) = (new List<string>(), (string?)"/search?q=tide");
        while (next is not null)
        {
            var page = await visitor.Page(next);
            seen.AddRange(page.QuerySelectorAll(".found a").Select(link => link.TextContent));
            next = page.QuerySelector("a[rel=next]")?.GetAttribute("href");
        }
        Assert.Equal(Enumerable.Range(1, 45).Reverse().Select(number => $"Tide {number}"), seen);
    }

    [Theory, OnBothDatabases]
    public async Task Words_that_stand_everywhere_or_only_long_ago_are_found_down_to_the_first_story(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        const int stories = 2_060;
        await newsroom.Writer.Write(async (db, stop) =>
        {
            var revisions = Enumerable.Range(1, stories).Select(number => Printing.Write(newsroom, Printing.Gate with { Headline = number <= 30 ? "Old lighthouse" : "Tide gate" })).ToList();
            db.AddRange(revisions);
            await db.SaveChangesAsync(stop);
            foreach (var revision in revisions) revision.Story.Publish(revision, "en", newsroom.Now());
            db.SearchedStories.AddRange(revisions.Select(revision => new SearchedStory { StoryNumber = revision.StoryNumber, Words = SearchedStory.WordsOf(revision.Text) }));
            return await db.SaveChangesAsync(stop);
        }, Newsroom.Stop);
        await using var db = await newsroom.Read();
        var search = newsroom.Get<SearchStories>();
        async Task<List<long>> All(string typed, int most)
        {
            var all = new List<long>();
            for (long? below = null; await search.Find(db, typed, below, most, Newsroom.Stop) is { Count: > 0 } found; below = found[^1]) all.AddRange(found);
            return all;
        }

        var board = await All("board", 500);
        Assert.Equal(stories, board.Count);
        Assert.Equal(board.OrderDescending(), board);
        Assert.Equal(board[^30..], await All("lighth board", 21));
        Assert.Equal(stories - 30, (await All("tide", 700)).Count);
        Assert.Empty(await All("lighthouse tide-gates", 21));
    }

    [Fact]
    public async Task A_program_that_asks_without_end_is_told_to_wait()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var visitor = newsroom.Visitor();
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => visitor.GetAsync("/search?q=gate", Newsroom.Stop)));
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
    }

    static Task<IReadOnlyList<string>> Found(HttpClient visitor, string typed, string headline) => Newsroom.Eventually(() => Headlines(visitor, typed), headlines => headlines.Contains(headline));

    static async Task<IReadOnlyList<string>> Headlines(HttpClient visitor, string typed)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/search?q=" + Uri.EscapeDataString(typed));
        // Each from another place, for there is a limit.
        request.Headers.Add("X-Forwarded-For", $"10.{Random.Shared.Next(256)}.{Random.Shared.Next(256)}.{Random.Shared.Next(256)}");
        return [.. (await FormPosts.Document(await visitor.SendAsync(request, Newsroom.Stop))).QuerySelectorAll(".found a").Select(link => link.TextContent)];
    }
}
