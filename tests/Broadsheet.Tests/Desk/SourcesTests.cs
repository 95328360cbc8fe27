using System.Net;
using Broadsheet.Tests.Wire;
using Broadsheet.Tests.World;
using Broadsheet.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Tests.Desk;

/// <summary>Sources are set up, tried, changed and paused on the desk.</summary>
public sealed class SourcesTests
{
    const string Feed = "<rss version=\"2.0\"><channel><title>Harbour</title><item><guid>1</guid><title>Gate &lt;/script&gt; shut</title></item></channel></rss>";

    static Task<OtherMachine> Machine() => OtherMachine.Start(http => http.Response.WriteAsync(Feed, Newsroom.Stop));

    static Task<Newsroom> Open(Database database, OtherMachine machine) => Newsroom.Open(database, new Dictionary<string, string?> { ["Broadsheet:Outside:AllowedHosts"] = machine.Host });

    static Dictionary<string, string> Typed(string name, string feed) => new() { ["Name"] = name, ["Kind"] = "feed", ["Feed"] = feed, ["Minutes"] = "5", ["Zone"] = "Europe/London" };

    static async Task<List<Source>> Sources(Newsroom newsroom)
    {
        await using var db = await newsroom.Read();
        return await db.Sources.Where(source => source.Name != Broadsheet.Wire.Sources.First).ToListAsync(Newsroom.Stop);
    }

    [Theory, OnBothDatabases]
    public async Task Trying_a_feed_shows_what_it_has_and_changes_nothing(Database database)
    {
        await using var machine = await Machine();
        await using var newsroom = await Open(database, machine);
        using var pia = await newsroom.SignedIn("pia");
        var answer = await pia.Submit("/desk/sources/new", "#source", Typed("harbour", machine.Address.AbsoluteUri), "#try");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var page = await FormPosts.Document(answer);
        Assert.Contains("1 item was read", page.QuerySelector("#tried")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Gate </script> shut", page.QuerySelector("#tried li")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("harbour", page.QuerySelector("#Name")!.GetAttribute("value"));
        Assert.Empty(await Sources(newsroom));
        Assert.Empty(await newsroom.Inbox());
    }

    [Theory, OnBothDatabases]
    public async Task A_feed_is_set_up_asked_paused_and_goes_on(Database database)
    {
        await using var machine = await Machine();
        await using var newsroom = await Open(database, machine);
        using var pia = await newsroom.SignedIn("pia");
        var answer = await pia.Submit("/desk/sources/new", "#source", Typed("harbour", machine.Address.AbsoluteUri));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        await Newsroom.Eventually(newsroom.Inbox, inbox => inbox.Count == 1);
        var address = answer.Headers.Location!.OriginalString.Split('?')[0];

        await pia.Submit(address, "#pause");
        Assert.NotNull(Assert.Single(await Sources(newsroom)).PausedAt);
        Assert.Contains("Paused", (await pia.Page("/desk/sources")).QuerySelector(".sources")!.TextContent, StringComparison.Ordinal);
        var asked = machine.Asked.Count;
        await pia.Submit(address, "#resume");
        await Newsroom.Eventually(() => Task.FromResult(machine.Asked.Count), now => now > asked);
    }

    [Theory, OnBothDatabases]
    public async Task A_folder_is_set_up_and_watched_and_lies_where_the_desk_may_name_one(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var pia = await newsroom.SignedIn("pia");
        var typed = new Dictionary<string, string> { ["Name"] = "norra", ["Kind"] = "folder", ["Folder"] = "norra", ["Zone"] = "Europe/Helsinki" };
        foreach (var folder in new[] { "", "../keys", "/etc", "a/b", ".hidden", "pictures/../..", new string('x', 80) })
        {
            typed["Folder"] = folder;
            var refused = await pia.Submit("/desk/sources/new", "#source", typed);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.NotNull((await FormPosts.Document(refused)).QuerySelector("#Folder-problem"));
        }
        typed["Folder"] = "norra";
        Assert.Equal(HttpStatusCode.Redirect, (await pia.Submit("/desk/sources/new", "#source", typed)).StatusCode);
        var incoming = Path.Combine(newsroom.Data, "incoming", "norra");
        await Newsroom.Eventually(() => Task.FromResult(Directory.Exists(incoming)), there => there);
        await File.WriteAllTextAsync(Path.Combine(incoming, "item.xml"), Sent.G2("urn:norra:1"), Newsroom.Stop);
        Assert.Equal("norra", (await Newsroom.Eventually(newsroom.Inbox, inbox => inbox.Count == 1))[0].Source!.Name);
    }

    [Theory, OnBothDatabases]
    public async Task What_is_wrong_is_said_at_its_field_and_what_was_typed_stays(Database database)
    {
        await using var machine = await Machine();
        await using var newsroom = await Open(database, machine);
        using var pia = await newsroom.SignedIn("pia");
        await pia.Submit("/desk/sources/new", "#source", Typed("harbour", machine.Address.AbsoluteUri));
        foreach (var (field, value) in new[]
        {
            ("Name", ""), ("Name", "harbour"), ("Name", new string('n', 90)), ("Feed", ""), ("Feed", "harbour.example"), ("Feed", "file:///etc/passwd"), ("Feed", "https://me:secret@harbour.example/"),
            ("Feed", machine.Address.AbsoluteUri), ("Minutes", "0"), ("Minutes", "soon"), ("Zone", "Merrin"), ("Zone", ""),
        })
        {
            var typed = Typed("another", "https://elsewhere.example/feed");
            typed[field] = value;
            var answer = await pia.Submit("/desk/sources/new", "#source", typed);
            var page = await FormPosts.Document(answer);
            Assert.Equal((field, value, HttpStatusCode.UnprocessableEntity), (field, value, answer.StatusCode));
            Assert.NotNull(page.QuerySelector($"#{field}-problem"));
            Assert.Equal(value, page.QuerySelector($"#{field}")!.GetAttribute("value"));
        }
        Assert.Single(await Sources(newsroom));
    }

    [Theory, OnBothDatabases]
    public async Task A_feed_in_our_own_network_is_refused_in_plain_words(Database database)
    {
        await using var machine = await Machine();
        await using var newsroom = await Newsroom.Open(database);
        using var pia = await newsroom.SignedIn("pia");
        var page = await FormPosts.Document(await pia.Submit("/desk/sources/new", "#source", Typed("inside", machine.Address.AbsoluteUri), "#try"));
        Assert.Contains("private network", page.QuerySelector("#tried")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(machine.Asked);
    }

    [Theory, OnBothDatabases]
    public async Task Only_editors_and_administrators_decide_on_sources(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        string[] allowed = ["pia", "ada"];
        foreach (var handle in new[] { "pia", "ada", "jon", "ida" })
        {
            using var person = await newsroom.SignedIn(handle);
            var status = (await person.GetAsync("/desk/sources", Newsroom.Stop)).StatusCode;
            Assert.Equal((handle, allowed.Contains(handle)), (handle, status == HttpStatusCode.OK));
        }
    }
}
