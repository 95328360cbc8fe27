using System.Globalization;
using Broadsheet.Desk.WireSources;
using Broadsheet.Tests.World;
using Broadsheet.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Tests.Wire;

/// <summary>Feeds that are asked over HTTP: what they send, how they fail, and that nothing is lost.</summary>
public sealed class FeedTests
{
    static string Rss(params IEnumerable<string> items) => $"<rss version=\"2.0\"><channel><title>Harbour News</title><link>https://harbour.example/</link>{string.Concat(items)}</channel></rss>";

    static string Item(string guid, string link, string headline) => $"<item><title>{headline}</title><guid isPermaLink=\"false\">{guid}</guid>{(link.Length > 0 ? $"<link>{link}</link>" : "")}<description>Text of {headline}</description></item>";

    static RequestDelegate Answers(Func<string> feed) => http =>
    {
        http.Response.ContentType = "application/rss+xml";
        return http.Response.WriteAsync(feed(), Newsroom.Stop);
    };

    static Task<Newsroom> Open(Database database, OtherMachine machine) => Newsroom.Open(database, new Dictionary<string, string?> { ["Broadsheet:Outside:AllowedHosts"] = machine.Host, ["Broadsheet:Outside:TimeoutSeconds"] = "2" });

    static async Task<int> Follow(Newsroom newsroom, string name, Uri feed)
    {
        var (id, taken) = await newsroom.Get<SaveSource>().Save(null, new SourceForm(name, SourceForm.AsFeed, feed.AbsoluteUri, "", "5", "Europe/London", null), Newsroom.Stop);
        Assert.Null(taken);
        return id!.Value;
    }

    static async Task<Source> SourceOf(Newsroom newsroom, int id)
    {
        await using var db = await newsroom.Read();
        return await db.Sources.SingleAsync(source => source.Id == id, Newsroom.Stop);
    }

    /// <summary>Asks once more and waits until that was done.</summary>
    static async Task<Source> Visit(Newsroom newsroom, int id)
    {
        var before = await Visited(newsroom, id);
        await newsroom.Get<SaveSource>().Ask(id, Newsroom.Stop);
        return await Newsroom.Eventually(async () => await SourceOf(newsroom, id), source => (source.LastSuccessAt, source.LastErrorAt) != (before.LastSuccessAt, before.LastErrorAt));
    }

    /// <summary>Once its first visit is over.</summary>
    static Task<Source> Visited(Newsroom newsroom, int id) => Newsroom.Eventually(async () => await SourceOf(newsroom, id), source => (source.LastSuccessAt ?? source.LastErrorAt) is not null);

    [Theory, OnBothDatabases]
    public async Task A_feed_is_asked_its_items_stand_in_the_inbox_and_what_did_not_change_is_not_sent_again(Database database)
    {
        await using var machine = await OtherMachine.Start(http =>
        {
            http.Response.Headers.ETag = "\"one\"";
            http.Response.Headers.LastModified = "Tue, 24 Nov 2026 05:00:00 GMT";
            if (http.Request.Headers.IfNoneMatch == "\"one\"")
            {
                http.Response.StatusCode = 304;
                return Task.CompletedTask;
            }
            return http.Response.WriteAsync(Rss(Item("1", "https://harbour.example/1", "One"), Item("2", "https://harbour.example/2", "Two")), Newsroom.Stop);
        });
        await using var newsroom = await Open(database, machine);
        var id = await Follow(newsroom, "harbour", new Uri(machine.Address, "/feed"));
        var inbox = await Newsroom.Eventually(newsroom.Inbox, inbox => inbox.Count == 2);
        Assert.Equal(["One", "Two"], inbox.Select(line => line.Headline).Order());
        Assert.Equal(("Harbour News", true, "rss"), (inbox[0].Agency, inbox[0].IsStory, inbox[0].Item!.Format));

        await Visited(newsroom, id);
        var source = await Visit(newsroom, id);
        Assert.Equal(("\"one\"", "Tue, 24 Nov 2026 05:00:00 GMT"), (machine.Asked.Last().Headers.IfNoneMatch.ToString(), machine.Asked.Last().Headers.IfModifiedSince.ToString()));
        Assert.True(source is { Failures: 0, LastError: null });
        Assert.Equal(2, (await newsroom.Inbox()).Count);
        Assert.Equal(2, await newsroom.Events(WireItemArrived.Name));
    }

    [Theory, OnBothDatabases]
    public async Task One_guid_on_ten_items_empty_guids_and_none_lose_nothing_and_the_source_says_what_is_odd(Database database)
    {
        var feed = Rss([.. Enumerable.Range(1, 10).Select(number => Item("same", $"https://harbour.example/{number}", $"Ten {number}")),
            .. Enumerable.Range(11, 2).Select(number => Item("", $"https://harbour.example/{number}", $"Empty {number}")),
            "<item><title>Nothing to know it by</title><description>Text</description></item>"]);
        await using var machine = await OtherMachine.Start(Answers(() => feed));
        await using var newsroom = await Open(database, machine);
        var id = await Follow(newsroom, "one", new Uri(machine.Address, "/one"));
        var other = await Follow(newsroom, "other", new Uri(machine.Address, "/other"));
        await Newsroom.Eventually(newsroom.Inbox, inbox => inbox.Count == 26);
        await Visited(newsroom, other);
        var source = await Visited(newsroom, id);
        Assert.Equal([(Oddity.OneGuidForSeveral, 10), (Oddity.NoGuid, 2), (Oddity.NothingToKnowBy, 1)], Oddity.Read(source.Oddities).Select(oddity => (oddity.Key, oddity.Count)));

        // The same again, in other words for the server: nothing comes twice.
        feed = feed.Replace("<link>https://harbour.example/</link>", "<link>https://harbour.example/</link><ttl>5</ttl>", StringComparison.Ordinal);
        await Visit(newsroom, id);
        Assert.Equal(26, (await newsroom.Inbox()).Count);
        Assert.Equal(26, await newsroom.Events(WireItemArrived.Name));

        // Of ten only one is left: it is known.
        feed = Rss(Item("same", "https://harbour.example/3", "Ten 3, mended"));
        await Visit(newsroom, id);
        var inbox = await Newsroom.Eventually(newsroom.Inbox, inbox => inbox[0].Versions == 2);
        Assert.Equal((26, "Ten 3, mended"), (inbox.Count, inbox[0].Headline));

        using var pia = await newsroom.SignedIn("pia");
        feed = Rss([.. Enumerable.Range(1, 10).Select(number => Item("same", $"https://harbour.example/{number}", $"Ten {number}"))]);
        await Visit(newsroom, id);
        var page = await pia.Page(string.Create(CultureInfo.InvariantCulture, $"/desk/sources/{id}"));
        Assert.Contains("10 items under one identifier", page.QuerySelector("#oddities")!.TextContent, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_feed_that_makes_new_guids_each_time_it_is_built_sends_no_doubles_and_a_mended_text_is_a_version(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        for (var build = 1; build <= 3; build++)
            await newsroom.Take(Rss(Item($"{build}a", "https://harbour.example/1", "Gate closed"), Item($"{build}b", "https://www.harbour.example/2", "Ferry late")));
        Assert.All(await newsroom.Inbox(), line => Assert.Equal(1, line.Versions));
        Assert.Equal(2, await newsroom.Events(WireItemArrived.Name));
        Assert.Equal(1, (await newsroom.Take(Rss(Item("4a", "http://harbour.example/1", "Gate closed again")))).Newer);
        Assert.Equal(["Gate closed again", "Ferry late"], (await newsroom.Inbox()).Select(line => line.Headline));
    }

    [Theory, OnBothDatabases]
    public async Task One_guid_for_all_is_still_for_all_when_one_item_alone_is_left_or_comes_new(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        static IEnumerable<string> Items(params IEnumerable<int> numbers) => numbers.Select(number => Item("same", $"https://harbour.example/{number}", $"Item {number}"));
        await newsroom.Take(Rss(Items(1)));
        await newsroom.Take(Rss(Items(Enumerable.Range(1, 10))));
        Assert.Equal(10, (await newsroom.Inbox()).Count);
        foreach (var alone in new[] { 1, 5, 11, 12, 11 }) await newsroom.Take(Rss(Items(alone)));
        await newsroom.Take(Rss(Items(Enumerable.Range(1, 12))));
        Assert.Equal(Enumerable.Range(1, 12).Select(number => $"Item {number}"), (await newsroom.Inbox()).OrderBy(line => line.Id).Select(line => line.Headline));
        Assert.All(await newsroom.Inbox(), line => Assert.Equal(1, line.Versions));
    }

    [Theory, OnBothDatabases]
    public async Task A_feed_that_numbers_its_places_lets_no_item_take_the_line_of_another(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        static string Places(params IEnumerable<string> names) => Rss(names.Select((name, at) => Item($"{at + 1}", $"https://harbour.example/{name}", name)));
        await newsroom.Take(Places("gate", "ferry", "ice"));
        await newsroom.Take(Places("fog", "gate", "ferry"));
        await newsroom.Take(Places("eels", "fog", "gate"));
        Assert.Equal(["gate", "ferry", "ice", "fog", "eels"], (await newsroom.Inbox()).OrderBy(line => line.Id).Select(line => line.Headline));
        Assert.All(await newsroom.Inbox(), line => Assert.Equal(1, line.Versions));
    }

    [Theory, OnBothDatabases]
    public async Task An_address_that_several_items_or_the_whole_site_have_makes_no_two_items_one(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        foreach (var number in new[] { "1", "2" }) await newsroom.Take(Rss(Item(number, "https://harbour.example/", $"Front {number}")));
        await newsroom.Take(Rss(Item("3", "https://harbour.example/live", "Live 3"), Item("4", "https://harbour.example/live", "Live 4")));
        await newsroom.Take(Rss(Item("5", "https://harbour.example/live", "Live 5")));
        Assert.Equal(["Front 1", "Front 2", "Live 3", "Live 4", "Live 5"], (await newsroom.Inbox()).Select(line => line.Headline).Order());
    }

    [Theory, OnBothDatabases]
    public async Task A_publisher_that_moves_to_https_or_takes_www_away_sends_no_doubles_and_a_mended_headline_is_a_version(Database database)
    {
        var feed = Rss(Item("http://www.harbour.example/1", "http://www.harbour.example/1", "Gate closed"), Item("", "http://harbour.example/2", "Ferry late"));
        await using var machine = await OtherMachine.Start(Answers(() => feed));
        await using var newsroom = await Open(database, machine);
        var id = await Follow(newsroom, "harbour", machine.Address);
        await Newsroom.Eventually(newsroom.Inbox, inbox => inbox.Count == 2);
        await Visited(newsroom, id);

        foreach (var (guid, headline, versions) in new[] { ("https://www.harbour.example/1", "Gate closed", 1), ("https://harbour.example/1", "Gate closed again", 2), ("http://harbour.example/1", "Gate closed", 3) })
        {
            feed = Rss(Item(guid, "https://elsewhere.example/" + versions, headline), Item("", "https://www.harbour.example/2", "Ferry late"));
            await Visit(newsroom, id);
            var inbox = await newsroom.Inbox();
            Assert.Equal(2, inbox.Count);
            Assert.Contains(inbox, line => line.Headline == headline);
        }
    }

    [Theory, OnBothDatabases]
    public async Task Two_spellings_of_an_address_in_one_feed_are_two_items(Database database)
    {
        await using var machine = await OtherMachine.Start(Answers(() => Rss(Item("http://harbour.example/1", "", "One"), Item("https://harbour.example/1", "", "Other"))));
        await using var newsroom = await Open(database, machine);
        var id = await Follow(newsroom, "harbour", machine.Address);
        await Newsroom.Eventually(newsroom.Inbox, inbox => inbox.Count == 2);
        await Visited(newsroom, id);
        await Visit(newsroom, id);
        Assert.Equal(2, await newsroom.Events(WireItemArrived.Name));
    }

    [Theory, OnBothDatabases]
    public async Task A_source_that_is_down_says_so_in_plain_words_with_its_last_success_and_is_asked_ever_less_often(Database database)
    {
        var status = 200;
        await using var machine = await OtherMachine.Start(http =>
        {
            http.Response.StatusCode = status;
            if (status == 429) http.Response.Headers.RetryAfter = "7200";
            return status == 200 ? http.Response.WriteAsync(Rss(Item("1", "", "One")), Newsroom.Stop) : Task.CompletedTask;
        });
        await using var newsroom = await Open(database, machine);
        var id = await Follow(newsroom, "harbour", machine.Address);
        await Newsroom.Eventually(newsroom.Inbox, inbox => inbox.Count == 1);
        var healthy = await Visited(newsroom, id);

        status = 503;
        var down = await Visit(newsroom, id);
        Assert.Equal((1, true, healthy.LastSuccessAt), (down.Failures, down.IsInTrouble, down.LastSuccessAt));
        var again = await Visit(newsroom, id);
        Assert.True(again.DueAt - again.LastErrorAt > (down.DueAt - down.LastErrorAt) * 1.5, $"{down.DueAt - down.LastErrorAt}, then {again.DueAt - again.LastErrorAt}");
        status = 429;
        var tooOften = await Visit(newsroom, id);
        Assert.InRange((tooOften.DueAt - tooOften.LastErrorAt)!.Value.TotalMinutes, 120, 133);
        status = 410;
        var gone = await Visit(newsroom, id);
        Assert.True(gone.DueAt - gone.LastErrorAt >= TimeSpan.FromHours(24));

        using var pia = await newsroom.SignedIn("pia");
        var list = (await pia.Page("/desk/sources")).QuerySelector(".sources")!.TextContent;
        Assert.Contains("In trouble", list, StringComparison.Ordinal);
        Assert.Contains("gone for good", list, StringComparison.Ordinal);
        Assert.Contains("once a day", list, StringComparison.Ordinal);
        Assert.Contains("Last success", list, StringComparison.Ordinal);

        status = 200;
        Assert.True(await Visit(newsroom, id) is { Failures: 0, IsInTrouble: false });
        Assert.Single(await newsroom.Inbox());
    }

    [Theory, OnBothDatabases]
    public async Task A_feed_that_cannot_be_read_is_noted_once_with_its_place_and_the_others_go_on(Database database)
    {
        await using var machine = await OtherMachine.Start(http => http.Request.Path == "/good"
            ? http.Response.WriteAsync(Rss(Item("1", "", "One")), Newsroom.Stop)
            : http.Response.WriteAsync("{\"items\":[{\"uri\":\"x\",,}]}", Newsroom.Stop));
        await using var newsroom = await Open(database, machine);
        var bad = await Follow(newsroom, "bad", new Uri(machine.Address, "/bad"));
        await Follow(newsroom, "good", new Uri(machine.Address, "/good"));
        await Newsroom.Eventually(newsroom.Inbox, inbox => inbox.Count == 1);
        await Visited(newsroom, bad);
        var source = await Visit(newsroom, bad);
        Assert.Equal(2, source.Failures);
        Assert.Contains("line 1", SourceTrouble.Parse(source.LastError!).English, StringComparison.Ordinal);
        Assert.Contains("line 1", SourceTrouble.Parse(Assert.Single(await newsroom.Refusals()).Reason).English, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_feed_that_breaks_off_gives_what_was_whole_and_is_asked_for_the_rest(Database database)
    {
        var feed = Rss(Item("1", "", "One")) is var whole ? whole[..whole.IndexOf("</channel>", StringComparison.Ordinal)] + "<item><guid>2</guid><title>Ha" : "";
        await using var machine = await OtherMachine.Start(http =>
        {
            http.Response.Headers.ETag = "\"one\"";
            return http.Response.WriteAsync(feed, Newsroom.Stop);
        });
        await using var newsroom = await Open(database, machine);
        var id = await Follow(newsroom, "harbour", machine.Address);
        await Newsroom.Eventually(newsroom.Inbox, inbox => inbox.Count == 1);
        Assert.Null((await Visited(newsroom, id)).ETag);
        feed = Rss(Item("1", "", "One"), Item("2", "", "Half no more"));
        await Visit(newsroom, id);
        Assert.Equal(["Half no more", "One"], (await newsroom.Inbox()).Select(line => line.Headline).Order());
        Assert.Equal(2, await newsroom.Events(WireItemArrived.Name));
    }

    [Theory, OnBothDatabases]
    public async Task After_a_restart_a_feed_is_asked_when_it_is_due_and_not_before(Database database)
    {
        await using var machine = await OtherMachine.Start(Answers(() => Rss(Item("1", "", "One"))));
        var newsroom = await Open(database, machine);
        var id = await Follow(newsroom, "harbour", machine.Address);
        await Newsroom.Eventually(newsroom.Inbox, inbox => inbox.Count == 1);
        var before = await Visited(newsroom, id);
        await newsroom.CloseKeepingData();
        await using var again = await newsroom.OpenAgain();
        var after = await SourceOf(again, id);
        Assert.Equal((before.DueAt, before.AnswerHash), (after.DueAt, after.AnswerHash));
        Assert.Single(machine.Asked);
    }

    [Theory, OnBothDatabases]
    public async Task One_agency_cannot_change_the_items_of_another(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await newsroom.Take(Sent.G2("urn:norra:1"), "norra");
        await newsroom.Take(Sent.G2("urn:norra:1", "2", "Not theirs", meta: "<pubStatus qcode=\"stat:canceled\"/>"), "coast");
        Assert.Equal([("norra", "Harbour closed by ice"), ("coast", "Not theirs")], (await newsroom.Inbox()).OrderBy(line => line.Id).Select(line => (line.Source!.Name, line.Headline)));
    }
}
