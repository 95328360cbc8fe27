using System.Net;
using System.Text.Json;
using Broadsheet.Tests.World;

namespace Broadsheet.Tests.Cli;

/// <summary>Secrets out of files and a log that machines can read: what whoever runs the paper relies on.</summary>
[Trait("Speed", "Slow")]
public sealed class OperatorsTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("broadsheet-operators-").FullName;

    [Fact]
    public async Task A_secret_out_of_a_file_seals_the_keys_over_a_restart_and_every_line_of_the_log_is_an_object_with_its_time()
    {
        var data = Path.Combine(folder, "data");
        var environment = new Dictionary<string, string> { ["Broadsheet__Secret_FILE"] = Kept("secret", "whispered once\n"), ["Logging__LogLevel__Default"] = "Debug" };
        var jar = new CookieContainer();
        await using var first = await RunningProgram.Serve(data, null, environment);
        using (var browser = Browser(jar, first)) await browser.PostAsync(new Uri(first.Said["sign in"]).PathAndQuery, null, Newsroom.Stop);
        await first.Terminate();
        Assert.False(File.Exists(Path.Combine(data, "secret")), "The secret of the file was not used: one was made.");

        await using (var second = await RunningProgram.Serve(data, null, environment))
        using (var browser = Browser(jar, second))
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/desk/paper", Newsroom.Stop)).StatusCode);

        Assert.NotEmpty(first.Log);
        Assert.All(first.Log, line =>
        {
            using var entry = JsonDocument.Parse(line);
            Assert.Equal(DateTimeKind.Utc, entry.RootElement.GetProperty("Timestamp").GetDateTime().Kind);
            Assert.All(new[] { "LogLevel", "Category", "Message" }, name => Assert.NotEmpty(entry.RootElement.GetProperty(name).GetString()!));
            Assert.DoesNotContain("whispered", line, StringComparison.Ordinal);
        });
        Assert.Contains(first.Log, line => line.Contains("\"SourceId\":", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_setting_out_of_a_file_goes_before_the_environment_and_after_the_command_line()
    {
        var database = await PostgresServer.Current.NewDatabase();
        string[] doctor = ["doctor", "--data", Path.Combine(folder, "data")];
        var (_, said, _) = await RunningProgram.Run(new Dictionary<string, string> { ["Broadsheet__Database_FILE"] = Kept("database", database), ["Broadsheet__Database"] = "Host=127.0.0.1;Port=1" }, doctor);
        Assert.Contains("PostgreSQL", said, StringComparison.Ordinal);
        (_, said, _) = await RunningProgram.Run(new Dictionary<string, string> { ["Broadsheet__Database_FILE"] = Kept("elsewhere", "Host=127.0.0.1;Port=1") }, [.. doctor, "--database", database]);
        Assert.Contains("PostgreSQL", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told_with_the_setting_that_names_it()
    {
        var (code, _, errors) = await RunningProgram.Run(new Dictionary<string, string> { ["Broadsheet__Mail__Password_FILE"] = "/run/secrets/none" }, "doctor", "--data", folder);
        Assert.Equal(1, code);
        Assert.Contains("Broadsheet__Mail__Password_FILE", errors, StringComparison.Ordinal);
        Assert.Contains("/run/secrets/none", errors, StringComparison.Ordinal);
    }

    static HttpClient Browser(CookieContainer jar, RunningProgram paper) => new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = jar }) { BaseAddress = paper.Site };

    string Kept(string name, string content)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
