using System.Net;
using Broadsheet.Cli.Demo;
using Broadsheet.Edition;
using Broadsheet.Storage;
using Broadsheet.Tests.World;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Broadsheet.Tests.Stories;

public sealed class DemoEditionTests
{
    [Theory, OnBothDatabases]
    public async Task The_demo_edition_is_laid_into_an_empty_paper_once(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var demo = ActivatorUtilities.CreateInstance<DemoEdition>(newsroom.Services);
        Assert.False(await demo.Lay(Newsroom.Stop));
        Assert.False(await newsroom.Get<FirstStart>().FoundThePaper(Newsroom.Stop));

        await newsroom.Writer.Write(async (db, stop) => { await db.Sections.ExecuteDeleteAsync(stop); await db.Papers.ExecuteDeleteAsync(stop); }, Newsroom.Stop);
        Assert.True(await demo.Lay(Newsroom.Stop));
        Assert.False(await demo.Lay(Newsroom.Stop));
        await newsroom.Get<CurrentEdition>().Load(Newsroom.Stop);

        await using var db = await newsroom.Read();
        Assert.True(await db.Stories.CountAsync(Newsroom.Stop) >= 30);
        Assert.True(newsroom.Get<CurrentEdition>().Facts.Sections.Count >= 5);
        // The wire takes what waits in its folder, and none of it is refused.
        await Newsroom.Eventually(
            async () => { await using var db = await newsroom.Read(); return (Lines: await db.InboxLines.CountAsync(Newsroom.Stop), Refused: await db.Refusals.CountAsync(Newsroom.Stop)); },
            wire => wire is { Lines: >= 12, Refused: 0 });

        using var jon = await newsroom.SignedIn("jon");
        var drum = (await db.InboxLines.SingleAsync(line => line.Headline.StartsWith("Museum returns"), Newsroom.Stop)).Id;
        Assert.Equal("image/jpeg", (await jon.GetAsync((await jon.Page($"/desk/wire/{drum}")).QuerySelector(".of-wire img")!.GetAttribute("src"), Newsroom.Stop)).Content.Headers.ContentType?.MediaType);

        using var visitor = newsroom.Visitor();
        var front = await visitor.Page("/");
        Assert.Equal("Broadsheet", front.QuerySelector("h1")?.TextContent);
        Assert.Equal(["/corrections"], front.QuerySelectorAll(".mark a[href='/corrections']").Select(link => link.GetAttribute("href")));
        var corrections = (await visitor.Page("/corrections")).QuerySelectorAll("main .timed li");
        Assert.Equal(2, corrections.Length);
        Assert.NotNull((await visitor.Page(corrections[0].QuerySelector("a")!.GetAttribute("href")!)).QuerySelector("#mend"));
        Assert.Null((await visitor.Page("/about")).QuerySelector("meta[name=robots]"));
        foreach (var link in front.QuerySelectorAll("main a, nav a, main img").Select(part => part.GetAttribute("href") ?? part.GetAttribute("src")!).Distinct())
            Assert.Equal((link, HttpStatusCode.OK), (link, (await visitor.GetAsync(link, Newsroom.Stop)).StatusCode));
    }

    [Theory, OnBothDatabases]
    public async Task An_empty_data_folder_gets_a_paper(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        await newsroom.Writer.Write(async (db, stop) => { await db.Sections.ExecuteDeleteAsync(stop); await db.Papers.ExecuteDeleteAsync(stop); }, Newsroom.Stop);
        Assert.True(await newsroom.Get<FirstStart>().FoundThePaper(Newsroom.Stop));
        var edition = newsroom.Get<CurrentEdition>();
        await edition.Load(Newsroom.Stop);
        Assert.True(edition.Facts.Paper.IsUnfinished);
        Assert.Equal("News", Assert.Single(edition.Facts.Sections).Name);
    }
}
