using Broadsheet.Storage;
using Broadsheet.Stories;
using Broadsheet.Stories.Texts;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Tests.Storage;

/// <summary>A paper that has grown for years answers as a young one does.</summary>
public sealed class PlannerStatisticsTests
{
    [Fact]
    public async Task Of_many_stories_some_are_found_by_their_numbers_and_not_by_going_through_all()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        await newsroom.Writer.Save(db =>
        {
            for (var number = 0; number < 1_000; number++)
                db.Add(new Story { Id = Guid.CreateVersion7(), Slugline = "of old", SectionId = 1, ChangedAt = newsroom.Now() });
            db.Add(new KeptText { Name = "about", BodyHtml = new string('a', 5_000_000), ChangedAt = newsroom.Now() });
        }, Newsroom.Stop);
        Assert.DoesNotContain("PRIMARY KEY", await Plan(newsroom), StringComparison.Ordinal);
        await newsroom.Get<PlannerStatistics>().Renew(Newsroom.Stop);
        Assert.Contains("PRIMARY KEY", await Plan(newsroom), StringComparison.Ordinal);
    }

    static async Task<string> Plan(Newsroom newsroom)
    {
        await using var db = await newsroom.Read();
        await db.Database.OpenConnectionAsync(Newsroom.Stop);
        // A connection hears that there are statistics when it reads; to explain it does not.
        await db.Stories.AnyAsync(Newsroom.Stop);
        await using var explain = db.Database.GetDbConnection().CreateCommand();
        explain.CommandText = "EXPLAIN QUERY PLAN SELECT number FROM stories WHERE state = 'Published' AND number IN (SELECT value FROM json_each('[1000, 1001]'))";
        await using var rows = await explain.ExecuteReaderAsync(Newsroom.Stop);
        var plan = "";
        while (await rows.ReadAsync(Newsroom.Stop)) plan += rows.GetString(3) + "\n";
        return plan;
    }
}
