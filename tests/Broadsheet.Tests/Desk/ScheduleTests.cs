using System.Net;
using Broadsheet.Desk.Schedule;
using Broadsheet.Stories;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Broadsheet.Tests.Desk;

/// <summary>A story goes out by itself at the time that was set.</summary>
public sealed class ScheduleTests
{
    static readonly DateTimeOffset morning = new(2026, 11, 24, 6, 0, 0, TimeSpan.Zero);

    static async Task<(Newsroom Newsroom, SetClock Clock)> Open(Database database)
    {
        var clock = new SetClock { Now = morning };
        return (await Newsroom.Open(database, services: services => services.AddSingleton<TimeProvider>(clock)), clock);
    }

    static Dictionary<string, string> Time(string on, string at, string? which = null) => which is null ? new() { ["On"] = on, ["At"] = at } : new() { ["On"] = on, ["At"] = at, ["Which"] = which };

    static async Task<Story> StoryOf(Newsroom newsroom, long number)
    {
        await using var db = await newsroom.Read();
        return await db.Stories.SingleAsync(story => story.Number == number, Newsroom.Stop);
    }

    static Task<Story> Published(Newsroom newsroom, long number) => Newsroom.Eventually(() => StoryOf(newsroom, number), story => story.State == StoryState.Published);

    [Theory, OnBothDatabases]
    public async Task Everything_that_waits_for_its_time_can_be_read_a_page_at_a_time(Database database)
    {
        var (newsroom, _) = await Open(database);
        await using var __ = newsroom;
        List<long> numbers = [];
        for (var made = 0; made < 55; made++) numbers.Add(await newsroom.Draft(Printing.Gate));
        // Several at one time: they are told apart by their numbers.
        foreach (var (number, place) in numbers.Select((number, place) => (number, place))) Assert.Null(await newsroom.Get<Scheduling>().Set(number, 1, morning.AddHours(1 + (place / 20)), null, Newsroom.Stop));
        using var jon = await newsroom.SignedIn("jon");
        var first = await jon.Page("/desk/schedule");
        var second = await jon.Page(first.QuerySelector(".pager a")!.GetAttribute("href")!);
        Assert.Equal(numbers.Select(number => $"/desk/stories/{number}"), first.QuerySelectorAll("#scheduled h2 a").Concat(second.QuerySelectorAll("#scheduled h2 a")).Select(link => link.GetAttribute("href")));
        Assert.Null(second.QuerySelector(".pager"));
    }

    [Theory, OnBothDatabases]
    public async Task A_story_goes_out_at_its_time_once_and_not_before(Database database)
    {
        var (newsroom, clock) = await Open(database);
        await using var _ = newsroom;
        var number = await newsroom.Draft(Printing.Gate);
        using var jon = await newsroom.SignedIn("jon");
        var path = $"/desk/stories/{number}";
        Assert.Equal(HttpStatusCode.Redirect, (await jon.Submit(path + "/publish", "#schedule", Time("2026-11-24", "07:30"))).StatusCode);
        Assert.Contains("07:30", (await jon.Page(path)).QuerySelector("#planned")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("set by jon", (await jon.Page("/desk/schedule")).QuerySelector("#scheduled")!.TextContent, StringComparison.Ordinal);

        // One that is due at the same look goes out: this one is looked at, too, and stays.
        clock.Now = morning.AddMinutes(89);
        var other = await newsroom.Draft(Printing.Gate);
        Assert.Null(await newsroom.Get<Scheduling>().Set(other, 1, clock.Now.AddSeconds(5), null, Newsroom.Stop));
        clock.Now = clock.Now.AddSeconds(6);
        await Published(newsroom, other);
        Assert.Equal(StoryState.Draft, (await StoryOf(newsroom, number)).State);

        clock.Now = morning.AddMinutes(90).AddSeconds(1);
        var story = await Published(newsroom, number);
        Assert.Equal((clock.Now, (DateTimeOffset?)null), (story.PublishedAt!.Value, story.UpdatedAt));
        await using var db = await newsroom.Read();
        Assert.Equal(0, await db.ScheduledStories.CountAsync(Newsroom.Stop));
        Assert.Equal(1, (await db.OutboxEvents.Where(happened => happened.Name == StoryPublished.Name).ToListAsync(Newsroom.Stop)).Count(happened => happened.Body.Contains($"\"number\":{number}", StringComparison.Ordinal)));
    }

    [Theory, OnBothDatabases]
    public async Task What_was_missed_while_the_machine_was_off_goes_out_late_and_the_desk_is_told(Database database)
    {
        var (newsroom, clock) = await Open(database);
        var number = await newsroom.Draft(Printing.Gate);
        Assert.Null(await newsroom.Get<Scheduling>().Set(number, 1, morning.AddHours(1), null, Newsroom.Stop));
        await newsroom.CloseKeepingData();
        clock.Now = morning.AddHours(3);
        await using var again = await newsroom.OpenAgain(services => services.AddSingleton<TimeProvider>(clock));
        await Published(again, number);
        using var jon = await again.SignedIn("jon");
        foreach (var page in new[] { "/desk/schedule", "/desk/wire", "/desk/stories", $"/desk/stories/{number}" })
            Assert.Contains("Published late.", (await jon.Page(page)).QuerySelector(".notice.bad")!.TextContent, StringComparison.Ordinal);
        await jon.Submit("/desk/schedule", ".notice.bad form");
        Assert.Null((await jon.Page("/desk/schedule")).QuerySelector(".notice.bad"));
        Assert.Equal(StoryState.Published, (await StoryOf(again, number)).State);
    }

    [Fact]
    public async Task One_that_the_database_refuses_keeps_no_other_and_the_desk_is_told_until_it_is_out()
    {
        var (newsroom, clock) = await Open(Database.Sqlite);
        await using var _ = newsroom;
        var numbers = new List<long>();
        for (var count = 0; count < 25; count++) numbers.Add(await newsroom.Draft(Printing.Gate));
        await newsroom.Writer.Write((db, stop) => db.Database.ExecuteSqlRawAsync("CREATE TRIGGER refuse BEFORE UPDATE OF state ON stories WHEN NEW.number < 1024 BEGIN SELECT RAISE(ABORT, 'the disk is tired'); END", stop), Newsroom.Stop);
        foreach (var number in numbers) Assert.Null(await newsroom.Get<Scheduling>().Set(number, 1, morning.AddMinutes(1), null, Newsroom.Stop));
        clock.Now = morning.AddMinutes(1);
        await Published(newsroom, numbers[^1]);
        Assert.Equal(StoryState.Draft, (await StoryOf(newsroom, numbers[0])).State);

        using var jon = await newsroom.SignedIn("jon");
        Assert.Null((await jon.Page("/desk/schedule")).QuerySelector(".notice.bad"));
        clock.Now = morning.AddMinutes(4);
        Assert.Contains("Not published yet.", (await jon.Page("/desk/stories")).QuerySelector(".notice.bad")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Not published yet.", (await jon.Page($"/desk/stories/{numbers[0]}")).QuerySelector(".notice.bad")!.TextContent, StringComparison.Ordinal);

        await newsroom.Writer.Write((db, stop) => db.Database.ExecuteSqlRawAsync("DROP TRIGGER refuse", stop), Newsroom.Stop);
        clock.Now = morning.AddMinutes(8);
        await Published(newsroom, numbers[0]);
    }

    [Theory, OnBothDatabases]
    public async Task Of_several_nodes_one_publishes(Database database)
    {
        var (newsroom, clock) = await Open(database);
        await using var _ = newsroom;
        var other = await Newsroom.OpenOn(newsroom.Data, newsroom.ConnectionString, services => services.AddSingleton<TimeProvider>(clock));
        try
        {
            var numbers = new List<long>();
            for (var count = 0; count < 8; count++) numbers.Add(await newsroom.Draft(Printing.Gate));
            foreach (var number in numbers) Assert.Null(await newsroom.Get<Scheduling>().Set(number, 1, morning.AddMinutes(1), null, Newsroom.Stop));
            clock.Now = morning.AddMinutes(1);
            foreach (var number in numbers) await Published(newsroom, number);
            await using var db = await newsroom.Read();
            Assert.Equal(numbers.Count, await db.OutboxEvents.CountAsync(happened => happened.Name == StoryPublished.Name, Newsroom.Stop));
        }
        finally
        {
            await other.CloseKeepingData();
        }
    }

    [Theory, OnBothDatabases]
    public async Task What_the_agency_takes_back_meanwhile_does_not_go_out_and_the_desk_is_told(Database database)
    {
        var (newsroom, clock) = await Open(database);
        await using var _ = newsroom;
        using var jon = await newsroom.SignedIn("jon");
        var path = await PublishingTests.Taken(newsroom, jon, new("urn:1") { EmbargoedUntil = morning.AddHours(2) });
        Assert.Equal(("2026-11-24", "08:00"), await Proposed(jon, path));
        // With seconds in the field, a browser would take no whole minute if it were not told to count in seconds.
        var toTheSecond = await PublishingTests.Taken(newsroom, jon, new("urn:2") { EmbargoedUntil = morning.AddHours(2).AddSeconds(54) });
        Assert.Equal(("08:00:54", "1"), (await jon.Page(toTheSecond + "/publish")).QuerySelector("#At") is { } at ? (at.GetAttribute("value"), at.GetAttribute("step")) : default);
        var early = await jon.Submit(path + "/publish", "#schedule", Time("2026-11-24", "07:59"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, early.StatusCode);
        Assert.Contains("The embargo holds until 08:00", (await FormPosts.Document(early)).QuerySelector("#time-problem")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await jon.Submit(path + "/publish", "#schedule")).StatusCode);

        await newsroom.Arrives(new("urn:1", Version: 2, Status: "canceled"));
        Assert.Contains("The agency has withdrawn", (await jon.Page("/desk/schedule")).QuerySelector("#scheduled > li")!.TextContent, StringComparison.Ordinal);
        clock.Now = morning.AddHours(2);
        var page = await Newsroom.Eventually(() => jon.Page("/desk/schedule"), page => page.QuerySelector(".notice.bad") is not null);
        Assert.Contains("Not published.", page.QuerySelector(".notice.bad")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("The agency has withdrawn", page.QuerySelector(".notice.bad")!.TextContent, StringComparison.Ordinal);
        await using var db = await newsroom.Read();
        Assert.Equal(0, await db.OutboxEvents.CountAsync(happened => happened.Name == StoryPublished.Name, Newsroom.Stop));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_saved_later_does_not_slip_in_until_somebody_says_so(Database database)
    {
        var (newsroom, clock) = await Open(database);
        await using var _ = newsroom;
        using var jon = await newsroom.SignedIn("jon");
        var numbers = new List<long>();
        foreach (var takesTheNewest in new[] { false, true })
        {
            var number = await newsroom.Draft(Printing.Gate);
            numbers.Add(number);
            var path = $"/desk/stories/{number}";
            await jon.Submit(path + "/publish", "#schedule", Time("2026-11-24", "07:00"));
            await jon.Submit(path, "#story-form", new Dictionary<string, string> { ["Body"] = "<p>Half a sent</p>" });
            Assert.Contains("Not revision 2", (await jon.Page(path)).QuerySelector("#planned.bad")!.TextContent, StringComparison.Ordinal);
            if (takesTheNewest) await jon.Submit(path, "#this-one");
        }
        clock.Now = morning.AddHours(1);
        Assert.Equal(1, (await Published(newsroom, numbers[0])).PublishedRevision);
        Assert.Equal(2, (await Published(newsroom, numbers[1])).PublishedRevision);
    }

    [Theory, OnBothDatabases]
    public async Task A_time_is_given_up_and_one_who_publishes_by_hand_does_not_wait_for_it(Database database)
    {
        var (newsroom, clock) = await Open(database);
        await using var _ = newsroom;
        using var jon = await newsroom.SignedIn("jon");
        var (kept, printed) = (await newsroom.Draft(Printing.Gate), await newsroom.Draft(Printing.Gate));
        foreach (var number in new[] { kept, printed }) await jon.Submit($"/desk/stories/{number}/publish", "#schedule", Time("2026-11-24", "07:00"));
        await jon.Submit($"/desk/stories/{kept}", "#give-up");
        await jon.Submit($"/desk/stories/{printed}/publish", "#publish");
        clock.Now = morning.AddHours(2);
        await using var db = await newsroom.Read();
        Assert.Equal(0, await db.ScheduledStories.CountAsync(Newsroom.Stop));
        Assert.Equal(StoryState.Draft, (await StoryOf(newsroom, kept)).State);
        Assert.Equal(morning, (await StoryOf(newsroom, printed)).PublishedAt);
        Assert.Null((await jon.Page($"/desk/stories/{printed}/publish")).QuerySelector("#schedule"));
    }

    [Fact]
    public async Task A_time_that_will_not_do_is_told_at_the_field_and_stays_typed()
    {
        var (newsroom, _) = await Open(Database.Sqlite);
        await using var closing = newsroom;
        using var jon = await newsroom.SignedIn("jon");
        var path = $"/desk/stories/{await newsroom.Draft(Printing.Gate)}/publish";
        foreach (var (on, at, problem) in new[]
        {
            ("2026-11-24", "05:59", "That time is over"), ("2029-01-01", "12:00", "more than a year"), ("", "12:00", "Give the day"), ("24 November", "12:00", "Give the day"), ("2026-11-25", "noon", "Give the time"),
            ("2026-11-25", "24:00", "Give the time"), ("2027-03-28", "01:30", "01:30 does not exist that day: the clocks go forward from 01:00 to 02:00"), ("2027-10-31", "01:30", "01:30 is there twice"),
        })
        {
            var answer = await jon.Submit(path, "#schedule", Time(on, at));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            var page = await FormPosts.Document(answer);
            Assert.Contains(problem, page.QuerySelector("#time-problem")!.TextContent, StringComparison.Ordinal);
            Assert.Equal((on, at), (page.QuerySelector("#On")!.GetAttribute("value"), page.QuerySelector("#At")!.GetAttribute("value")));
            Assert.Equal(on == "2027-10-31" ? 2 : 0, page.QuerySelectorAll("#schedule [name=Which]").Length);
        }
    }

    [Theory, InlineData("first", 0), InlineData("second", 1)]
    public void Of_a_time_that_is_there_twice_the_chosen_one_counts_and_comes_back_to_the_fields(string which, int hour)
    {
        var zone = DateTimeZoneProviders.Tzdb["Europe/London"];
        var set = SetTime.Of(new TypedTime { On = "2026-10-25", At = "01:30", Which = which }, zone, morning.AddMonths(-3));
        Assert.Equal(new DateTimeOffset(2026, 10, 25, hour, 30, 0, TimeSpan.Zero), set.At);
        Assert.Equal(("2026-10-25", "01:30", which), (SetTime.Typed(set.At!.Value, zone).On, SetTime.Typed(set.At.Value, zone).At, SetTime.Typed(set.At.Value, zone).Which));
    }

    [Fact]
    public async Task Readers_set_no_times()
    {
        var (newsroom, _) = await Open(Database.Sqlite);
        await using var closing = newsroom;
        using var ida = await newsroom.SignedIn("ida");
        Assert.Equal(HttpStatusCode.Forbidden, (await ida.GetAsync("/desk/schedule", Newsroom.Stop)).StatusCode);
    }

    static async Task<(string?, string?)> Proposed(HttpClient editor, string path)
    {
        var page = await editor.Page(path + "/publish");
        return (page.QuerySelector("#On")!.GetAttribute("value"), page.QuerySelector("#At")!.GetAttribute("value"));
    }
}
