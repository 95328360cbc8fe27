using System.Diagnostics;
using System.Text;
using Broadsheet.Tests.Wire;
using Broadsheet.Tests.World;
using Microsoft.Data.Sqlite;

namespace Broadsheet.Tests.Cli;

/// <summary>Whoever waits at a terminal sees that something is done; what is piped on holds nothing of it.</summary>
[Trait("Speed", "Slow")]
public sealed class ProgressTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("broadsheet-progress-").FullName;

    [Fact]
    public async Task Reading_files_that_takes_long_shows_a_bar_on_the_terminal_and_none_in_what_is_piped_on()
    {
        var (slow, read) = (Path.Combine(folder, "slow.xml"), Path.Combine(folder, "read.jsonl"));
        using (var pipe = Process.Start("mkfifo", [slow])) await pipe.WaitForExitAsync(Newsroom.Stop);
        using var terminal = OnATerminal($"wire read '{slow}' --json > '{read}'");
        await Shows(terminal, "Reading");
        await File.WriteAllTextAsync(slow, Sent.G2("urn:norra:slow"), Newsroom.Stop);
        await Ends(terminal);
        Assert.StartsWith("{\"file\":", Assert.Single(await File.ReadAllLinesAsync(read, Newsroom.Stop)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bringing_a_database_up_to_date_that_takes_long_says_so()
    {
        await using var other = new SqliteConnection($"Data Source={folder}/broadsheet.db;Pooling=False");
        await other.OpenAsync(Newsroom.Stop);
        await Execute(other, "BEGIN EXCLUSIVE");
        using var terminal = OnATerminal($"migrate --data '{folder}'");
        await Shows(terminal, "Bringing the database up to date");
        await Execute(other, "COMMIT");
        await Shows(terminal, "The database is up to date.");
        await Ends(terminal);
    }

    static async Task Execute(SqliteConnection connection, string command)
    {
        await using var run = new SqliteCommand(command, connection);
        await run.ExecuteNonQueryAsync(Newsroom.Stop);
    }

    /// <summary>script gives it a terminal, and what stands on that comes out here.</summary>
    static Process OnATerminal(string command) => Process.Start(new ProcessStartInfo("script", ["-qfec", $"'{Path.Combine(AppContext.BaseDirectory, "broadsheet")}' {command}", "/dev/null"])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    static async Task Shows(Process terminal, string text)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Newsroom.Stop);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        using var ended = patience.Token.Register(() => terminal.Kill(entireProcessTree: true));
        var shown = new StringBuilder();
        var buffer = new char[1_000];
        while (!shown.ToString().Contains(text, StringComparison.Ordinal))
        {
            var read = await terminal.StandardOutput.ReadAsync(buffer, CancellationToken.None);
            Assert.True(read > 0, $"It ended and showed: {shown}");
            shown.Append(buffer, 0, read);
        }
    }

    static async Task Ends(Process terminal)
    {
        await terminal.StandardOutput.ReadToEndAsync(Newsroom.Stop);
        await terminal.WaitForExitAsync(Newsroom.Stop);
        Assert.Equal(0, terminal.ExitCode);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
