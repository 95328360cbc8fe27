using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Broadsheet.Storage;
using Broadsheet.Tests.World;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Broadsheet.Tests.Storage;

/// <summary>Editors of a program that runs, and what it acknowledged to them.</summary>
sealed class BusyDesk
{
    public ConcurrentDictionary<(long Story, int Revision), string> Saved { get; } = [];
    public ConcurrentDictionary<long, int> Published { get; } = [];

    /// <summary>Answers that no editor should get.</summary>
    public ConcurrentQueue<string> Faults { get; } = [];

    /// <summary>Begins a story and saves and publishes it again and again, until the program is gone.</summary>
    public async Task Edit(HttpClient desk, string name)
    {
        try
        {
            var begun = await desk.Submit("/desk/stories", "main form[action='/desk/stories']");
            Assert.True(begun.StatusCode == HttpStatusCode.Redirect, $"{begun.StatusCode}: {await begun.Content.ReadAsStringAsync(Newsroom.Stop)}");
            var path = begun.Headers.Location!.ToString();
            var number = long.Parse(path.Split('/')[^1].Split('?')[0], CultureInfo.InvariantCulture);
            for (var revision = 2; ; revision++)
            {
                var headline = $"Headline {name} of revision {revision}";
                var answer = await desk.Submit($"/desk/stories/{number}", "#story-form", new Dictionary<string, string> { ["Headline"] = headline, ["Body"] = $"<p>Text {revision}</p>" });
                if (IsDone(answer)) Saved[(number, revision)] = headline;
                if (revision % 3 != 0) continue;
                answer = await desk.Submit($"/desk/stories/{number}/publish", $"main form[action='/desk/stories/{number}/publish'], main form");
                if (IsDone(answer)) Published[number] = revision;
            }
        }
        catch (HttpRequestException) { /* killed, as it was meant to be */ }
        catch (IOException) { /* in the middle of an answer */ }
    }

    bool IsDone(HttpResponseMessage answer)
    {
        if ((int)answer.StatusCode >= 500) Faults.Enqueue($"{answer.RequestMessage!.RequestUri}: {answer.StatusCode}");
        return answer.StatusCode == HttpStatusCode.Redirect;
    }

    public async Task IsAllThere(NewsroomDb db)
    {
        foreach (var ((story, revision), headline) in Saved)
            Assert.Equal(headline, await db.Revisions.Where(one => one.StoryNumber == story && one.Number == revision).Select(one => one.Text.Headline).SingleOrDefaultAsync(Newsroom.Stop));
        foreach (var (story, revision) in Published)
        {
            var shown = await db.Stories.SingleAsync(one => one.Number == story, Newsroom.Stop);
            Assert.True(shown.State == Broadsheet.Stories.StoryState.Published && shown.PublishedRevision >= revision, $"Story {story} shows revision {shown.PublishedRevision}, {revision} was acknowledged.");
        }
    }

    /// <summary>The database of a program that is gone.</summary>
    public static async Task<NewsroomDb> Look(string data, string? database)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Broadsheet:Data", data), new("Broadsheet:Database", database)]).Build();
        var services = new ServiceCollection().AddNewsroom(configuration).AddLogging().BuildServiceProvider();
        return await services.GetRequiredService<IDbContextFactory<NewsroomDb>>().CreateDbContextAsync(Newsroom.Stop);
    }
}
