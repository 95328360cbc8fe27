using System.Globalization;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.Wire;
using Broadsheet.Tests.World;

namespace Broadsheet.Tests.Desk;

/// <summary>The inbox shows what an editor asked for, and keeps to it.</summary>
public sealed class InboxFilterTests
{
    static async Task<Newsroom> Filled(Database database)
    {
        var newsroom = await Newsroom.Open(database);
        await newsroom.Take(Sent.G2("urn:norra:1", headline: "Hafenbehörde schließt das Tor", more: "<urgency>2</urgency><subject><name>Harbour</name></subject>", text: "Das Tor im Hafen bleibt zu."), "norra");
        await newsroom.Take(Sent.G2("urn:norra:2", headline: "Ferry to Holm is late", more: "<urgency>4</urgency><subject><name>islands, ferries and weather</name></subject>", text: "By an hour, said O'Neil."), "norra");
        await newsroom.Take(Sent.G2("urn:coast:1", headline: "ميناء مرين مغلق", more: "<urgency>1</urgency>", text: "عاصفة"), "coast");
        return newsroom;
    }

    static async Task<IEnumerable<string>> Shown(HttpClient jon, string query) =>
        (await jon.Page("/desk/wire" + query)).QuerySelectorAll("#wire h2").Select(headline => headline.TextContent.Split(' ')[0]).Order(StringComparer.Ordinal);

    [Theory, OnBothDatabases]
    public async Task It_is_filtered_by_source_urgency_section_and_words_alike_on_both_databases(Database database)
    {
        await using var newsroom = await Filled(database);
        using var jon = await newsroom.SignedIn("jon");
        var norra = (await newsroom.Source("norra")).Id;
        Assert.Equal(["Ferry", "Hafenbehörde"], await Shown(jon, string.Create(CultureInfo.InvariantCulture, $"?source={norra}")));
        Assert.Equal(["Hafenbehörde", "ميناء"], await Shown(jon, "?urgency=2"));
        Assert.Equal(["Hafenbehörde"], await Shown(jon, $"?section={newsroom.Section("harbour").Id}"));
        Assert.Equal(["Ferry"], await Shown(jon, $"?section={newsroom.Section("islands").Id}"));
        foreach (var (words, found) in new[]
        {
            ("hafenbehorde", "Hafenbehörde"), ("HAFENBEHÖRDE schliesst", "Hafenbehörde"), ("ferr hol", "Ferry"), ("o'neil", "Ferry"), ("ميناء", "ميناء"), ("hour late", "Ferry"),
        })
            Assert.Equal((words, found), (words, string.Join(' ', await Shown(jon, "?q=" + Uri.EscapeDataString(words)))));
        Assert.Empty(await Shown(jon, "?q=harbor"));
        Assert.Equal(["Hafenbehörde"], await Shown(jon, string.Create(CultureInfo.InvariantCulture, $"?source={norra}&urgency=3&q=tor")));
    }

    [Theory, OnBothDatabases]
    public async Task Whatever_is_typed_is_words_and_never_an_error(Database database)
    {
        await using var newsroom = await Filled(database);
        using var jon = await newsroom.SignedIn("jon");
        foreach (var typed in new[] { "\"", "'", "*", "a OR b", "NOT", "near(", "ferry\" OR \"1", "' | 'x", ":*", "ferry:*&", "\0", "\uD800", "topic_harbour", "%_\\", new string('a', 5_000), "👨‍👩‍👧", "<b>", "-ferry", "ferry & !late" })
        {
            var answer = await jon.GetAsync("/desk/wire?q=" + Uri.EscapeDataString(typed.Replace("\uD800", "", StringComparison.Ordinal)), Newsroom.Stop);
            Assert.True(answer.IsSuccessStatusCode, $"{typed} answered {answer.StatusCode}");
        }
        foreach (var query in new[] { "?source=x&urgency=99&section=-1", "?source=99999999999999&before=nonsense", "?urgency=" })
            Assert.True((int)(await jon.GetAsync("/desk/wire" + query, Newsroom.Stop)).StatusCode is 200 or 400);
    }

    [Theory, OnBothDatabases]
    public async Task The_filter_stays_in_every_address_of_the_page_and_holds_for_the_live_stream(Database database)
    {
        await using var newsroom = await Filled(database);
        using var jon = await newsroom.SignedIn("jon");
        var page = await jon.Page("/desk/wire?urgency=4&q=ferry");
        Assert.Equal("ferry", page.QuerySelector("#filter-words")!.GetAttribute("value"));
        Assert.EndsWith("?urgency=4&q=ferry", page.QuerySelector("#wire h2 a")!.GetAttribute("hx-get"), StringComparison.Ordinal);
        var stream = page.QuerySelector("#wire-live")!.GetAttribute("hx-sse:connect")!;
        Assert.StartsWith("/desk/wire/stream?urgency=4&q=ferry&after=", stream, StringComparison.Ordinal);

        using var asked = new HttpRequestMessage(HttpMethod.Get, stream);
        using var live = await jon.SendAsync(asked, HttpCompletionOption.ResponseHeadersRead, Newsroom.Stop);
        using var lines = new StreamReader(await live.Content.ReadAsStreamAsync(Newsroom.Stop));
        await newsroom.Take(Sent.G2("urn:norra:3", headline: "Nothing of that kind", more: "<urgency>1</urgency>"), "norra");
        await newsroom.Take(Sent.G2("urn:norra:4", headline: "Ferry sails again", more: "<urgency>3</urgency>"), "norra");
        var heard = "";
        while (!heard.Contains("Ferry sails again", StringComparison.Ordinal)) heard += await lines.ReadLineAsync(Newsroom.Stop);
        Assert.DoesNotContain("Nothing of that kind", heard, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task An_open_inbox_hears_of_a_kill_that_its_filter_no_longer_fits(Database database)
    {
        await using var newsroom = await Filled(database);
        using var jon = await newsroom.SignedIn("jon");
        var page = await jon.Page("/desk/wire?q=ferry");
        var line = page.QuerySelector("#wire li")!.GetAttribute("data-line");
        var taken = await jon.Submit($"/desk/wire/{line}", "#take");
        Assert.Null(await newsroom.Get<Broadsheet.Desk.Publishing.Publishing>().Publish(long.Parse(taken.Headers.Location!.OriginalString.Split('/')[^1], CultureInfo.InvariantCulture), 1, Newsroom.Stop));
        await using var stream = await Line.Open(jon, page.QuerySelector("#wire-live")!.GetAttribute("hx-sse:connect")!);
        await newsroom.Take(Sent.G2("urn:norra:2", "2", headline: "KILL", text: "Kill it.").Replace("stat:usable", "stat:canceled", StringComparison.Ordinal), "norra");
        var (alarm, heard) = ("", await stream.Next());
        for (; !heard.Data.Contains("data-line", StringComparison.Ordinal); heard = await stream.Next()) alarm = heard.Data; // one for the publishing, one for the kill
        Assert.Contains("Readers can still read", alarm, StringComparison.Ordinal);
        Assert.Contains($"data-line=\"{line}\"", heard.Data, StringComparison.Ordinal);
        Assert.Contains("class=\"dead\"", heard.Data, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_newer_version_is_found_by_its_own_words(Database database)
    {
        await using var newsroom = await Filled(database);
        using var jon = await newsroom.SignedIn("jon");
        await newsroom.Take(Sent.G2("urn:norra:2", "2", headline: "Boat to Holm is cancelled", text: "No more today."), "norra");
        Assert.Equal(["Boat"], await Shown(jon, "?q=cancelled"));
        Assert.Empty(await Shown(jon, "?q=ferry"));
    }
}
