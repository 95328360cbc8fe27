using System.Net;
using Broadsheet.Tests.World;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Broadsheet.Tests.Web;

/// <summary>What the machines that watch over the paper are told.</summary>
public sealed class HealthTests
{
    [Theory, OnBothDatabases]
    public async Task A_paper_whose_database_is_gone_is_live_and_not_ready_until_it_is_back(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var probe = newsroom.Visitor();
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), await Health(probe));
        await Take(newsroom);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), await Health(probe));
        await Bring(newsroom);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), await Health(probe));
    }

    [Fact]
    public async Task Health_is_told_by_whatever_name_or_number_the_machine_is_asked_and_a_page_is_not()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite, new Dictionary<string, string?> { ["Broadsheet:Site"] = "https://paper.example" });
        using var probe = newsroom.Visitor();
        foreach (var host in new[] { "10.1.2.3", "10.1.2.3:8080", "[fd00::7]", "pod-7.internal" })
        {
            Assert.Equal((host, HttpStatusCode.OK), (host, await Asked(probe, "/health/live", host)));
            Assert.Equal((host, HttpStatusCode.OK), (host, await Asked(probe, "/health/ready", host)));
            foreach (var page in new[] { "/", "/sign-in", "/healthy", "/harbour" }) Assert.Equal((host, page, HttpStatusCode.BadRequest), (host, page, await Asked(probe, page, host)));
        }
    }

    static async Task<HttpStatusCode> Asked(HttpClient probe, string path, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;
        return (await probe.SendAsync(request, Newsroom.Stop)).StatusCode;
    }

    static async Task<(HttpStatusCode Live, HttpStatusCode Ready)> Health(HttpClient probe) =>
        ((await probe.GetAsync("/health/live", Newsroom.Stop)).StatusCode, (await probe.GetAsync("/health/ready", Newsroom.Stop)).StatusCode);

    static async Task Take(Newsroom newsroom)
    {
        if (newsroom.ConnectionString is { } connection)
        {
            var name = new NpgsqlConnectionStringBuilder(connection).Database;
            await OnPostgres(connection, $"ALTER DATABASE {name} ALLOW_CONNECTIONS false; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
            return;
        }
        SqliteConnection.ClearAllPools();
        File.Move(FileOf(newsroom), FileOf(newsroom) + ".away");
    }

    static async Task Bring(Newsroom newsroom)
    {
        if (newsroom.ConnectionString is { } connection) await OnPostgres(connection, $"ALTER DATABASE {new NpgsqlConnectionStringBuilder(connection).Database} ALLOW_CONNECTIONS true");
        else File.Move(FileOf(newsroom) + ".away", FileOf(newsroom));
    }

    static string FileOf(Newsroom newsroom) => newsroom.Get<Broadsheet.Storage.DataFolder>().Database;

    static async Task OnPostgres(string connection, string command)
    {
        await using var server = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Database = "postgres" }.ConnectionString);
        await server.OpenAsync(Newsroom.Stop);
        await using var run = new NpgsqlCommand(command, server);
        await run.ExecuteNonQueryAsync(Newsroom.Stop);
    }
}
