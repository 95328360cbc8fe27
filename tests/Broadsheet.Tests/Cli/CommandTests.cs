using System.Net;
using Broadsheet.Tests.World;

namespace Broadsheet.Tests.Cli;

/// <summary>What scripts outside the project rely on: commands, exit codes, what goes to which stream.</summary>
[Trait("Speed", "Slow")]
public sealed class CommandTests : IDisposable
{
    readonly string data = Path.Combine(Path.GetTempPath(), "broadsheet-tests", Guid.CreateVersion7().ToString("N"));

    [Theory, InlineData("serve"), InlineData("migrate"), InlineData("backup"), InlineData("restore"), InlineData("export"), InlineData("doctor"), InlineData("demo"), InlineData("wire", "read"), InlineData("wire", "ingest"), InlineData("story", "take"), InlineData("user", "create"), InlineData("user", "sign-in-link"), InlineData("user", "role")]
    public async Task Every_command_has_help(params string[] command)
    {
        var (code, output, _) = await RunningProgram.Run([.. command, "--help"]);
        Assert.Equal(0, code);
        Assert.Contains("--data", output, StringComparison.Ordinal);
        Assert.Contains("--database", output, StringComparison.Ordinal);
    }

    [Theory, InlineData("nonsense"), InlineData("user", "create"), InlineData("user", "role", "pia", "emperor"), InlineData("user", "role", "pia", "99"), InlineData("wire", "ingest", "x.xml"), InlineData("serve", "--port"), InlineData("serve", "--urls", "nowhere"), InlineData("migrate", "--database", "nonsense")]
    public async Task A_command_used_wrongly_exits_2_and_says_so_on_standard_error(params string[] command)
    {
        var (code, _, errors) = await RunningProgram.Run(command);
        Assert.Equal(2, code);
        Assert.NotEmpty(errors.Trim());
    }

    [Theory]
    [InlineData("nowhere", "http://localhost:5000")]
    [InlineData("", "http://localhost:5000")]
    [InlineData("http://localhost:0", "http://127.0.0.1:0")]
    [InlineData("http://127.0.0.1:0;http://localhost:0", "http://127.0.0.1:0")]
    [InlineData("https://127.0.0.1:0", "Broadsheet__Site")]
    [InlineData("http://127.0.0.1:99999", "65535")]
    [InlineData("http://127.0.0.1:many", "an IP address")]
    [InlineData("http://paper.example:5000", "an IP address")]
    [InlineData("http://127.0.0.1:0/paper", "Leave /paper out")]
    [InlineData("http://pipe:/paper", "http://localhost:5000")]
    public async Task An_address_nobody_can_listen_on_is_told_in_a_sentence_that_says_what_to_do(string urls, string way)
    {
        var (code, output, errors) = await RunningProgram.Run("serve", "--data", data, "--urls", urls);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(way, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(data));
        (code, _, errors) = await RunningProgram.Run(new Dictionary<string, string> { ["urls"] = urls }, "serve", "--data", data);
        Assert.Equal(1, code);
        Assert.Contains(way, errors, StringComparison.Ordinal);
    }

    [Theory, InlineData("http://192.0.2.7:5999", "no address of this machine"), InlineData("http://unix:/no/such/folder/paper.sock", "cannot be listened on")]
    public async Task Where_listening_fails_it_is_told_in_a_sentence_that_says_what_to_do(string urls, string way)
    {
        var (code, output, errors) = await RunningProgram.Run("serve", "--data", data, "--urls", urls);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains(way, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task People_are_registered_given_a_role_and_let_in_from_a_shell(Database database)
    {
        string[] there = ["--data", data, .. database == Database.Postgres ? ["--database", await PostgresServer.Current.NewDatabase()] : Array.Empty<string>()];
        Assert.Equal((0, "The database is up to date."), await Line("migrate", there));
        Assert.Equal((0, "pia is registered as journalist."), await Line("user", "create", "pia", "--email", "pia@merrin.example", "--role", "journalist", there));
        Assert.Equal(1, (await Line("user", "create", "PIA", "--email", "other@merrin.example", there)).Code);
        Assert.Equal(1, (await Line("user", "create", "jon", "--email", "Pia@merrin.example", there)).Code);
        Assert.Equal((0, "pia is editor now."), await Line("user", "role", "pia", "editor", there));

        await using var program = await RunningProgram.Serve(data, there is [_, _, _, var connection] ? connection : null);
        var (code, link) = await Line("user", "sign-in-link", "pia", there);
        Assert.Equal(0, code);
        Assert.StartsWith(program.Site.AbsoluteUri, link, StringComparison.Ordinal);
        using var visitor = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = program.Site };
        var answer = await visitor.PostAsync(new Uri(link).PathAndQuery, null, Newsroom.Stop);
        Assert.Equal((HttpStatusCode.Redirect, "/desk"), (answer.StatusCode, answer.Headers.Location?.ToString()));
    }

    [Fact]
    public async Task Nobody_is_registered_or_let_in_whom_a_shell_names_wrongly()
    {
        string[] there = ["--data", data];
        Assert.Equal(1, (await Line("user", "create", "jon", "--email", "nowhere", there)).Code);
        Assert.Equal(1, (await Line("user", "create", "jon\u202Egro", "--email", "jon@merrin.example", there)).Code);
        Assert.Equal(1, (await Line("user", "role", "nobody", "editor", there)).Code);
        Assert.Equal(1, (await Line("user", "sign-in-link", "nobody", there)).Code);
    }

    [Fact]
    public async Task A_public_address_without_protection_is_refused_with_the_reason()
    {
        var (code, _, errors) = await RunningProgram.Run(new Dictionary<string, string> { ["Broadsheet__Site"] = "http://paper.example" }, "serve", "--data", data, "--urls", "http://127.0.0.1:0");
        Assert.Equal(1, code);
        Assert.Contains("Use https", errors, StringComparison.Ordinal);
    }

    [Theory, InlineData("Broadsheet__Site", "paper.example"), InlineData("Broadsheet__Site", "https://user:secret@paper.example"), InlineData("Broadsheet__Site", "https://paper.example/below"), InlineData("Broadsheet__PageCache__Megabytes", "-5"), InlineData("Broadsheet__Proxies", "everyone"), InlineData("Broadsheet__Mail__Port", "abc"), InlineData("Broadsheet__Database", "nonsense"), InlineData("Broadsheet__Database", "Host=127.0.0.1;Port=1;Database=x;Username=x")]
    public async Task A_setting_that_does_not_work_is_told_in_a_sentence(string name, string value)
    {
        foreach (var command in new[] { new[] { "migrate" }, ["serve", "--urls", "http://127.0.0.1:0"] })
        {
            var (code, _, errors) = await RunningProgram.Run(new Dictionary<string, string> { [name] = value }, [.. command, "--data", data]);
            Assert.Equal(1, code);
            Assert.DoesNotContain("secret", errors, StringComparison.Ordinal);
            Assert.True(errors.Trim().Split('\n')[^1] is [>= 'A' and <= 'Z', ..], errors);
        }
    }

    [Fact]
    public async Task In_a_folder_that_was_never_served_an_item_is_taken_in_and_made_a_story_of()
    {
        var item = Path.Combine(Path.GetTempPath(), "broadsheet-tests", $"item-{Guid.CreateVersion7():N}.json");
        Directory.CreateDirectory(Path.GetDirectoryName(item)!);
        await File.WriteAllTextAsync(item, """{"uri":"urn:norra:1","type":"text","version":"1","headline":"Gate delayed","body_xhtml":"<p>Until March.</p>"}""", Newsroom.Stop);
        Assert.Equal(0, (await RunningProgram.Run("wire", "ingest", item, "--source", "norra", "--data", data)).Code);
        var (code, said, errors) = await RunningProgram.Run("story", "take", "urn:norra:1", "--section", "news", "--publish", "--data", data);
        Assert.Equal((0, ""), (code, errors));
        Assert.EndsWith("/news/gate-delayed-1000", said.Trim(), StringComparison.Ordinal);
        File.Delete(item);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_refused_with_the_reason()
    {
        await using var first = await RunningProgram.Serve(data, null);
        var (code, _, errors) = await RunningProgram.Run("serve", "--data", data + "-other", "--urls", first.Site.AbsoluteUri.Replace("localhost", "127.0.0.1", StringComparison.Ordinal));
        Assert.Equal(1, code);
        Assert.DoesNotContain("Exception", errors, StringComparison.Ordinal);
        Assert.StartsWith("Something listens on", errors.Trim().Split('\n')[^1], StringComparison.Ordinal);
    }

    static async Task<(int Code, string Output)> Line(params object[] parts)
    {
        var (code, output, errors) = await RunningProgram.Run([.. parts.SelectMany(part => part as string[] ?? [(string)part])]);
        Assert.True(code == 0 || errors.Trim().Length > 0, "A failure says nothing.");
        return (code, output.Trim());
    }

    public void Dispose()
    {
        if (Directory.Exists(data)) Directory.Delete(data, recursive: true);
    }
}
