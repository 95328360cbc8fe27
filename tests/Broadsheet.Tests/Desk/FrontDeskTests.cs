using System.Net;
using Broadsheet.Desk.FrontPage;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Broadsheet.Stories;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Tests.Desk;

public sealed class FrontDeskTests
{
    [Theory, OnBothDatabases]
    public async Task One_story_leads_and_who_led_before_comes_second(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var pia = await newsroom.SignedIn("pia");
        foreach (var headline in new[] { "One", "Two", "Three" })
        {
            var path = await EditingTests.NewStory(pia);
            await pia.Submit(path, "#story-form", EditingTests.Fields(("Headline", headline), ("Body", "<p>Body</p>")));
            await pia.Submit(path + "/publish", "#publish");
        }
        Assert.Equal(["Three", "Two", "One"], (await pia.Page("/desk/front")).QuerySelectorAll("#recent h3").Select(line => line.TextContent));

        foreach (var (number, rank) in new[] { (1000, 1), (1001, 2), (1002, 1) }) await Rank(pia, number, rank);
        Assert.Equal(["1 Three", "2 One", "2 Two"], await Placed(pia));
        await pia.Submit("/desk/front", "#story-1000 .move", new Dictionary<string, string> { ["By"] = "1" });
        Assert.Equal(["1 Three", "2 Two", "2 One"], await Placed(pia));
        await pia.Submit("/desk/front", "#story-1001 .move", new Dictionary<string, string> { ["By"] = "-1" });
        Assert.Equal(["1 Two", "2 Three", "2 One"], await Placed(pia));
        await Rank(pia, 1002, 0);
        Assert.Equal(["1 Two", "2 One"], await Placed(pia));

        await using var db = await newsroom.Read();
        Assert.Equal(6, await db.OutboxEvents.CountAsync(happened => happened.Name == FrontPageChanged.Name, Newsroom.Stop));
        using var ida = await newsroom.SignedIn("ida");
        Assert.Equal(HttpStatusCode.Forbidden, (await ida.GetAsync("/desk/front", Newsroom.Stop)).StatusCode);
    }

    [Theory, OnBothDatabases]
    public async Task What_falls_off_the_end_of_the_front_page_and_what_is_withdrawn_has_no_place_there_any_more(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var pia = await newsroom.SignedIn("pia");
        var numbers = new List<long>();
        for (var story = 1; story <= 21; story++) numbers.Add(await newsroom.Print(Printing.Gate with { Headline = $"Story {story}" }));
        foreach (var number in numbers) await newsroom.Get<PlaceOnFront>().Rank(number, PlaceOnFront.Lead, Newsroom.Stop);
        var placed = await Placed(pia);
        Assert.Equal((20, "1 Story 21", "2 Story 2"), (placed.Length, placed[0], placed[^1]));

        // Whoever is given a rank has a place, also behind all others.
        await newsroom.Get<PlaceOnFront>().Rank(numbers[0], PlaceOnFront.Third, Newsroom.Stop);
        placed = await Placed(pia);
        Assert.Equal((20, "2 Story 3", "3 Story 1"), (placed.Length, placed[^2], placed[^1]));

        await newsroom.Get<Broadsheet.Desk.Publishing.Publishing>().Withdraw(numbers[^1], "It was wrong.", Newsroom.Stop);
        Assert.Equal((19, "2 Story 20"), ((await Placed(pia)).Length, (await Placed(pia))[0]));
    }

    [Theory, OnBothDatabases]
    public async Task What_could_not_be_delivered_is_shown_to_administrators_and_can_be_tried_again(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await newsroom.Writer.Save(db =>
        {
            var letter = new Delivery { Event = new OutboxEvent { Name = "mail.asked/1", Body = "{}", At = DateTimeOffset.UnixEpoch }, Consumer = "nobody", DueAt = DateTimeOffset.UnixEpoch };
            for (var attempt = 0; attempt < Delivery.MostAttempts; attempt++) letter.Failed("The mail server is away.", newsroom.Get<TimeProvider>().GetUtcNow());
            db.Deliveries.Add(letter);
        }, Newsroom.Stop);
        using var pia = await newsroom.SignedIn("pia");
        Assert.Equal(HttpStatusCode.Forbidden, (await pia.GetAsync("/desk/machine", Newsroom.Stop)).StatusCode);
        using var ada = await newsroom.SignedIn("ada");
        Assert.Contains("The mail server is away.", (await ada.Page("/desk/machine")).Body!.TextContent, StringComparison.Ordinal);
        await ada.Submit("/desk/machine", "form[action$='/again']");
        await using var db = await newsroom.Read();
        Assert.Null((await db.Deliveries.SingleAsync(Newsroom.Stop)).DeadAt);

        await newsroom.Writer.Write((db, stop) => db.Deliveries.ExecuteUpdateAsync(set => set.SetProperty(delivery => delivery.DeadAt, DateTimeOffset.UnixEpoch), stop), Newsroom.Stop);
        await ada.Submit("/desk/machine", "form[action$='/throw-away']");
        Assert.Equal(0, await db.Deliveries.CountAsync(Newsroom.Stop));
    }

    [Theory, OnBothDatabases]
    public async Task All_that_could_not_be_delivered_can_be_read_a_page_at_a_time(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await newsroom.Writer.Save(db =>
        {
            for (var number = 1; number <= 60; number++) db.Deliveries.Add(Dead(number));
        }, Newsroom.Stop);
        using var ada = await newsroom.SignedIn("ada");
        var first = await ada.Page("/desk/machine");
        var second = await ada.Page(first.QuerySelector(".pager a")!.GetAttribute("href")!);
        Assert.Equal(Enumerable.Range(1, 60).Reverse().Select(number => $"mail {number}"), first.QuerySelectorAll("li h2").Concat(second.QuerySelectorAll("li h2")).Select(consumer => consumer.TextContent));
        Assert.Null(second.QuerySelector(".pager"));

        static Delivery Dead(int number)
        {
            var letter = new Delivery { Event = new OutboxEvent { Name = "mail.asked/1", Body = "{}", At = DateTimeOffset.UnixEpoch }, Consumer = $"mail {number}", DueAt = DateTimeOffset.UnixEpoch };
            for (var attempt = 0; attempt < Delivery.MostAttempts; attempt++) letter.Failed("The mail server is away.", DateTimeOffset.UnixEpoch);
            return letter;
        }
    }

    static Task<HttpResponseMessage> Rank(HttpClient editor, int number, int rank) => editor.Submit("/desk/front", $"#story-{number} .rank", new Dictionary<string, string> { ["Rank"] = $"{rank}" });

    static async Task<string[]> Placed(HttpClient editor) =>
        [.. (await editor.Page("/desk/front")).QuerySelectorAll("#placed > li").Select(line => $"{line.QuerySelector(".urg")!.TextContent} {line.QuerySelector("h3")!.TextContent}")];
}
