using System.Diagnostics;
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
            ("Name", ""), ("Name", "\u200B\u2060"), ("Name", "harbour"), ("Name", new string('n', 90)), ("Feed", ""), ("Feed", "harbour.example"), ("Feed", "file:///etc/passwd"), ("Feed", "https://me:secret@harbour.example/"),
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
    public async Task Two_sources_never_watch_folders_that_meet_however_they_are_written(Database database)
    {
        var root = Directory.CreateTempSubdirectory("broadsheet-roots-").FullName;
        await using (var newsroom = await Newsroom.Open(database, new Dictionary<string, string?> { ["Broadsheet:Wire:FolderRoots"] = root }))
        {
            using var pia = await newsroom.SignedIn("pia");
            Task<HttpResponseMessage> Save(string name, string folder) =>
                pia.Submit("/desk/sources/new", "#source", new Dictionary<string, string> { ["Name"] = name, ["Kind"] = "folder", ["Folder"] = folder, ["Zone"] = "Europe/Helsinki" });
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Save("all", root + "/")).StatusCode);
            Assert.Equal(HttpStatusCode.Redirect, (await Save("norra", $"{root}/norra/wire")).StatusCode);
            foreach (var folder in new[] { $"{root}/norra/wire", $"{root}//norra/wire/.", $"{root}/norra/wire/done", $"{root}/norra/wire/failed/", $"{root}/norra/wire/sport", $"{root}/norra", $"{root}/coast/../norra/wire" })
            {
                var refused = await Save("coast", folder);
                Assert.Equal((folder, HttpStatusCode.UnprocessableEntity), (folder, refused.StatusCode));
                Assert.Contains("Another source watches this folder", (await FormPosts.Document(refused)).QuerySelector("#Folder-problem")!.TextContent, StringComparison.Ordinal);
            }
            Assert.Equal(HttpStatusCode.Redirect, (await Save("coast", $"{root}/norra/wire-2")).StatusCode);
        }
        Directory.Delete(root, recursive: true);
    }

    [Theory, OnBothDatabases]
    public async Task Two_sources_never_ask_one_feed_however_its_address_is_written(Database database)
    {
        await using var machine = await Machine();
        await using var newsroom = await Open(database, machine);
        using var pia = await newsroom.SignedIn("pia");
        await pia.Submit("/desk/sources/new", "#source", Typed("harbour", $"http://{machine.Host}/flip"));
        foreach (var address in new[] { $"HTTP://{machine.Host}/flip", $"http://{machine.Host}/flip#a", $"http://{machine.Host}/./flip", $"http://{machine.Host}/flip?" })
        {
            var refused = await pia.Submit("/desk/sources/new", "#source", Typed("another", address));
            Assert.Equal((address, HttpStatusCode.UnprocessableEntity), (address, refused.StatusCode));
            Assert.NotNull((await FormPosts.Document(refused)).QuerySelector("#Feed-problem"));
        }
        Assert.Equal(HttpStatusCode.Redirect, (await pia.Submit("/desk/sources/new", "#source", Typed("another", $"http://{machine.Host}/flip?of=sport"))).StatusCode);
    }

    [Theory, OnBothDatabases]
    public async Task Trying_a_folder_leaves_pipes_alone_and_tells_the_trouble_of_each_file_beside_what_the_others_hold(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var pia = await newsroom.SignedIn("pia");
        var folder = Directory.CreateDirectory(Path.Combine(newsroom.Data, "incoming", "norra")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "item.xml"), Sent.G2("urn:norra:1"), Newsroom.Stop);
        await Shell(folder, "mkfifo pipe.xml && cp item.xml $'b\\xe4d.xml'");
        var tried = await TryFolder(pia, "norra");
        Assert.Contains("2 files wait in the folder, 1 item was read.", tried, StringComparison.Ordinal);
        Assert.Contains("The name is not in UTF-8", tried, StringComparison.Ordinal);
        Assert.Contains("Harbour closed by ice", tried, StringComparison.Ordinal);
        await Shell(folder, "rm *"); // .NET cannot reach that name
    }

    static async Task Shell(string folder, string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", command]) { WorkingDirectory = folder })!;
        await shell.WaitForExitAsync(Newsroom.Stop);
    }

    [Theory, OnBothDatabases]
    public async Task Trying_a_folder_says_that_it_is_not_there_yet_or_that_only_the_oldest_files_were_looked_at(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var pia = await newsroom.SignedIn("pia");
        Assert.Contains("The folder is not there yet", await TryFolder(pia, "norra"), StringComparison.Ordinal);
        var folder = Directory.CreateDirectory(Path.Combine(newsroom.Data, "incoming", "norra")).FullName;
        for (var file = 0; file < 12; file++) await File.WriteAllTextAsync(Path.Combine(folder, $"{file}.xml"), Sent.G2($"urn:norra:{file}"), Newsroom.Stop);
        Assert.Contains("12 files wait in the folder, 10 items were read. Only the 10 oldest files were looked at.", await TryFolder(pia, "norra"), StringComparison.Ordinal);
    }

    static async Task<string> TryFolder(HttpClient editor, string folder)
    {
        var typed = new Dictionary<string, string> { ["Name"] = folder, ["Kind"] = "folder", ["Folder"] = folder, ["Zone"] = "Europe/Helsinki" };
        return (await FormPosts.Document(await editor.Submit("/desk/sources/new", "#source", typed, "#try"))).QuerySelector("#tried")!.TextContent;
    }

    [Theory, OnBothDatabases]
    public async Task Trying_a_feed_that_is_gone_promises_nothing_for_later(Database database)
    {
        await using var machine = await Machine();
        machine.Answers = http =>
        {
            http.Response.StatusCode = 410;
            return Task.CompletedTask;
        };
        await using var newsroom = await Open(database, machine);
        using var pia = await newsroom.SignedIn("pia");
        var tried = (await FormPosts.Document(await pia.Submit("/desk/sources/new", "#source", Typed("harbour", machine.Address.AbsoluteUri), "#try"))).QuerySelector("#tried")!.TextContent;
        Assert.Contains("gone for good", tried, StringComparison.Ordinal);
        Assert.DoesNotContain("once a day", tried, StringComparison.Ordinal);
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
