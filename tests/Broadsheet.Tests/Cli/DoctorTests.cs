using System.Net;
using System.Net.Sockets;
using System.Text;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;
using Broadsheet.Wire;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Tests.Cli;

/// <summary>What the doctor finds wrong with a set-up, and what it says to do about it.</summary>
[Trait("Speed", "Slow")]
public sealed class DoctorTests
{
    [Theory, OnBothDatabases]
    public async Task A_paper_in_order_is_told_so(Database database)
    {
        await using var paper = await Newsroom.Open(database);
        using var ida = await paper.SignedIn("ida");
        var (code, said, _) = await Ask(paper, Settings(("Broadsheet__Site", "https://paper.example")));
        Assert.Equal(0, code);
        Assert.DoesNotContain("WRONG", said, StringComparison.Ordinal);
        foreach (var part in new[] { "Languages", "Clock", "Data folder", "Darkroom", "Site", "Mail", "Database", "Paper", "Pictures", "Keys", "Deliveries" }) Assert.Contains($" {part}: ", said, StringComparison.Ordinal);
        Assert.Contains(database == Database.Postgres ? "PostgreSQL 15" : "SQLite 3", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_folder_and_an_address_not_set_are_told_and_not_wrong()
    {
        var folder = Directory.CreateTempSubdirectory("broadsheet-doctor-").FullName;
        var (code, said, _) = await RunningProgram.Run("doctor", "--data", folder);
        Assert.Equal(0, code);
        Assert.Contains("note  Site: no address is set", said, StringComparison.Ordinal);
        Assert.Contains("note  Database: there is no paper", said, StringComparison.Ordinal);
        Assert.Contains("ok    Darkroom: it makes JPEG, WebP and AVIF", said, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
        Directory.Delete(folder);
        // One that is not there, mistyped perhaps, is not made.
        Assert.Equal(0, (await RunningProgram.Run("doctor", "--data", folder)).Code);
        Assert.False(Directory.Exists(folder));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_wrong_is_told_with_what_to_do(Database database)
    {
        await using var paper = await Newsroom.Open(database);
        using var ida = await paper.SignedIn("ida");
        await paper.Hang();
        await paper.Writer.Write(async (db, stop) =>
        {
            var letter = new Delivery { Event = await db.OutboxEvents.OrderBy(happened => happened.Id).FirstAsync(stop), Consumer = "push", DueAt = paper.Now() };
            for (var attempt = 0; attempt < Delivery.MostAttempts; attempt++) letter.Failed("gone", paper.Now());
            db.Add(letter);
            return await db.SaveChangesAsync(stop);
        }, Newsroom.Stop);
        await paper.Writer.Save(db => db.Sources.Add(new() { Name = "Coastline", Zone = "Europe/London", Feed = "https://coastline.example/feed", LastErrorAt = paper.Now(), LastError = SourceTrouble.Of(HttpStatusCode.NotFound).ToString(), DueAt = paper.Now().AddYears(1) }), Newsroom.Stop);
        File.Delete(Path.Combine(paper.Data, "secret"));
        if (database == Database.Sqlite) File.SetUnixFileMode(Path.Combine(paper.Data, "broadsheet.db"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        var (code, said, _) = await Ask(paper, Settings(("Broadsheet__Mail__Host", "127.0.0.1"), ("Broadsheet__Mail__Port", $"{ClosedPort()}"), ("Broadsheet__Mail__From", "no address"), ("Broadsheet__Media__LongestSeconds", "0")));
        Assert.Equal(1, code);
        foreach (var wrong in new[] { "Mail: the sender no address", "Mail: 127.0.0.1", "Pictures: 1 of 1 are missing", "Darkroom: it makes no picture", "Keys: the secret that seals them", "Deliveries: 1 to push never arrived", "Source Coastline: it failed at " })
            Assert.Contains($"WRONG {wrong}", said, StringComparison.Ordinal);
        if (database == Database.Sqlite) Assert.Contains($"chmod 600 {paper.Data}/broadsheet.db", said, StringComparison.Ordinal);
        Assert.EndsWith("Something is wrong.", said.Trim(), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(paper.Data, "secret")));
    }

    [Fact]
    public async Task A_wire_folder_that_is_not_there_yet_is_only_noted()
    {
        await using var paper = await Newsroom.Open(Database.Sqlite);
        await paper.Writer.Save(db => db.Sources.Add(new() { Name = "Coastline", Zone = "Europe/London", Feed = "https://coastline.example/feed", LastSuccessAt = new(2026, 11, 24, 13, 4, 0, TimeSpan.Zero), DueAt = paper.Now().AddYears(1) }), Newsroom.Stop);
        await paper.CloseKeepingData();
        // Made while the paper runs, which it did for a moment only.
        if (Directory.Exists(Path.Combine(paper.Data, "wire"))) Directory.Delete(Path.Combine(paper.Data, "wire"), recursive: true);
        var (_, said, _) = await RunningProgram.Run(["doctor", "--data", paper.Data]);
        Assert.Contains($"its folder {paper.Data}/wire is not there", said, StringComparison.Ordinal);
        // A feed that answers without a new item goes well too.
        Assert.Contains("ok    Source Coastline: it last went well at 2026-11-24 13:04 UTC.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("WRONG Source", said, StringComparison.Ordinal);
    }

    [Theory, InlineData("Host=127.0.0.1;Port=1;Database=x;Username=x"), InlineData(null)]
    public async Task A_database_that_does_not_answer_is_told(string? connection)
    {
        await using var paper = await Newsroom.Open(Database.Sqlite);
        await paper.CloseKeepingData();
        if (connection is null) await File.WriteAllTextAsync(Path.Combine(paper.Data, "broadsheet.db"), new string('x', 5000), Newsroom.Stop);
        var (code, said, _) = await RunningProgram.Run(["doctor", "--data", paper.Data, .. connection is null ? Array.Empty<string>() : ["--database", connection]]);
        Assert.Equal(1, code);
        Assert.Contains("WRONG Database: it does not answer", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_mail_is_sent_by_the_server_that_is_set()
    {
        await using var paper = await Newsroom.Open(Database.Sqlite);
        await using var server = MailServer.Start();
        var (code, said, errors) = await Ask(paper, Settings(("Broadsheet__Mail__Host", "127.0.0.1"), ("Broadsheet__Mail__Port", $"{server.Port}"), ("Broadsheet__Mail__From", "newsroom@paper.example")), "--mail", "ida@merrin.example");
        Assert.True(code == 0, said + errors);
        Assert.Contains("ok    Test mail", said, StringComparison.Ordinal);
        Assert.Contains(server.Took, line => line.Contains("To: ida@merrin.example", StringComparison.Ordinal));
        Assert.Contains(server.Took, line => line.Contains("From: newsroom@paper.example", StringComparison.Ordinal));
        Assert.Equal(2, (await Ask(paper, Settings(), "--mail", "nobody at all")).Code);
    }

    static Dictionary<string, string> Settings(params (string Name, string Value)[] settings) => settings.ToDictionary(setting => setting.Name, setting => setting.Value);

    static Task<(int Code, string Output, string Errors)> Ask(Newsroom paper, Dictionary<string, string> settings, params string[] more) =>
        RunningProgram.Run(settings, ["doctor", "--data", paper.Data, .. paper.ConnectionString is { } database ? ["--database", database] : Array.Empty<string>(), .. more]);

    static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Speaks as much SMTP as a sender needs.</summary>
    sealed class MailServer : IAsyncDisposable
    {
        readonly TcpListener listener = new(IPAddress.Loopback, 0);
        readonly List<string> took = [];
        Task serving = Task.CompletedTask;

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;
        public IReadOnlyList<string> Took => took;

        public static MailServer Start()
        {
            var server = new MailServer();
            server.listener.Start();
            server.serving = server.Serve();
            return server;
        }

        async Task Serve()
        {
            try
            {
                while (true)
                {
                    using var client = await listener.AcceptTcpClientAsync(Newsroom.Stop);
                    await Talk(client);
                }
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // The test is over.
            }
        }

        async Task Talk(TcpClient client)
        {
            using var lines = new StreamReader(client.GetStream(), Encoding.UTF8);
            await using var answers = new StreamWriter(client.GetStream(), new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
            await answers.WriteLineAsync("220 merrin");
            var inLetter = false;
            while (await lines.ReadLineAsync(Newsroom.Stop) is { } line)
            {
                took.Add(line);
                if (inLetter && line != ".") continue;
                if (line == "QUIT") break;
                await answers.WriteLineAsync(inLetter ? "250 taken" : line == "DATA" ? "354 go on" : "250 merrin");
                inLetter = !inLetter && line == "DATA";
            }
        }

        public async ValueTask DisposeAsync()
        {
            listener.Stop();
            await serving;
            listener.Dispose();
        }
    }
}
