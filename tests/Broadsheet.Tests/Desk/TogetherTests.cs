using System.Net;
using Broadsheet.Desk.Together;
using Broadsheet.Readers;
using Broadsheet.Storage;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Tests.Desk;

/// <summary>Editors in one story know of each other, and of what the other saved.</summary>
public sealed class TogetherTests
{
    static string Stream(long story, int revision = 1) => $"/desk/stories/{story}/stream?revision={revision}";

    [Theory, OnBothDatabases]
    public async Task Whoever_comes_is_seen_by_the_others_and_whoever_goes_no_more(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        using var pia = await newsroom.SignedIn("pia");
        var (story, other) = (await newsroom.Draft(Printing.Gate), await newsroom.Draft(Printing.Gate));
        await using var jons = await Line.Open(jon, Stream(story));
        await using (await Line.Open(jon, Stream(other)))
        await using (var pias = await Line.Open(pia, Stream(story)))
        {
            Assert.Equal("Also here: jon\n", (await pias.Next()).Data);
            Assert.Equal("Also here: pia\n", (await jons.Next()).Data);
        }
        Assert.Equal("\n", (await jons.Next()).Data);
        await Newsroom.Eventually(async () => { await using var db = await newsroom.Read(); return await db.StoryVisits.CountAsync(Newsroom.Stop); }, visits => visits == 1);
    }

    [Theory, OnBothDatabases]
    public async Task Editors_on_two_nodes_see_each_other_too(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var elsewhere = await Newsroom.OpenOn(newsroom.Data, newsroom.ConnectionString);
        try
        {
            using var jon = await newsroom.SignedIn("jon");
            using var pia = await elsewhere.SignedIn("pia");
            var story = await newsroom.Draft(Printing.Gate);
            await using var jons = await Line.Open(jon, Stream(story));
            await using var pias = await Line.Open(pia, Stream(story));
            Assert.Equal("Also here: pia\n", (await jons.Next()).Data);
        }
        finally
        {
            await elsewhere.CloseKeepingData();
        }
    }

    [Theory, OnBothDatabases]
    public async Task What_another_saves_is_told_at_once_and_to_whoever_comes_later_with_an_older_text(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        using var pia = await newsroom.SignedIn("pia");
        var story = await newsroom.Draft(Printing.Gate);
        await using var jons = await Line.Open(jon, Stream(story));
        await pia.Submit($"/desk/stories/{story}", "#story-form", new Dictionary<string, string> { ["Headline"] = "No gate before the summer" });
        Assert.StartsWith("pia saved revision 2 at ", (await jons.Next()).Data, StringComparison.Ordinal);
        await using var late = await Line.Open(jon, Stream(story));
        Assert.StartsWith("pia saved revision 2 at ", (await late.Next()).Data, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_draft_that_is_deleted_says_so_and_its_lines_end(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        using var pia = await newsroom.SignedIn("pia");
        var story = await newsroom.Draft(Printing.Gate);
        await using var jons = await Line.Open(jon, Stream(story));
        await pia.Submit($"/desk/stories/{story}/delete", "#delete");
        Assert.StartsWith("This draft was deleted.", (await jons.Next()).Data, StringComparison.Ordinal);
        Assert.True(await jons.Ends());
        Assert.Equal(HttpStatusCode.NotFound, (await jon.GetAsync(Stream(story), Newsroom.Stop)).StatusCode);
    }

    [Theory, OnBothDatabases]
    public async Task What_a_node_that_died_left_behind_counts_no_more(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        using var pia = await newsroom.SignedIn("pia");
        var (story, ada) = (await newsroom.Draft(Printing.Gate), await newsroom.IdOf("ada"));
        var longAgo = TimeProvider.System.GetUtcNow().AddMinutes(-2);
        await newsroom.Writer.Save(db => db.Add(new StoryVisit { Id = Guid.CreateVersion7(), StoryNumber = story, EditorId = ada, SeenAt = longAgo }), Newsroom.Stop);
        await using var jons = await Line.Open(jon, Stream(story));
        await using var pias = await Line.Open(pia, Stream(story));
        Assert.Equal("Also here: pia\n", (await jons.Next()).Data);
        await using var db = await newsroom.Read();
        Assert.False(await db.StoryVisits.AnyAsync(visit => visit.EditorId == ada, Newsroom.Stop));
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_loses_their_place_at_the_desk_hears_no_more_and_readers_hear_nothing(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        using var ida = await newsroom.SignedIn("ida");
        var story = await newsroom.Draft(Printing.Gate);
        Assert.Equal(HttpStatusCode.Forbidden, (await ida.GetAsync(Stream(story), Newsroom.Stop)).StatusCode);
        await using var jons = await Line.Open(jon, Stream(story));
        await newsroom.Get<Registrar>().GiveRole("jon", Role.Reader, Newsroom.Stop);
        Assert.True(await jons.Ends());
    }
}
