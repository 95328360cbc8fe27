using System.Net;
using Broadsheet.Storage;
using Broadsheet.Tests.Desk;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;

namespace Broadsheet.Tests.Storage;

/// <summary>More changes wait for the one writer than it may keep waiting.</summary>
public sealed class FullQueueTests
{
    [Fact]
    public async Task Whoever_changes_something_is_asked_to_come_back_with_the_text_kept_pages_are_served_and_it_goes_on_afterwards()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var jon = await newsroom.SignedIn("jon");
        var story = await newsroom.Print(Printing.Gate);
        using var save = await jon.Fill($"/desk/stories/{story}", "#story-form", new Dictionary<string, string> { ["Headline"] = "Typed in a rush" });
        using var take = await jon.Fill($"/desk/wire/{await newsroom.Arrives(new())}", "#take", new Dictionary<string, string> { ["SectionId"] = "1" });

        using var held = new ManualResetEventSlim();
        var waiting = await Fill(newsroom, held);
        try
        {
            foreach (var form in new[] { save, take })
            {
                var answer = await jon.SendAsync(form, Newsroom.Stop);
                Assert.Equal((form.RequestUri, HttpStatusCode.ServiceUnavailable), (form.RequestUri, answer.StatusCode));
                Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter?.Delta);
                if (form == save) Assert.Equal("Typed in a rush", (await FormPosts.Document(answer)).QuerySelector("#Headline")!.TextContent);
            }
            using var visitor = newsroom.Visitor();
            Assert.Equal(Printing.Gate.Headline, (await visitor.Page(await visitor.AddressOf(story))).QuerySelector("h1")!.TextContent);
            Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/health/ready", Newsroom.Stop)).StatusCode);
        }
        finally
        {
            held.Set();
        }
        await Task.WhenAll(waiting);
        Assert.Equal(HttpStatusCode.Redirect, (await jon.Submit($"/desk/stories/{story}", "#story-form", new Dictionary<string, string> { ["Headline"] = "Typed at leisure" })).StatusCode);
    }

    /// <summary>Until no more is taken: the first holds up the writer, the others stand behind it.</summary>
    static async Task<List<Task>> Fill(Newsroom newsroom, ManualResetEventSlim held)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = new List<Task> { newsroom.Writer.Save(_ => { begun.TrySetResult(); held.Wait(Newsroom.Stop); }, Newsroom.Stop) };
        await begun.Task.WaitAsync(Newsroom.Stop); // else the writer takes some of the others from the queue when it is full already
        for (Task last; ; waiting.Add(last))
        {
            last = newsroom.Writer.Save(_ => { }, Newsroom.Stop);
            if (last.IsFaulted && last.Exception.InnerException is StorageRefusedException { Reason: StorageRefusal.TooManyWaiting } && waiting.Count > 5_000) return waiting;
        }
    }
}
