using System.Text;
using Broadsheet.NewsFormats;
using Broadsheet.Tests.World;
using Broadsheet.Wire;
using Broadsheet.Wire.Intake;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Tests.Wire;

public sealed class IngestTests
{
    [Theory, OnBothDatabases]
    public async Task A_new_item_stands_in_the_inbox_and_can_be_read_back_whole(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var sent = Sent.G2("urn:norra:1", meta: "<embargoed>2027-01-01T08:00:00+01:00</embargoed><signal qcode=\"sig:correction\"/>", more: "<urgency>1</urgency><creditline>Norra</creditline><keyword>ice</keyword>");
        var result = await newsroom.Take(sent);
        Assert.Equal((1, 0, 0, 0, 0), (result.New, result.Newer, result.Older, result.Same, result.Refused));

        var line = Assert.Single(await newsroom.Inbox());
        Assert.Equal("Harbour closed by ice", line.Headline);
        Assert.Equal(("Norra", "usable", 1), (line.Agency, line.Status, line.Urgency));
        Assert.True(line is { IsStory: true, IsFlash: true, IsCorrection: true, SeenAt: null, TakenAt: null, Versions: 1, Version: 1, Words: 6 });
        Assert.Equal(new DateTimeOffset(2027, 1, 1, 7, 0, 0, TimeSpan.Zero), line.EmbargoedUntil);
        Assert.Equal(1, await newsroom.Events(WireItemArrived.Name));

        var item = NewsReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(sent)), null, Newsroom.Stop).Items[0];
        Assert.Equal(NewsItemJson.ToLine("f", item), NewsItemJson.ToLine("f", line.Item!.Read()));
        Assert.Equal(item.ContentHash, line.Item.Read().ContentHash);
    }

    [Theory, OnBothDatabases]
    public async Task Taking_the_same_again_changes_nothing(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await newsroom.Take(Sent.G2("urn:norra:1"));
        var before = Assert.Single(await newsroom.Inbox());
        var again = await newsroom.Take(Sent.G2("urn:norra:1"));
        Assert.Equal((0, 1, 0), (again.New, again.Same, again.Refused));
        var after = Assert.Single(await newsroom.Inbox());
        Assert.Equal((before.ArrivedAt, before.ItemId, before.Versions), (after.ArrivedAt, after.ItemId, after.Versions));
        Assert.Equal(1, await newsroom.Events(WireItemArrived.Name));
    }

    [Theory, OnBothDatabases]
    public async Task A_higher_version_replaces_a_lower_one_and_is_unseen_at_the_top_again(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await newsroom.Take(Sent.G2("urn:norra:1", "9", "Nine"));
        await newsroom.Take(Sent.G2("urn:norra:2", "1", "Another"));
        var line = (await newsroom.Inbox())[1];
        await newsroom.Writer.Write(async (db, stop) => await db.InboxLines.Where(one => one.Id == line.Id).ExecuteUpdateAsync(set => set.SetProperty(one => one.TakenAs, 1007).SetProperty(one => one.SeenAt, DateTimeOffset.UnixEpoch), stop), Newsroom.Stop);
        Assert.NotNull((await newsroom.Inbox())[1].SeenAt);

        var newer = await newsroom.Take(Sent.G2("urn:norra:1", "10", "Ten"));
        Assert.Equal(1, newer.Newer);
        var top = (await newsroom.Inbox())[0];
        Assert.True(top is { Headline: "Ten", Version: 10, Versions: 2, SeenAt: null, TakenAs: 1007 });
        Assert.Equal("Ten", top.Item!.Read().Headline);
    }

    [Theory, OnBothDatabases]
    public async Task A_lower_version_that_comes_late_is_kept_and_replaces_nothing(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await newsroom.Take(Sent.G2("urn:norra:1", "2026112405000010", "Large"));
        var late = await newsroom.Take(Sent.G2("urn:norra:1", "2026112405000009", "Late"));
        Assert.Equal((0, 0, 1), (late.New, late.Newer, late.Older));
        Assert.Contains("stays", Assert.Single(late.Messages), StringComparison.Ordinal);
        Assert.True(Assert.Single(await newsroom.Inbox()) is { Headline: "Large", Versions: 2 });
        Assert.Equal(1, await newsroom.Events(WireItemArrived.Name));
        Assert.Equal(1, (await newsroom.Take(Sent.G2("urn:norra:1", "2026112405000009", "Late"))).Same);
    }

    [Theory, OnBothDatabases]
    public async Task The_same_version_with_other_content_is_refused_where_the_desk_sees_it(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await newsroom.Take(Sent.G2("urn:norra:1", "3", "First"));
        var other = await newsroom.Take(Sent.G2("urn:norra:1", "3", "Second"), file: "second.xml");
        Assert.True(other is { Refused: 1, NothingWasTaken: true });
        Assert.Equal("First", Assert.Single(await newsroom.Inbox()).Headline);
        var refusal = Assert.Single(await newsroom.Refusals());
        Assert.Equal("second.xml", refusal.File);
        Assert.Contains("Version 3 of urn:norra:1", SourceTrouble.Parse(refusal.Reason).English, StringComparison.Ordinal);
        Assert.Equal(1, await newsroom.Events(WireItemRefused.Name));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_refused_for_its_number_is_heeded_where_it_forbids_and_only_there(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await newsroom.Take(Sent.G2("urn:norra:1", "3", "First"));
        var embargo = new DateTimeOffset(2099, 12, 24, 18, 0, 0, TimeSpan.Zero);
        Assert.Equal(1, (await newsroom.Take(Sent.G2("urn:norra:1", "3", "First", meta: "<embargoed>2099-12-24T18:00:00Z</embargoed>"), file: "held.xml")).Refused);
        Assert.Equal(("usable", embargo), (await newsroom.Inbox())[0] is var held ? (held.Status, held.EmbargoedUntil) : default);
        Assert.Equal(2, await newsroom.Events(WireItemArrived.Name));

        await newsroom.Take(Sent.G2("urn:norra:1", "3", "Second").Replace("stat:usable", "stat:withheld", StringComparison.Ordinal), file: "withheld.xml");
        await newsroom.Take(Sent.G2("urn:norra:1", "3", "Third", meta: "<embargoed>2030-01-01T00:00:00Z</embargoed>"), file: "sooner.xml");
        Assert.Equal(("First", "withheld", embargo), (await newsroom.Inbox())[0] is var still ? (still.Headline, still.Status, still.EmbargoedUntil) : default);
        Assert.Equal(3, await newsroom.Events(WireItemArrived.Name));
    }

    [Theory, OnBothDatabases]
    public async Task A_kill_under_the_number_of_what_it_kills_is_heeded_and_is_no_trouble(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await newsroom.Take(Sent.G2("urn:norra:1", "3", "First"));
        var kill = Sent.G2("urn:norra:1", "3", "KILL").Replace("stat:usable", "stat:canceled", StringComparison.Ordinal);
        Assert.True(await newsroom.Take(kill) is { Newer: 1, Refused: 0, LastRefusal: null });
        Assert.Equal("canceled", Assert.Single(await newsroom.Inbox()).Status);
        Assert.True(await newsroom.Take(kill) is { Same: 1, Refused: 0 });
        Assert.Empty(await newsroom.Refusals());
        Assert.Equal(2, await newsroom.Events(WireItemArrived.Name));
    }

    [Fact]
    public async Task What_is_no_character_in_a_headline_holds_up_no_item()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        await newsroom.Take("""{"uri":"urn:norra:1","type":"text","version":"1","headline":"Wire \ufffe head","body_xhtml":"<p>Text&#xFFFE;</p>"}""");
        var line = Assert.Single(await newsroom.Inbox());
        Assert.Equal("Wire \uFFFD head", line.Headline);
        using var jon = await newsroom.SignedIn("jon");
        Assert.Equal(System.Net.HttpStatusCode.OK, (await jon.GetAsync("/desk/wire?q=%EF%BF%BE", Newsroom.Stop)).StatusCode);
    }

    [Theory, OnBothDatabases]
    public async Task Two_sources_with_one_guid_stay_apart(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await newsroom.Take(Sent.G2("urn:norra:1", "5", "Of Norra"), source: "norra");
        var other = await newsroom.Take(Sent.G2("urn:norra:1", "4", "Of Coastline"), source: "coastline");
        Assert.Equal(1, other.New);
        Assert.Equal(["Of Coastline", "Of Norra"], (await newsroom.Inbox()).Select(line => line.Headline).Order());
    }

    [Theory, OnBothDatabases]
    public async Task Without_a_version_a_mended_headline_is_a_version_and_not_a_second_item(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await newsroom.Take(Sent.Ninjs("urn:norra:1", "Harbuor closed"));
        Assert.Equal(1, (await newsroom.Take(Sent.Ninjs("urn:norra:1", "Harbuor closed"))).Same);
        Assert.Equal(1, (await newsroom.Take(Sent.Ninjs("urn:norra:1", "Harbour closed"))).Newer);
        Assert.True(Assert.Single(await newsroom.Inbox()) is { Headline: "Harbour closed", Version: 2 });
        // Taken back: the agency says nothing of when, so it counts as the newest.
        Assert.Equal(1, (await newsroom.Take(Sent.Ninjs("urn:norra:1", "Harbuor closed"))).Newer);
        Assert.Equal(3, Assert.Single(await newsroom.Inbox()).Version);
    }

    [Theory, OnBothDatabases]
    public async Task Without_a_version_an_old_file_sent_again_is_the_same_if_it_tells_when_it_was_made(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        const string first = ",\"versioncreated\":\"2026-11-24T05:00:00Z\"", second = ",\"versioncreated\":\"2026-11-24T06:00:00Z\"";
        await newsroom.Take(Sent.Ninjs("urn:norra:1", "First", more: first));
        await newsroom.Take(Sent.Ninjs("urn:norra:1", "Second", more: second));
        Assert.Equal(1, (await newsroom.Take(Sent.Ninjs("urn:norra:1", "First", more: first))).Same);
        Assert.Equal("Second", Assert.Single(await newsroom.Inbox()).Headline);
    }

    [Fact]
    public void One_guid_on_different_links_in_a_document_loses_none_and_no_guid_is_known_by_its_link()
    {
        var items = Enumerable.Range(1, 10).Select(number => Item("one", "https://norra.example/" + number)).Append(Item(null, "https://norra.example/x")).Append(Item(null, null)).ToList();
        var arrivals = Arrival.Of(new NewsDocument("rss", items));
        Assert.Equal(12, arrivals.Select(arrival => arrival.Guid).Distinct().Count());
        Assert.Equal("one https://norra.example/3", arrivals[2].Guid);
        Assert.Equal("https://norra.example/x", arrivals[10].Guid);
        Assert.StartsWith("sha256:", arrivals[11].Guid, StringComparison.Ordinal);
        // The next time nine of the ten have left the feed: it is still known by both.
        Assert.Equal("one https://norra.example/3", Assert.Single(Arrival.Of(new NewsDocument("rss", [items[2]]))).KnownAs[0]);

        static NewsItem Item(string? guid, string? link) => new() { Format = "rss", Guid = guid, Type = "text", Headline = guid + link, Links = link is null ? [] : [new NewsLink("alternate", link)] };
    }

    [Theory, OnBothDatabases]
    public async Task All_members_of_a_message_are_items_and_a_plan_is_never_offered_as_a_story(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var text = Sent.G2("urn:norra:1")[38..];
        var picture = Sent.G2("urn:norra:2", headline: "Ice").Replace("ninat:text", "ninat:picture", StringComparison.Ordinal)[38..];
        var plan = """<planningItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:norra:3" version="1"><itemMeta><itemClass qcode="plinat:newscoverage"/><provider literal="Norra"/><versionCreated>2026-11-24T05:00:00Z</versionCreated></itemMeta></planningItem>""";
        var result = await newsroom.Take($"<newsMessage xmlns=\"http://iptc.org/std/nar/2006-10-01/\"><header><sent>2026-11-24T05:00:00Z</sent></header><itemSet>{text}{picture}{plan}</itemSet></newsMessage>");
        Assert.Equal(3, result.New);
        var lines = await newsroom.Inbox();
        Assert.Equal("urn:norra:1", Assert.Single(lines, line => line.IsStory).Guid);
        Assert.Equal("urn:norra:3", Assert.Single(lines, line => line.Guid.EndsWith('3')).Headline);
    }

    [Theory, OnBothDatabases]
    public async Task A_message_of_a_thousand_items_comes_in_whole(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var items = string.Concat(Enumerable.Range(0, 1_000).Select(number => $"<newsItem guid=\"urn:norra:{number}\" version=\"1\"><contentMeta><headline>Item {number}</headline></contentMeta></newsItem>"));
        var message = $"<newsMessage xmlns=\"http://iptc.org/std/nar/2006-10-01/\"><header/><itemSet>{items}</itemSet></newsMessage>";
        Assert.Equal(1_000, (await newsroom.Take(message)).New);
        Assert.Equal(1_000, (await newsroom.Take(message)).Same);
        Assert.Equal(1_000, (await newsroom.Inbox()).Count);
        Assert.Equal(1_000, await newsroom.Events(WireItemArrived.Name));
    }

    [Theory, OnBothDatabases]
    public async Task An_item_without_headline_shows_its_slugline_or_first_words(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await newsroom.Take("""{"uri":"urn:norra:1","type":"text","body_xhtml":"<p>Ice &amp; snow</p><p>closed the harbour of Merrin on Tuesday morning for the third time within a week, the port said.</p>"}""");
        await newsroom.Take("""{"uri":"urn:norra:2","type":"text","slugline":"ice","body_xhtml":"<p>Ice</p>"}""");
        await newsroom.Take("""{"uri":"urn:norra:3","type":"text","headline":"\u202e\u2066","slugline":"snow"}""");
        await newsroom.Take("""{"uri":"urn:norra:4","type":"text","headline":"\u200b"}""");
        Assert.Equal(["urn:norra:4", "snow", "ice", "Ice & snow closed the harbour of Merrin on Tuesday morning for the third…"], (await newsroom.Inbox()).Select(line => line.Headline));
    }

    [Theory, OnBothDatabases]
    public async Task Monstrous_guids_and_odd_signs_are_kept_on_both_databases(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var random = new Random(7);
        var guid = string.Concat(Enumerable.Range(0, 9_000).Select(_ => (char)random.Next(0x4e00, 0x9fff)));
        await newsroom.Take(Sent.Ninjs(guid, "Long \\u0000 and \\ud800 odd \\u001b[31m"));
        await newsroom.Take(Sent.Ninjs(guid + "x", "Another"));
        Assert.Equal(1, (await newsroom.Take(Sent.Ninjs(guid + "x", "Another"))).Same);
        var lines = await newsroom.Inbox();
        Assert.Equal(2, lines.Count);
        Assert.DoesNotContain(lines, line => line.Headline.Any(char.IsControl));
    }

    [Theory, OnBothDatabases]
    public async Task A_hundred_items_taken_at_once_by_two_programs_are_there_once(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await newsroom.Source("norra");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var number = 0; number < 25; number++) await newsroom.Take(Sent.G2($"urn:norra:{number}"));
        })));
        var lines = await newsroom.Inbox();
        Assert.Equal(25, lines.Count);
        Assert.All(lines, line => Assert.Equal(1, line.Versions));
        Assert.Equal(25, await newsroom.Events(WireItemArrived.Name));
    }

    [Theory, OnBothDatabases]
    public async Task The_inbox_is_paged_from_where_one_stood_although_newer_lines_came_meanwhile(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        for (var number = 1; number <= 7; number++) await newsroom.Take(Sent.G2($"urn:norra:{number}"));
        await using var db = await newsroom.Read();
        var first = await db.InboxLines.NewestFirst().Take(3).ToListAsync(Newsroom.Stop);
        await newsroom.Take(Sent.G2("urn:norra:8"));
        var place = new InboxPlace(first[^1].ArrivedAt, first[^1].Id);
        var second = await db.InboxLines.NewestFirst(place).Take(3).ToListAsync(Newsroom.Stop);
        Assert.Equal(["urn:norra:4", "urn:norra:3", "urn:norra:2"], second.Select(line => line.Guid));
    }

    [Theory, OnBothDatabases]
    public async Task A_line_seen_in_an_old_version_stays_unseen_in_the_new_one(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await newsroom.Take(Sent.G2("urn:norra:1", "1"));
        var line = Assert.Single(await newsroom.Inbox());
        await newsroom.Take(Sent.G2("urn:norra:1", "2"));
        await See(1);
        Assert.Null(Assert.Single(await newsroom.Inbox()).SeenAt);
        await See(2);
        Assert.NotNull(Assert.Single(await newsroom.Inbox()).SeenAt);

        Task See(long version) => newsroom.Writer.Write((db, stop) => db.MarkSeen(line.Id, version, DateTimeOffset.UnixEpoch, stop), Newsroom.Stop);
    }
}
