using Broadsheet.Tests.World;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using static Broadsheet.Tests.Wire.WireFolder;

namespace Broadsheet.Tests.Wire;

/// <summary>A folder that cannot be worked on for a while: nothing is lost, and the desk is told.</summary>
public sealed class FolderTroubleTests
{
    [Fact]
    public async Task A_locked_database_leaves_the_files_where_they_are_and_takes_them_later()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        var wire = await WatchedFolder(newsroom);
        await using (var other = new SqliteConnection($"Data Source={Path.Combine(newsroom.Data, "broadsheet.db")};Pooling=False"))
        {
            await other.OpenAsync(Newsroom.Stop);
            await using var lockIt = other.CreateCommand();
            lockIt.CommandText = "BEGIN IMMEDIATE";
            await lockIt.ExecuteNonQueryAsync(Newsroom.Stop);
            await Drop(wire, "item.xml", Sent.G2("urn:norra:1"));
            // Waited as long as the folder did: for the file, and to note that it failed.
            for (var times = 0; times < 2; times++) await Assert.ThrowsAsync<Broadsheet.Storage.StorageRefusedException>(() => newsroom.Source("another"));
            Assert.Equal(["item.xml"], Names(wire));
        }
        await InDone(wire, "item.xml");
        Assert.Single(await newsroom.Inbox());
        Assert.Empty(await newsroom.Refusals());
        await Newsroom.Eventually(() => LastSuccess(newsroom), at => at is not null);
        Assert.False(await IsInTrouble(newsroom));
    }

    [Theory, OnBothDatabases]
    public async Task A_folder_that_cannot_be_read_is_in_trouble_on_the_desk_until_it_works_again(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var wire = await WatchedFolder(newsroom);
        await Drop(wire, "item.xml", Sent.G2("urn:norra:1"));
        var success = await Newsroom.Eventually(() => LastSuccess(newsroom), at => at is not null);
        var away = TakeAway(wire);
        using var pia = await newsroom.SignedIn("pia");
        var health = await Newsroom.Eventually(() => Health(pia), text => text.Contains("there is a file", StringComparison.Ordinal));
        Assert.Contains("Last success", health, StringComparison.Ordinal);
        Assert.Equal(success, await LastSuccess(newsroom));
        Assert.Contains("In trouble", await Health(pia), StringComparison.Ordinal);

        BringBack(wire, away);
        await Newsroom.Eventually(() => LastSuccess(newsroom), at => at > success);
        Assert.DoesNotContain("In trouble", await Health(pia), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_folder_mended_while_the_paper_was_closed_is_in_trouble_no_more(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var wire = await WatchedFolder(newsroom);
        var away = TakeAway(wire);
        await Newsroom.Eventually(() => IsInTrouble(newsroom), trouble => trouble);
        await newsroom.CloseKeepingData();
        BringBack(wire, away);
        await using var again = await newsroom.OpenAgain();
        await Newsroom.Eventually(() => IsInTrouble(again), trouble => !trouble);
    }

    /// <summary>As an unmounted disk leaves it, or somebody's slip: a file where the folder was.</summary>
    static string TakeAway(string wire)
    {
        var away = wire + "-away";
        Directory.Move(wire, away);
        File.WriteAllText(wire, "");
        return away;
    }

    static void BringBack(string wire, string away)
    {
        File.Delete(wire);
        Directory.Move(away, wire);
    }

    static async Task<string> Health(HttpClient person) => (await person.Page("/desk/sources")).QuerySelector(".sources")!.TextContent;

    static async Task<bool> IsInTrouble(Newsroom newsroom)
    {
        await using var db = await newsroom.Read();
        return (await db.Sources.SingleAsync(source => source.Name == "wire", Newsroom.Stop)).IsInTrouble;
    }
}
