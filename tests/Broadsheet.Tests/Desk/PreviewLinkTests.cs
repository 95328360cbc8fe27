using System.Net;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Broadsheet.Tests.Desk;

/// <summary>Somebody outside reads a draft by a link, and nothing else.</summary>
public sealed class PreviewLinkTests
{
    static readonly DateTimeOffset morning = new(2026, 11, 24, 6, 0, 0, TimeSpan.Zero);

    static async Task<string> LinkTo(HttpClient editor, string story, bool despiteEmbargo = false)
    {
        var typed = new Dictionary<string, string> { ["For"] = "Dr Alm, lawyer", ["Days"] = "3" };
        if (despiteEmbargo) typed["Embargoed"] = "true";
        var made = await editor.Submit(story + "/outside", "#make", typed);
        var page = await editor.Page(made.Headers.Location!.ToString());
        return new Uri(page.QuerySelector("#made")!.GetAttribute("value")!).PathAndQuery;
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_has_the_link_reads_the_newest_text_until_it_is_taken_back(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        using var outside = newsroom.Visitor();
        var story = $"/desk/stories/{await newsroom.Draft(Printing.Gate)}";
        var link = await LinkTo(jon, story);
        await jon.Submit(story, "#story-form", new Dictionary<string, string> { ["Body"] = "<p>A later text.</p>" });

        var answer = await outside.GetAsync(link, Newsroom.Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Contains("no-store", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        var page = await FormPosts.Document(answer);
        Assert.Contains("A later text.", page.QuerySelector(".printed .body")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("This is a draft", page.QuerySelector("#draft")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("noindex", page.QuerySelector("meta[name=robots]")!.GetAttribute("content"));
        Assert.Null(page.QuerySelector("link[rel=canonical], .share"));
        Assert.Equal(HttpStatusCode.OK, (await outside.SendAsync(new HttpRequestMessage(HttpMethod.Head, link), Newsroom.Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await outside.GetAsync(story, Newsroom.Stop)).StatusCode);

        // What is stored opens nothing.
        await using (var db = await newsroom.Read())
        {
            var stored = await db.PreviewLinks.SingleAsync(Newsroom.Stop);
            Assert.DoesNotContain(stored.TokenHash, link, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(HttpStatusCode.Gone, (await outside.GetAsync("/preview/" + stored.TokenHash, Newsroom.Stop)).StatusCode);
        }
        Assert.Null((await jon.Page(story + "/outside")).QuerySelector("#made"));
        await jon.Submit(story + "/outside", "#links form");
        Assert.Equal(HttpStatusCode.Gone, (await outside.GetAsync(link, Newsroom.Stop)).StatusCode);
    }

    [Theory, OnBothDatabases]
    public async Task Pressed_twice_it_is_one_link_and_its_address_is_shown_once(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        using var outside = newsroom.Visitor();
        var path = $"/desk/stories/{await newsroom.Draft(Printing.Gate)}/outside";
        var typed = new Dictionary<string, string> { ["For"] = "Dr Alm, lawyer" };
        using var first = await jon.Fill(path, "#make", typed);
        var form = await first.Content!.ReadAsStringAsync(Newsroom.Stop);
        var answers = await Task.WhenAll(Press(form), Press(form));
        Assert.All(answers, answer => Assert.Equal(path, answer.Headers.Location?.ToString()));
        var page = await jon.Page(path);
        Assert.Single(page.QuerySelectorAll("#links li"));
        var link = new Uri(page.QuerySelector("#made")!.GetAttribute("value")!).PathAndQuery;
        Assert.Equal(HttpStatusCode.OK, (await outside.GetAsync(link, Newsroom.Stop)).StatusCode);
        Assert.Null((await jon.Page(path)).QuerySelector("#made"));

        // The same form, gone back to and filled in for another, makes another.
        await Press(form.Replace("Alm", "Berg", StringComparison.Ordinal));
        var other = await jon.Page(path);
        Assert.Equal(2, other.QuerySelectorAll("#links li").Length);
        Assert.NotEqual(link, new Uri(other.QuerySelector("#made")!.GetAttribute("value")!).PathAndQuery);

        async Task<HttpResponseMessage> Press(string fields)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(fields, System.Text.Encoding.ASCII, "application/x-www-form-urlencoded") };
            request.Headers.Add("Origin", jon.BaseAddress!.GetLeftPart(UriPartial.Authority));
            return await jon.SendAsync(request, Newsroom.Stop);
        }
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_has_the_link_is_told_whether_the_text_is_out_and_gets_no_link_to_nowhere(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        using var outside = newsroom.Visitor();
        var number = await newsroom.Draft(Printing.Gate with { PictureNumber = await newsroom.Hang() });
        var link = await LinkTo(jon, $"/desk/stories/{number}");
        var draft = await outside.Page(link);
        Assert.StartsWith("This is a draft, not published.", draft.QuerySelector("#draft")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Drawing: Ines Morrow", draft.QuerySelector(".printed .credit")!.TextContent);
        Assert.Null(draft.QuerySelector(".printed figcaption [href]"));

        Assert.Null(await newsroom.Get<Broadsheet.Desk.Publishing.Publishing>().Publish(number, 1, Newsroom.Stop));
        Assert.StartsWith("This story is published. This link holds until", (await outside.Page(link)).QuerySelector("#draft")!.TextContent, StringComparison.Ordinal);
        await jon.Submit($"/desk/stories/{number}", "#story-form", new Dictionary<string, string> { ["Body"] = "<p>A later text.</p>" });
        Assert.StartsWith("This is a draft of a later version", (await outside.Page(link)).QuerySelector("#draft")!.TextContent, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_link_ends_with_its_days_and_with_the_draft(Database database)
    {
        var clock = new SetClock { Now = morning };
        await using var newsroom = await Newsroom.Open(database, services: services => services.AddSingleton<TimeProvider>(clock));
        using var pia = await newsroom.SignedIn("pia");
        using var outside = newsroom.Visitor();
        var (first, second) = ($"/desk/stories/{await newsroom.Draft(Printing.Gate)}", $"/desk/stories/{await newsroom.Draft(Printing.Gate)}");
        var (days, deleted) = (await LinkTo(pia, first), await LinkTo(pia, second));
        await pia.Submit(second + "/delete", "#delete");
        Assert.Equal(HttpStatusCode.Gone, (await outside.GetAsync(deleted, Newsroom.Stop)).StatusCode);
        clock.Now = morning.AddDays(3).AddSeconds(-1);
        Assert.Equal(HttpStatusCode.OK, (await outside.GetAsync(days, Newsroom.Stop)).StatusCode);
        clock.Now = morning.AddDays(3);
        Assert.Equal(HttpStatusCode.Gone, (await outside.GetAsync(days, Newsroom.Stop)).StatusCode);
    }

    [Theory, OnBothDatabases]
    public async Task An_embargo_holds_outside_too_unless_it_was_said_otherwise_and_a_kill_always(Database database)
    {
        var clock = new SetClock { Now = morning };
        await using var newsroom = await Newsroom.Open(database, services: services => services.AddSingleton<TimeProvider>(clock));
        using var jon = await newsroom.SignedIn("jon");
        using var outside = newsroom.Visitor();
        var story = await PublishingTests.Taken(newsroom, jon, new("urn:1") { EmbargoedUntil = morning.AddHours(2) });
        var (held, shown) = (await LinkTo(jon, story), await LinkTo(jon, story, despiteEmbargo: true));
        var answer = await outside.GetAsync(held, Newsroom.Stop);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Null((await FormPosts.Document(answer)).QuerySelector(".printed"));
        Assert.Contains("under embargo", (await outside.Page(shown)).QuerySelector("#draft")!.TextContent, StringComparison.Ordinal);
        clock.Now = morning.AddHours(2);
        Assert.Equal(HttpStatusCode.OK, (await outside.GetAsync(held, Newsroom.Stop)).StatusCode);

        // The agency moves it, and a second one comes later still: the desk is asked again whether to show it.
        Assert.Null((await jon.Page(story + "/outside")).QuerySelector("input[name=Embargoed]"));
        await newsroom.Arrives(new("urn:1", Version: 2) { EmbargoedUntil = morning.AddHours(4) });
        Assert.NotNull((await jon.Page(story + "/outside")).QuerySelector("input[name=Embargoed]"));
        Assert.Equal(HttpStatusCode.Forbidden, (await outside.GetAsync(held, Newsroom.Stop)).StatusCode);

        await newsroom.Arrives(new("urn:1", Version: 3, Status: "canceled"));
        foreach (var link in new[] { held, shown }) Assert.Equal(HttpStatusCode.Forbidden, (await outside.GetAsync(link, Newsroom.Stop)).StatusCode);
    }

    [Theory, OnBothDatabases]
    public async Task A_link_ends_when_the_story_is_withdrawn_and_a_new_one_can_be_made(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        using var outside = newsroom.Visitor();
        var number = await newsroom.Print(Printing.Gate);
        var link = await LinkTo(jon, $"/desk/stories/{number}");
        Assert.Equal(HttpStatusCode.OK, (await outside.GetAsync(link, Newsroom.Stop)).StatusCode);
        await newsroom.Get<Broadsheet.Desk.Publishing.Publishing>().Withdraw(number, "A court forbids it.", Newsroom.Stop);
        Assert.Equal(HttpStatusCode.Gone, (await outside.GetAsync(link, Newsroom.Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await outside.GetAsync(await LinkTo(jon, $"/desk/stories/{number}"), Newsroom.Stop)).StatusCode);
    }

    [Fact]
    public async Task A_link_for_nobody_is_not_made_and_readers_make_none()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var jon = await newsroom.SignedIn("jon");
        var story = $"/desk/stories/{await newsroom.Draft(Printing.Gate)}";
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await jon.Submit(story + "/outside", "#make", new Dictionary<string, string> { ["For"] = " " })).StatusCode);
        using var ida = await newsroom.SignedIn("ida");
        Assert.Equal(HttpStatusCode.Forbidden, (await ida.GetAsync(story + "/outside", Newsroom.Stop)).StatusCode);
    }
}
