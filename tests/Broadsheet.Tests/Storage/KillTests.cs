using System.Net;
using Broadsheet.Stories;
using Broadsheet.Tests.World;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Tests.Storage;

[Trait("Speed", "Slow")]
public sealed class KillTests
{
    [Theory, OnBothDatabases]
    public async Task Whatever_was_acknowledged_is_there_after_the_program_is_killed_in_the_middle_of_saving_and_publishing(Database database)
    {
        var data = Path.Combine(Path.GetTempPath(), "broadsheet-tests", Guid.CreateVersion7().ToString("N"));
        var connection = database == Database.Postgres ? await PostgresServer.Current.NewDatabase() : null;
        var busy = new BusyDesk();
        for (var round = 0; round < 3; round++)
        {
            await using var program = await RunningProgram.Serve(data, connection);
            var before = busy.Saved.Count;
            var desk = await program.SignIn();
            var writing = Enumerable.Range(0, 4).Select(editor => busy.Edit(desk, $"{round}-{editor}")).ToArray();
            await Newsroom.Eventually(() => Task.FromResult(busy.Saved.Count), count => count >= before + 25 + (round * 7));
            await program.Kill();
            await Task.WhenAll(writing);
        }

        Assert.NotEmpty(busy.Published);
        await using var db = await BusyDesk.Look(data, connection);
        await busy.IsAllThere(db);
        // Nothing half-done: each published story has the revision it shows, and the event that tells of it.
        var events = (await db.OutboxEvents.Where(happened => happened.Name == StoryPublished.Name).ToListAsync(Newsroom.Stop)).Select(happened => happened.Read<StoryPublished>()).ToList();
        foreach (var story in await db.Stories.Where(story => story.State == StoryState.Published).ToListAsync(Newsroom.Stop))
        {
            Assert.True(await db.Revisions.AnyAsync(revision => revision.StoryNumber == story.Number && revision.Number == story.PublishedRevision, Newsroom.Stop));
            Assert.Contains(events, happened => happened.Number == story.Number && happened.Revision == story.PublishedRevision);
        }
    }

    [Theory, OnBothDatabases]
    public async Task A_paper_that_is_told_to_stop_stops_within_five_seconds_though_an_inbox_is_open(Database database)
    {
        var data = Path.Combine(Path.GetTempPath(), "broadsheet-tests", Guid.CreateVersion7().ToString("N"));
        await using var program = await RunningProgram.Serve(data, database == Database.Postgres ? await PostgresServer.Current.NewDatabase() : null, "--demo");
        using var desk = await program.SignIn();
        using var stream = await desk.GetAsync("/desk/wire/stream", HttpCompletionOption.ResponseHeadersRead, Newsroom.Stop);
        Assert.Equal(HttpStatusCode.OK, stream.StatusCode);
        Assert.InRange(await program.Terminate(), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }
}
