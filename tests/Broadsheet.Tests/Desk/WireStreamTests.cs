using System.Diagnostics;
using System.Net;
using Broadsheet.Readers;
using Broadsheet.Storage.Outbox;
using Broadsheet.Tests.World;

namespace Broadsheet.Tests.Desk;

public sealed class WireStreamTests
{
    [Theory, OnBothDatabases]
    public async Task An_item_that_arrives_is_told_to_every_open_inbox_at_once(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        using var pia = await newsroom.SignedIn("pia");
        var from = await StreamOf(jon);
        await using var jons = await Line.Open(jon, from);
        await using var pias = await Line.Open(pia, from);
        await newsroom.Arrives(new("urn:1", "Second dinghy missing"));
        foreach (var line in new[] { jons, pias }) Assert.Contains("Second dinghy missing", (await line.Next()).Data, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_line_that_broke_is_taken_up_where_it_broke(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        var from = await StreamOf(jon);
        await newsroom.Arrives(new("urn:0", "Between page and stream"));
        string last;
        await using (var line = await Line.Open(jon, from))
        {
            Assert.Contains("Between page and stream", (await line.Next()).Data, StringComparison.Ordinal);
            await newsroom.Arrives(new("urn:1", "Item 1"));
            last = (await line.Next()).Id;
        }
        for (var number = 2; number <= 20; number++) await newsroom.Arrives(new($"urn:{number}", $"Item {number}"));
        await Newsroom.Eventually(() => Task.FromResult(newsroom.Get<NodeFeed>().Seen), seen => seen >= long.Parse(last, System.Globalization.CultureInfo.InvariantCulture) + 19);
        await using var again = await Line.Open(jon, from, last);
        for (var number = 2; number <= 20; number++) Assert.Contains($">Item {number}</a>", (await again.Next()).Data, StringComparison.Ordinal);
        await newsroom.Arrives(new("urn:21", "Item 21"));
        Assert.Contains("Item 21", (await again.Next()).Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_lines_do_not_hold_up_a_paper_that_stops()
    {
        var newsroom = await Newsroom.Open(Database.Sqlite);
        using var jon = await newsroom.SignedIn("jon");
        await using var line = await Line.Open(jon, await StreamOf(jon));
        var began = Stopwatch.GetTimestamp();
        await newsroom.DisposeAsync();
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 3);
    }

    [Fact]
    public async Task Nobody_else_hears_the_wire()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var ida = await newsroom.SignedIn("ida");
        Assert.Equal(HttpStatusCode.Forbidden, (await ida.GetAsync("/desk/wire/stream", Newsroom.Stop)).StatusCode);
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_loses_the_right_to_listen_hears_no_more(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        await using var line = await Line.Open(jon, await StreamOf(jon));
        await newsroom.Get<Registrar>().GiveRole("jon", Role.Reader, Newsroom.Stop);
        Assert.True(await line.Ends());
    }

    static async Task<string> StreamOf(HttpClient editor) => (await editor.Page("/desk/wire")).GetElementById("wire-live")!.GetAttribute("hx-sse:connect")!;
}
