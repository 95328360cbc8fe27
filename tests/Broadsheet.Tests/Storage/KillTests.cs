using System.Collections.Concurrent;
using System.Net;
using Broadsheet.Storage;
using Broadsheet.Stories;
using Broadsheet.Tests.World;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Broadsheet.Tests.Storage;

[Trait("Speed", "Slow")]
public sealed class KillTests
{
    [Theory, OnBothDatabases]
    public async Task Whatever_was_acknowledged_is_there_after_the_program_is_killed_in_the_middle_of_saving_and_publishing(Database database)
    {
        var data = Path.Combine(Path.GetTempPath(), "broadsheet-tests", Guid.CreateVersion7().ToString("N"));
        var connection = database == Database.Postgres ? await PostgresServer.Current.NewDatabase() : null;
        var saved = new ConcurrentDictionary<(long Story, int Revision), string>();
        var published = new ConcurrentDictionary<long, int>();
        for (var round = 0; round < 3; round++)
        {
            await using var program = await RunningProgram.Serve(data, connection);
            var before = saved.Count;
            var desk = await program.SignIn();
            var writing = Enumerable.Range(0, 4).Select(editor => Edit(desk, $"{round}-{editor}", saved, published)).ToArray();
            await Newsroom.Eventually(() => Task.FromResult(saved.Count), count => count >= before + 25 + (round * 7));
            await program.Kill();
            await Task.WhenAll(writing);
        }

        Assert.NotEmpty(published);
        await using var db = await Open(data, connection);
        foreach (var ((story, revision), headline) in saved)
            Assert.Equal(headline, await db.Revisions.Where(one => one.StoryNumber == story && one.Number == revision).Select(one => one.Text.Headline).SingleOrDefaultAsync(Newsroom.Stop));
        foreach (var (story, revision) in published)
        {
            var shown = await db.Stories.SingleAsync(one => one.Number == story, Newsroom.Stop);
            Assert.True(shown.State == StoryState.Published && shown.PublishedRevision >= revision, $"Story {story} shows revision {shown.PublishedRevision}, {revision} was acknowledged.");
        }
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

    /// <summary>Begins a story and saves and publishes it again and again, until the program is gone.</summary>
    static async Task Edit(HttpClient desk, string name, ConcurrentDictionary<(long, int), string> saved, ConcurrentDictionary<long, int> published)
    {
        try
        {
            var begun = await desk.Submit("/desk/stories", "main form[action='/desk/stories']");
            Assert.True(begun.StatusCode == HttpStatusCode.Redirect, $"{begun.StatusCode}: {await begun.Content.ReadAsStringAsync(Newsroom.Stop)}");
            var path = begun.Headers.Location!.ToString();
            var number = long.Parse(path.Split('/')[^1].Split('?')[0], System.Globalization.CultureInfo.InvariantCulture);
            for (var revision = 2; ; revision++)
            {
                var headline = $"Headline {name} of revision {revision}";
                var answer = await desk.Submit($"/desk/stories/{number}", "#story-form", new Dictionary<string, string> { ["Headline"] = headline, ["Body"] = $"<p>Text {revision}</p>" });
                if (answer.StatusCode == HttpStatusCode.Redirect) saved[(number, revision)] = headline;
                if (revision % 3 != 0) continue;
                answer = await desk.Submit($"/desk/stories/{number}/publish", $"main form[action='/desk/stories/{number}/publish'], main form");
                if (answer.StatusCode == HttpStatusCode.Redirect) published[number] = revision;
            }
        }
        catch (HttpRequestException) { /* killed, as it was meant to be */ }
        catch (IOException) { /* in the middle of an answer */ }
    }

    static async Task<NewsroomDb> Open(string data, string? database)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Broadsheet:Data", data), new("Broadsheet:Database", database)]).Build();
        var services = new ServiceCollection().AddNewsroom(configuration).AddLogging().BuildServiceProvider();
        return await services.GetRequiredService<IDbContextFactory<NewsroomDb>>().CreateDbContextAsync(Newsroom.Stop);
    }
}
