using System.Security.Cryptography;
using System.Text;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Tests.Cli;

[Trait("Speed", "Slow")]
public sealed class DemoCommandTests : IDisposable
{
    readonly string folder = Path.Combine(Path.GetTempPath(), "broadsheet-tests", "demo-" + Guid.CreateVersion7().ToString("N"));

    [Fact]
    public async Task A_paper_of_that_size_is_the_same_for_the_same_seed_in_either_database()
    {
        var (one, same, other) = (await Fill(Database.Sqlite, "one", "--seed", "7"), await Fill(Database.Postgres, "same", "--seed", "7"), await Fill(Database.Sqlite, "other", "--seed", "8"));
        Assert.Equal((one.Stories, one.Readers), (other.Stories, other.Readers));
        Assert.Equal(one, same);
        Assert.NotEqual(one.Content, other.Content);
        Assert.True(one.Stories >= 510 && one.Readers == 60, $"{one}");
    }

    [Fact]
    public async Task A_paper_that_somebody_has_written_in_is_left_alone()
    {
        await using var paper = await Newsroom.Open(Database.Sqlite);
        var id = await paper.IdOf("pia");
        var draft = await paper.Draft(Printing.Gate);
        await paper.Writer.Write((db, stop) => db.Revisions.Where(revision => revision.StoryNumber == draft).ExecuteUpdateAsync(row => row.SetProperty(revision => revision.SavedBy, id), stop), Newsroom.Stop);
        var (code, _, errors) = await RunningProgram.Run("demo", "--stories", "5", "--data", paper.Data);
        Assert.Equal(1, code);
        Assert.Contains("--anyway", errors, StringComparison.Ordinal);
        Assert.Equal(0, (await RunningProgram.Run("demo", "--stories", "5", "--anyway", "--data", paper.Data)).Code);
        await using var db = await paper.Read();
        Assert.Equal(6, await db.Stories.CountAsync(Newsroom.Stop));
    }

    [Fact]
    public async Task What_is_no_number_from_0_is_refused_in_a_sentence()
    {
        foreach (var typed in new[] { "-1", "abc" })
        {
            var (code, _, errors) = await RunningProgram.Run("demo", "--stories", typed, "--data", folder);
            Assert.Equal((typed, 2), (typed, code));
            Assert.DoesNotContain("Unhandled", errors, StringComparison.Ordinal);
        }
    }

    async Task<(int Stories, int Readers, string Content)> Fill(Database database, string name, params string[] more)
    {
        var connection = database == Database.Postgres ? await PostgresServer.Current.NewDatabase() : null;
        string[] there = ["--data", Path.Combine(folder, name), .. connection is null ? Array.Empty<string>() : ["--database", connection]];
        var (code, _, errors) = await RunningProgram.Run(["demo", "--stories", "510", "--readers", "60", .. there, .. more]);
        Assert.True(code == 0, errors);
        await using var paper = await Newsroom.OpenOn(there[1], connection);
        await using var db = await paper.Read();
        var texts = await db.Revisions.OrderBy(revision => revision.StoryNumber).Select(revision => revision.Text.Headline + revision.Text.Byline + revision.Text.BodyHtml).ToListAsync(Newsroom.Stop);
        var handles = (await db.Readers.Select(reader => reader.Handle).ToListAsync(Newsroom.Stop)).Order(StringComparer.Ordinal).ToList();
        return (await db.Stories.CountAsync(Newsroom.Stop), handles.Count, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', texts.Concat(handles))))));
    }

    public void Dispose()
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
