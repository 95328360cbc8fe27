using System.Net;
using AngleSharp.Dom;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;

namespace Broadsheet.Tests.Desk;

/// <summary>A sensitive story says so before its text, wherever it is read.</summary>
public sealed class ContentNoticeTests
{
    const string Notice = "This story describes violence & loss.";

    [Theory, OnBothDatabases]
    public async Task Readers_are_told_before_the_text_and_revisions_keep_what_they_were_told(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = await newsroom.SignedIn("jon");
        var number = await newsroom.Draft(Printing.Gate);
        var path = $"/desk/stories/{number}";
        Assert.Equal(HttpStatusCode.Redirect, (await jon.Submit(path, "#story-form", new Dictionary<string, string> { ["ContentNotice"] = Notice })).StatusCode);
        Assert.Contains(Notice, (await jon.Page(path + "/publish")).QuerySelector(".printed .before")!.TextContent, StringComparison.Ordinal);
        await jon.Submit(path + "/publish", "#publish");

        using var reader = newsroom.Visitor();
        var address = (await jon.Page(path)).QuerySelector("a[href^='/harbour/']")!.GetAttribute("href")!;
        var page = await reader.Page(address);
        var told = page.QuerySelector(".before")!;
        Assert.Contains(Notice, told.TextContent, StringComparison.Ordinal);
        Assert.True(told.CompareDocumentPosition(page.QuerySelector(".body")!).HasFlag(DocumentPositions.Following));
        Assert.Contains("violence &amp;amp; loss", await reader.GetStringAsync("/feed.xml", Newsroom.Stop), StringComparison.Ordinal);

        // Taken off again: gone for readers, and to be seen in the history.
        await jon.Submit(path, "#story-form", new Dictionary<string, string> { ["ContentNotice"] = "" });
        await jon.Submit(path + "/publish", "#publish");
        Assert.Null((await Newsroom.Eventually(() => reader.Page(address), seen => seen.QuerySelector(".before") is null)).QuerySelector(".before"));
        Assert.Contains(Notice, (await jon.Page(path + "/history/3")).QuerySelector(".differs")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_too_long_is_told_at_its_field()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var jon = await newsroom.SignedIn("jon");
        var answer = await jon.Submit($"/desk/stories/{await newsroom.Draft(Printing.Gate)}", "#story-form", new Dictionary<string, string> { ["ContentNotice"] = new string('a', 301) });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.NotNull((await FormPosts.Document(answer)).QuerySelector("#ContentNotice-problem"));
    }
}
