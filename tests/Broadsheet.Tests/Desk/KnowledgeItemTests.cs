using System.Net;
using Broadsheet.Tests.Wire;
using Broadsheet.Tests.World;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Tests.Desk;

/// <summary>What agencies send so that machines know things is no news, though it comes down the same wire.</summary>
public sealed class KnowledgeItemTests
{
    const string Harbours = """
        <knowledgeItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:norra:knowledge:harbours" version="1" standard="NewsML-G2" standardversion="2.34" conformance="power" xml:lang="en">
          <itemMeta><itemClass qcode="kinat:cv"/><provider literal="Norra Wire"/><versionCreated>2026-11-24T05:00:00Z</versionCreated><pubStatus qcode="stat:usable"/></itemMeta>
          <contentMeta><headline>Harbours of the islands</headline></contentMeta>
          <conceptSet><concept><conceptId qcode="hbr:merrin"/><name>Merrin harbour</name><definition>Ferries and herring.</definition></concept></conceptSet>
        </knowledgeItem>
        """;

    [Theory, OnBothDatabases]
    public async Task A_list_of_knowledge_is_read_and_never_offered_as_a_story(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        Assert.Equal(1, (await newsroom.Take(Harbours)).New);
        await newsroom.Take(Sent.G2("urn:norra:news"));
        var lines = (await newsroom.Inbox()).ToDictionary(line => line.Guid);
        var knowledge = lines["urn:norra:knowledge:harbours"];
        Assert.Equal(("knowledge", false, "usable", "Harbours of the islands"), (knowledge.Type, knowledge.IsStory, knowledge.Status, knowledge.Headline));

        using var jon = await newsroom.SignedIn("jon");
        var page = await jon.Page($"/desk/wire/{knowledge.Id}");
        Assert.Contains("This is not a text", page.QuerySelector(".preview .notice.bad:not(:empty)[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("#take"));

        // Nor by the form of another item.
        using var form = await jon.Fill($"/desk/wire/{lines["urn:norra:news"].Id}", "#take", new Dictionary<string, string> { ["SectionId"] = "1" });
        form.RequestUri = new Uri($"/desk/wire/{knowledge.Id}/take", UriKind.Relative);
        Assert.Equal(HttpStatusCode.Conflict, (await jon.SendAsync(form, Newsroom.Stop)).StatusCode);
        await using var db = await newsroom.Read();
        Assert.Equal(0, await db.Stories.CountAsync(Newsroom.Stop));
    }
}
