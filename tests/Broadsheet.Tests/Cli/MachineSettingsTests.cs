using System.Text.RegularExpressions;
using Broadsheet.Tests.World;

namespace Broadsheet.Tests.Cli;

/// <summary>
/// A machine set to Turkish (whose i is another letter), Persian or Thai (whose years are others) brings out the same paper,
/// to the byte.
/// </summary>
[Trait("Speed", "Slow")]
public sealed partial class MachineSettingsTests : IDisposable
{
    static readonly string[] machines = ["en_US.UTF-8", "tr_TR.UTF-8", "fa_IR.UTF-8", "th_TH.UTF-8"];
    static readonly string wire = Path.Combine(AppContext.BaseDirectory, "Cli", "Demo", "Content", "wire");
    readonly string folder = Path.Combine(Path.GetTempPath(), "broadsheet-tests", Guid.CreateVersion7().ToString("N"));

    [Fact]
    public async Task Commands_say_the_same_on_every_machine()
    {
        await using var paper = await Newsroom.Open(Database.Sqlite);
        await paper.CloseKeepingData();
        Directory.CreateDirectory(folder);
        var item = Path.Combine(folder, "istanbul.json");
        await File.WriteAllTextAsync(item, """{"uri":"urn:istanbul","type":"text","version":"1","versioncreated":"2026-11-24T21:15:00Z","firstcreated":"2026-11-24T20:00:00Z","pubstatus":"usable","language":"tr","headline":"İSTANBUL VE IĞDIR: TITLE III","body_html":"<p>İki köprü.</p>","urgency":2}""", Newsroom.Stop);
        var said = new List<string>();
        foreach (var machine in machines)
        {
            string[] data = ["--data", Directory.CreateDirectory(Path.Combine(folder, machine)).FullName];
            foreach (var file in Directory.GetFiles(paper.Data)) File.Copy(file, Path.Combine(data[1], Path.GetFileName(file)));
            said.Add(string.Join('\n', [
                await Said(machine, "wire", "read", item, wire, "--json"),
                await Said(machine, ["user", "create", "INGRID", "--email", "INGRID@MERRIN.EXAMPLE", "--role", "EDITOR", .. data]),
                await Said(machine, ["wire", "ingest", item, "--source", "IHA", .. data]),
                await Said(machine, ["story", "take", "urn:istanbul", "--section", "harbour", "--publish", .. data])]));
        }
        Assert.Contains("/harbour/istanbul-ve-iğdir-title-iii-1000", Uri.UnescapeDataString(said[0]), StringComparison.Ordinal);
        Assert.All(said, text => Assert.Equal(said[0], text));
    }

    [Fact]
    public async Task Pages_are_the_same_on_every_machine()
    {
        await using var paper = await Newsroom.Open(Database.Sqlite);
        await paper.CloseKeepingData();
        string[] data = ["--data", paper.Data];
        await Said(machines[0], ["wire", "ingest", Path.Combine(wire, "norra-0001.xml"), "--source", "Norra", .. data]);
        var guid = (await Said(machines[0], "wire", "read", Path.Combine(wire, "norra-0001.xml"), "--json")).Split("\"guid\":\"")[1].Split('"')[0];
        var story = new Uri((await Said(machines[0], ["story", "take", guid, "--section", "harbour", "--publish", .. data])).Trim().Split(' ')[^1]).PathAndQuery;
        var seen = new List<string>();
        foreach (var machine in machines)
        {
            await using var program = await RunningProgram.Serve(paper.Data, null, Set(machine));
            using var visitor = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = program.Site };
            var pages = new List<string>();
            foreach (var path in new[] { story, "/", "/harbour", "/harbour/wrong-slug-1000", "/nothing", "/sign-in", "/health/ready" }) pages.Add(await Answer(visitor, path));
            using var desk = await program.SignIn();
            foreach (var path in new[] { "/desk/wire", "/desk/stories", "/desk/stories/1000" }) pages.Add(await Answer(desk, path));
            seen.Add(string.Join('\n', pages).Replace($"{program.Site.Port}", "port", StringComparison.Ordinal));
            Assert.True((await program.Terminate()).TotalSeconds < 5);
        }
        Assert.All(seen, text => Assert.Equal(seen[0], text));
    }

    /// <summary>Status, headers and page, without what is another each time: this minute, tokens, the request's own numbers.</summary>
    static async Task<string> Answer(HttpClient client, string path)
    {
        var answer = await client.GetAsync(path, Newsroom.Stop);
        var headers = answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key is not ("Date" or "ETag" or "Last-Modified" or "Set-Cookie" or "Content-Length" or "Age"));
        var page = ThisMinute().Replace(Token().Replace(await answer.Content.ReadAsStringAsync(Newsroom.Stop), ""), "now");
        return $"{path} {answer.StatusCode}\n{string.Join('\n', headers.Select(header => $"{header.Key}: {string.Join(", ", header.Value)}"))}\n{page}";
    }

    static Dictionary<string, string> Set(string machine) => new() { ["LC_ALL"] = machine, ["LANG"] = machine };

    static async Task<string> Said(string machine, params string[] command)
    {
        var (code, output, errors) = await RunningProgram.Run(Set(machine), command);
        Assert.True(code == 0, errors);
        return output;
    }

    public void Dispose()
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"[^\"]*\"|data-editor=\"[^\"]*\"")]
    private static partial Regex Token();

    [GeneratedRegex("(?<=<p class=\"ears ui second\">)<time.*?</time>|(?<=</nav>\\s*)<time.*?</time>")]
    private static partial Regex ThisMinute();
}
