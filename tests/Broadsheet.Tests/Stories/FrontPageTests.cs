using System.Net;
using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Tests.World;

namespace Broadsheet.Tests.Stories;

public sealed class FrontPageTests
{
    [Theory, OnBothDatabases]
    public async Task An_empty_paper_says_so(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var visitor = newsroom.Visitor();
        Assert.Equal("Nothing is printed yet", (await visitor.Page("/")).QuerySelector(".state h2")?.TextContent);
        Assert.Equal("Nothing here yet", (await visitor.Page("/harbour")).QuerySelector(".state h2")?.TextContent);
    }

    [Theory, OnBothDatabases]
    public async Task The_desk_ranks_the_top_and_nothing_stands_there_twice(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var picture = await newsroom.Hang();
        var numbers = new List<long>();
        for (var story = 0; story < 40; story++)
            numbers.Add(await newsroom.Print(Printing.Gate with { Headline = $"Story {story}", PictureNumber = picture }, story % 2 == 0 ? "harbour" : "islands", at: newsroom.Now().AddMinutes(story - 40)));
        await newsroom.PutOnFront((numbers[3], 2), (numbers[5], 3), (numbers[7], 1), (numbers[9], 2));
        using var visitor = newsroom.Visitor();

        var page = await visitor.Page("/");

        Assert.Equal("The Merrin Post", page.QuerySelector(".masthead.front h1.nameplate")?.TextContent);
        Assert.Equal("Story 7", page.QuerySelector(".lead > .first h2.h1")?.TextContent);
        Assert.NotNull(page.QuerySelector(".lead > .first img[fetchpriority=high]"));
        var beside = page.QuerySelectorAll(".lead > div .item");
        Assert.Equal(["Story 3", "Story 9", "Story 5"], beside.Select(item => item.QuerySelector("h3")!.TextContent));
        Assert.Equal([true, false, false], beside.Select(item => item.QuerySelector("img") is not null));
        Assert.Equal([true, true, false], beside.Select(item => item.QuerySelector("h3 + p:not(.meta)") is not null));
        Assert.Equal(Enumerable.Range(30, 10).Reverse().Select(story => $"Story {story}"), page.QuerySelectorAll(".timed h3").Select(headline => headline.TextContent));
        Assert.Equal(["Harbour", "Islands"], page.QuerySelectorAll(".block > .mark h2").Select(mark => mark.TextContent));
        var headlines = page.QuerySelectorAll("main :is(h2, h3) a").Select(link => link.TextContent).ToList();
        Assert.Equal(headlines.Distinct(), headlines);
        Assert.Equal(4 + 10 + 6 + 6, headlines.Count);
    }

    [Theory, OnBothDatabases]
    public async Task Before_the_desk_ranked_anything_the_newest_leads(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await newsroom.Print(Printing.Gate with { Headline = "Old" }, at: newsroom.Now().AddDays(-1));
        await newsroom.Print(Printing.Gate with { Headline = "New" });
        using var visitor = newsroom.Visitor();
        var page = await visitor.Page("/");
        Assert.Equal("New", page.QuerySelector(".first h2")?.TextContent);
        Assert.Matches("^[0-9]{2}:[0-9]{2}$", page.QuerySelector(".first time")?.TextContent);
        Assert.Matches("^[0-9]+ [A-Z][a-z]+, [0-9]{2}:[0-9]{2}$", page.QuerySelector(".lead > div time")?.TextContent);
    }

    [Theory, OnBothDatabases]
    public async Task A_section_is_read_back_to_its_first_story(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var same = newsroom.Now();
        for (var story = 0; story < 60; story++) await newsroom.Print(Printing.Gate with { Headline = $"Story {story}" }, at: same.AddMinutes(story / 7));
        await newsroom.Print(Printing.Gate with { Headline = "Elsewhere" }, "islands");
        using var visitor = newsroom.Visitor();
        var seen = new List<string>();
        var path = "/harbour";
        var pages = 0;
        while (path is not null)
        {
            Assert.InRange(++pages, 1, 3);
            var page = await visitor.Page(path);
            Assert.Equal("Harbour", page.QuerySelector("main h1")?.TextContent);
            seen.AddRange(page.QuerySelectorAll(".block :is(h2, h3) a").Select(link => link.TextContent));
            path = page.QuerySelector("a[rel=next]")?.GetAttribute("href");
        }
        Assert.Equal(Enumerable.Range(0, 60).Reverse().Select(story => $"Story {story}"), seen);
    }

    [Theory, OnBothDatabases]
    public async Task A_section_in_another_writing_leads_to_its_address(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var visitor = newsroom.Visitor();
        foreach (var path in new[] { "/Harbour", "/harbour/" })
        {
            var answer = await visitor.GetAsync(path, Newsroom.Stop);
            Assert.Equal((HttpStatusCode.MovedPermanently, "/harbour"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        }
    }

    [Theory, OnBothDatabases]
    public async Task A_signed_in_person_sees_their_name_and_staff_the_way_to_the_desk(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var pia = await newsroom.SignedIn("pia");
        using var ida = await newsroom.SignedIn("ida");
        using var visitor = newsroom.Visitor();

        var staff = await pia.Page("/");
        Assert.Equal("pia", staff.QuerySelector(".tools .name")?.TextContent);
        Assert.NotNull(staff.QuerySelector(".tools a[href='/desk']"));
        var reader = await ida.Page("/");
        Assert.Equal("ida", reader.QuerySelector(".tools .name")?.TextContent);
        Assert.Null(reader.QuerySelector(".tools a[href='/desk']"));
        Assert.Null((await visitor.Page("/")).QuerySelector("form"));

        var left = await pia.Submit("/harbour", ".tools form");
        Assert.Equal(HttpStatusCode.Redirect, left.StatusCode);
        Assert.NotNull((await pia.Page("/")).QuerySelector(".tools a[href='/sign-in']"));
    }

    [Fact]
    public void A_section_cannot_be_named_like_a_taken_address()
    {
        foreach (var slug in TakenSegments.All.Concat(["Desk", "Harbour", "a/b", "", "-a", "a b"]))
            Assert.Throws<ArgumentException>(() => new Section { Slug = slug, Name = "Any" });
        foreach (var slug in new[] { "harbour", "الميناء", "größe-2", "नमस्ते" }) Assert.Equal(slug, new Section { Slug = slug, Name = "Any" }.Slug);
    }

    [Fact]
    public void A_list_key_reads_back_what_it_wrote()
    {
        var key = new ListKey(new DateTimeOffset(2026, 11, 24, 14, 32, 1, TimeSpan.Zero).AddTicks(1230), 1042);
        Assert.True(ListKey.TryParse(key.ToString(), out var read));
        Assert.Equal(key, read);
    }
}
