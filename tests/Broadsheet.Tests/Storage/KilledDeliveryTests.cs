using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using Broadsheet.Readers.SignIn;
using Broadsheet.Tests.World;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Broadsheet.Tests.Storage;

/// <summary>The program dies while it hands over what it promised to send.</summary>
[Trait("Speed", "Slow")]
public sealed class KilledDeliveryTests
{
    [Theory, OnBothDatabases]
    public async Task A_mail_that_was_being_sent_when_the_program_was_killed_is_sent_by_the_next_one(Database database)
    {
        await using var paper = await Newsroom.Open(database);
        await paper.CloseKeepingData();
        using var post = new TcpListener(IPAddress.Loopback, 0);
        post.Start();
        var mail = new Dictionary<string, string> { ["Broadsheet__Mail__Host"] = "127.0.0.1", ["Broadsheet__Mail__Port"] = $"{((IPEndPoint)post.LocalEndpoint).Port}" };
        await using (var first = await RunningProgram.Serve(paper.Data, paper.ConnectionString, mail))
        {
            using var visitor = first.Visitor();
            await visitor.Submit("/sign-in", "main form", new Dictionary<string, string> { ["Email"] = "pia@merrin.example" });
            // The post answers, and says nothing: the delivery is under way until the end.
            using var line = await post.AcceptTcpClientAsync(Newsroom.Stop);
            await first.Kill();
        }
        await using (var db = await BusyDesk.Look(paper.Data, paper.ConnectionString))
        {
            var delivery = await db.Deliveries.Include(delivery => delivery.Event).SingleAsync(delivery => delivery.Consumer == SignInMail.ConsumerName, Newsroom.Stop);
            Assert.Equal((SignInAsked.Name, 0, (DateTimeOffset?)null), (delivery.Event.Name, delivery.Attempts, delivery.DeadAt));
            Assert.True(delivery.LeasedUntil > TimeProvider.System.GetUtcNow(), "Nobody held it.");
        }

        // Two minutes later, when the lease of the dead is over.
        await using (var connection = await Connect(paper)) await Run(connection, "UPDATE deliveries SET leased_until = due_at");
        await using var second = await RunningProgram.Serve(paper.Data, paper.ConnectionString);
        var letters = await Newsroom.Eventually(() => Task.FromResult(Letters(paper)), letters => letters.Length > 0);
        Assert.Contains("To: pia@merrin.example", await File.ReadAllTextAsync(Assert.Single(letters), Newsroom.Stop), StringComparison.Ordinal);
        await using var after = await BusyDesk.Look(paper.Data, paper.ConnectionString);
        await Newsroom.Eventually(() => after.Deliveries.CountAsync(Newsroom.Stop), left => left == 0);
        Assert.Single(Letters(paper));
    }

    static string[] Letters(Newsroom paper) => Directory.CreateDirectory(Path.Combine(paper.Data, "mail")).GetFiles("*.eml").Select(file => file.FullName).ToArray();

    static async Task<DbConnection> Connect(Newsroom paper)
    {
        DbConnection connection = paper.ConnectionString is { } postgres ? new NpgsqlConnection(postgres) : new SqliteConnection($"Data Source={paper.Data}/broadsheet.db;Pooling=False");
        await connection.OpenAsync(Newsroom.Stop);
        return connection;
    }

    static async Task Run(DbConnection connection, string command)
    {
        await using var run = connection.CreateCommand();
        run.CommandText = command;
        Assert.Equal(1, await run.ExecuteNonQueryAsync(Newsroom.Stop));
    }
}
