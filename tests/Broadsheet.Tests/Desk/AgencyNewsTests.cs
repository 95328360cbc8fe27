using System.Net;
using Broadsheet.Desk.Taking;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.Wire;
using Broadsheet.Tests.World;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Tests.Desk;

/// <summary>What an agency sends after a story was made of its item: kills, holds, corrections, newer versions.</summary>
public sealed class AgencyNewsTests
{
    const string Corrected = "<signal qcode=\"sig:correction\"/>", Killed = "<pubStatus qcode=\"stat:canceled\"/>", Held = "<pubStatus qcode=\"stat:withheld\"/>";

    /// <summary>As <see cref="Sent.G2"/>, with another state.</summary>
    static string G2(string version, string state = "", string headline = "Harbour closed by ice", string text = "The harbour of Merrin is closed.", string meta = "") =>
        Sent.G2("urn:norra:1", version, headline, meta: meta, text: text).Replace("<pubStatus qcode=\"stat:usable\"/>", state.Length > 0 ? state : "<pubStatus qcode=\"stat:usable\"/>", StringComparison.Ordinal);

    static async Task<long> Taken(Newsroom newsroom, bool publish)
    {
        await newsroom.Take(G2("1"));
        var line = Assert.Single(await newsroom.Inbox());
        var taken = await newsroom.Get<TakeItem>().Take(line.Id, newsroom.Section("harbour").Id, await newsroom.IdOf("jon"), Newsroom.Stop);
        if (publish) Assert.Null(await newsroom.Get<Broadsheet.Desk.Publishing.Publishing>().Publish(taken.Story!.Value, 1, Newsroom.Stop));
        return taken.Story!.Value;
    }

    [Theory, OnBothDatabases]
    public async Task A_kill_stands_loudly_on_the_story_in_the_list_in_the_inbox_and_before_the_button(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var story = await Taken(newsroom, publish: true);
        await newsroom.Take(G2("2", Killed, headline: "KILL: harbour"));
        using var jon = await newsroom.SignedIn("jon");

        var list = await jon.Page("/desk/stories");
        Assert.Contains("Withdrawn by the agency", list.QuerySelector(".stories .badge.kill")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Readers can still read", list.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Readers can still read", (await jon.Page("/desk/wire")).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        foreach (var path in new[] { $"/desk/stories/{story}", $"/desk/stories/{story}/publish" })
        {
            var notice = (await jon.Page(path)).QuerySelector("#agency-news")!;
            Assert.Contains("withdrew this item", notice.TextContent, StringComparison.Ordinal);
            Assert.NotNull(notice.QuerySelector($"a[href='/desk/stories/{story}/withdraw']"));
        }
        // What changed can be looked at; the words of the kill itself go into no story.
        Assert.Null((await jon.Page($"/desk/stories/{story}/agency")).QuerySelector("#take-newer"));
        var killed = Assert.Single(await newsroom.Inbox()).ItemId;
        Assert.False(await newsroom.Get<Broadsheet.Desk.Agency.TakeNewer>().Take(story, killed, 1, await newsroom.IdOf("jon"), Newsroom.Stop));
        await newsroom.Get<Broadsheet.Desk.Publishing.Publishing>().Withdraw(story, "The agency withdrew it.", Newsroom.Stop);
        Assert.Null((await jon.Page("/desk/stories")).QuerySelector("main > [role=alert]"));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_withheld_or_in_a_state_nobody_knows_cannot_be_published_although_it_was_taken(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var story = await Taken(newsroom, publish: false);
        foreach (var (version, state) in new[] { ("2", Held), ("3", "<pubStatus qcode=\"stat:perhaps\"/>") })
        {
            await newsroom.Take(G2(version, state));
            Assert.NotNull(await newsroom.Get<Broadsheet.Desk.Publishing.Publishing>().Publish(story, 1, Newsroom.Stop));
            using var jon = await newsroom.SignedIn("jon");
            Assert.Contains("does not release", (await jon.Page($"/desk/stories/{story}")).QuerySelector("#agency-news")!.TextContent, StringComparison.Ordinal);
        }
        await newsroom.Take(G2("4"));
        Assert.Null(await newsroom.Get<Broadsheet.Desk.Publishing.Publishing>().Publish(story, 1, Newsroom.Stop));
    }

    [Theory, OnBothDatabases]
    public async Task A_kill_that_comes_before_the_item_holds(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await newsroom.Take(G2("2", Killed));
        await newsroom.Take(G2("1"));
        // The same of an agency that sends no versions: only a time after the kill's takes it back.
        await newsroom.Take(Sent.Ninjs("n1", "Killed", more: ",\"pubstatus\":\"canceled\",\"versioncreated\":\"2026-11-24T06:00:00Z\""));
        await newsroom.Take(Sent.Ninjs("n1", "Old", more: ",\"versioncreated\":\"2026-11-24T05:00:00Z\""));
        await newsroom.Take(Sent.Ninjs("n1", "Undated"));
        await newsroom.Take(Sent.Ninjs("n1", "Undated"));
        var lines = await newsroom.Inbox();
        Assert.Equal(["canceled", "canceled"], lines.Select(line => line.Status));
        Assert.All(lines, line => Assert.Equal("NotTakenCanceled", TakeItem.Problem(line.IsStory, line.Status)));

        await newsroom.Take(Sent.Ninjs("n1", "Sent anew", more: ",\"versioncreated\":\"2026-11-24T07:00:00Z\""));
        Assert.Contains(await newsroom.Inbox(), line => line is { Status: "usable", Headline: "Sent anew" });
    }

    [Theory, OnBothDatabases]
    public async Task A_kill_without_a_version_that_comes_first_is_taken_back_by_a_later_time_alone_whatever_the_number(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await newsroom.Take(Sent.Ninjs("n1", "Killed", more: KilledAt(6)));
        foreach (var number in new[] { "1", "2", "9" }) await newsroom.Take(Sent.Ninjs("n1", $"State {number}", number, At(5)));
        await newsroom.Take(Sent.Ninjs("n1", "Without a time", "10"));
        Assert.True(Assert.Single(await newsroom.Inbox()) is { Status: "canceled", Versions: 5 });
        Assert.Empty(await newsroom.Refusals());
        await newsroom.Take(Sent.Ninjs("n1", "Sent anew", "11", At(7)));
        Assert.True(Assert.Single(await newsroom.Inbox()) is { Status: "usable", Version: 11 });

        // A kill that says no time is the editor's to judge.
        await newsroom.Take(Sent.Ninjs("n2", "Killed", more: ",\"pubstatus\":\"canceled\""));
        await newsroom.Take(Sent.Ninjs("n2", "Later", "12", At(8)));
        Assert.Contains(await newsroom.Inbox(), line => line is { Guid: "n2", Status: "canceled" });
    }

    [Theory, OnBothDatabases]
    public async Task A_kill_without_a_version_stands_above_the_versions_before_it_and_takes_the_number_of_none(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        foreach (var number in new[] { "1", "3" }) await newsroom.Take(Sent.Ninjs("n1", $"State {number}", number, At(5)));
        await newsroom.Take(Sent.Ninjs("n1", "Killed", more: KilledAt(6)));
        Assert.Equal("canceled", Assert.Single(await newsroom.Inbox()).Status);
        foreach (var number in new[] { "3", "2", "4", "5" }) await newsroom.Take(Sent.Ninjs("n1", $"State {number}", number, At(5)));
        await newsroom.Take(Sent.Ninjs("n1", "Killed", more: KilledAt(6)));
        await newsroom.Take(Sent.Ninjs("n1", "Killed before", more: KilledAt(4)));
        Assert.True(Assert.Single(await newsroom.Inbox()) is { Status: "canceled", Headline: "Killed" });
        using var jon = await newsroom.SignedIn("jon");
        var preview = await jon.Page($"/desk/wire/{Assert.Single(await newsroom.Inbox()).Id}");
        Assert.Contains("n1, version –", preview.QuerySelector("#preview")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(Assert.Single(await newsroom.Inbox()).SeenAt);

        await newsroom.Take(Sent.Ninjs("n1", "State 6", "6", At(7)));
        Assert.True(Assert.Single(await newsroom.Inbox()) is { Status: "usable", Headline: "State 6" });
        // The old file once more is no new kill.
        await newsroom.Take(Sent.Ninjs("n1", "Killed", more: KilledAt(6)));
        Assert.Equal("usable", Assert.Single(await newsroom.Inbox()).Status);
        await newsroom.Take(Sent.Ninjs("n1", "Killed again", more: KilledAt(8)));
        Assert.Equal("canceled", Assert.Single(await newsroom.Inbox()).Status);
        Assert.Empty(await newsroom.Refusals());
    }

    [Theory, OnBothDatabases]
    public async Task An_embargo_that_comes_when_the_story_is_out_is_told_loudly_until_it_ends(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var story = await Taken(newsroom, publish: true);
        using var jon = await newsroom.SignedIn("jon");
        foreach (var (version, embargo) in new[] { ("2", "<embargoed>2099-11-24T18:00:00+01:00</embargoed>"), ("3", "<embargoed/>") })
        {
            await newsroom.Take(G2(version, meta: embargo));
            foreach (var path in new[] { "/desk/stories", "/desk/wire" })
            {
                var alarm = (await jon.Page(path)).QuerySelector("main [role=alert]")!.TextContent;
                Assert.Contains("put an embargo on this item", alarm, StringComparison.Ordinal);
                Assert.Contains("Readers can still read", alarm, StringComparison.Ordinal);
            }
            var notice = (await jon.Page($"/desk/stories/{story}")).QuerySelector("#agency-news[role=alert]")!;
            Assert.Contains("put an embargo on this item", notice.TextContent, StringComparison.Ordinal);
            Assert.NotNull(notice.QuerySelector($"a[href='/desk/stories/{story}/withdraw']"));
        }
        await newsroom.Take(G2("4", meta: "<embargoed>2020-11-24T18:00:00+01:00</embargoed>"));
        Assert.Null((await jon.Page("/desk/stories")).QuerySelector("main > [role=alert]"));
    }

    [Theory, OnBothDatabases]
    public async Task The_editor_of_a_draft_reads_the_embargo_as_it_is_now(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        var story = await Taken(newsroom, publish: false);
        await newsroom.Take(G2("2", meta: "<embargoed>2099-11-24T18:00:00+01:00</embargoed>"));
        Assert.Contains("Nothing of it may appear before", (await jon.Page($"/desk/stories/{story}")).QuerySelector("#main")!.TextContent, StringComparison.Ordinal);
        await newsroom.Take(G2("3", meta: "<embargoed/>"));
        Assert.Contains("gave no end", (await jon.Page($"/desk/stories/{story}")).QuerySelector("#main")!.TextContent, StringComparison.Ordinal);
        await newsroom.Take(G2("4"));
        Assert.DoesNotContain("may appear", (await jon.Page($"/desk/stories/{story}")).QuerySelector("#main")!.TextContent, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task An_open_editor_hears_at_once_what_the_agency_sends(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        var story = await Taken(newsroom, publish: false);
        var known = (await jon.Page($"/desk/stories/{story}")).QuerySelector("#story-form")!.GetAttribute("data-agency");
        await using var line = await Line.Open(jon, $"/desk/stories/{story}/stream?revision=1&agency={known}");
        await newsroom.Take(G2("2", headline: "Harbour still closed"));
        Assert.Contains("sent a newer version", (await line.Next()).Data, StringComparison.Ordinal);
        await newsroom.Take(G2("3", headline: "Harbour open", meta: Corrected));
        Assert.Contains("corrected this item", (await line.Next()).Data, StringComparison.Ordinal);
        await newsroom.Take(G2("4", Killed));
        var killed = (await line.Next()).Data;
        Assert.Contains("withdrew this item", killed, StringComparison.Ordinal);
        Assert.Contains("It cannot be published", killed, StringComparison.Ordinal);
        // Who comes with a page from before hears it too.
        await using var late = await Line.Open(jon, $"/desk/stories/{story}/stream?revision=1&agency={known}");
        Assert.Contains("withdrew this item", (await late.Next()).Data, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_correction_marks_the_story_shows_what_changed_and_goes_in_without_touching_what_the_desk_rewrote(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var story = await Taken(newsroom, publish: true);
        using var jon = await newsroom.SignedIn("jon");
        await jon.Submit($"/desk/stories/{story}", "#story-form", new Dictionary<string, string> { ["Headline"] = "Ice shuts the harbour" });
        await newsroom.Take(G2("2", meta: Corrected, headline: "Harbour closed by fog", text: "The harbour of Merrin is closed by fog."));

        Assert.Contains("correction", (await jon.Page("/desk/stories")).QuerySelector($".stories a[href='/desk/stories/{story}/agency']")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("corrected this item", (await jon.Page($"/desk/stories/{story}")).QuerySelector("#agency-news.bad")!.TextContent, StringComparison.Ordinal);
        var page = await jon.Page($"/desk/stories/{story}/agency");
        Assert.Contains("fog", page.QuerySelector("#changes ins")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("by hand: Headline", page.Body!.TextContent, StringComparison.Ordinal);

        var answer = await jon.Submit($"/desk/stories/{story}/agency", "#take-newer");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var editor = await jon.Page($"/desk/stories/{story}?copy=0");
        Assert.Equal("Ice shuts the harbour", editor.QuerySelector("#Headline")!.TextContent);
        Assert.Contains("closed by fog", editor.QuerySelector("#Body")!.TextContent, StringComparison.Ordinal);
        Assert.Null(editor.QuerySelector("#agency-news"));
        Assert.Equal(HttpStatusCode.Redirect, (await jon.GetAsync($"/desk/stories/{story}/agency", Newsroom.Stop)).StatusCode);
    }

    [Theory, OnBothDatabases]
    public async Task A_newer_version_that_was_seen_is_not_marked_again_and_one_that_came_meanwhile_is(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var story = await Taken(newsroom, publish: false);
        await newsroom.Take(G2("2", headline: "Two"));
        using var jon = await newsroom.SignedIn("jon");
        using var seen = await jon.Fill($"/desk/stories/{story}/agency", "#seen");
        await newsroom.Take(G2("3", headline: "Three"));
        Assert.Equal(HttpStatusCode.Conflict, (await jon.SendAsync(seen, Newsroom.Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await jon.Submit($"/desk/stories/{story}/agency", "#seen")).StatusCode);
        Assert.Null((await jon.Page("/desk/stories")).QuerySelector(".stories a[href$='/agency']"));
        await newsroom.Take(G2("4", headline: "Four"));
        Assert.NotNull((await jon.Page("/desk/stories")).QuerySelector(".stories a[href$='/agency']"));
    }

    static string At(int hour) => $",\"versioncreated\":\"2026-11-24T0{hour}:00:00Z\"";

    static string KilledAt(int hour) => ",\"pubstatus\":\"canceled\"" + At(hour);
}
