using Broadsheet.Desk.WireSources;
using Broadsheet.Tests.World;
using Microsoft.AspNetCore.Http;

namespace Broadsheet.Tests.Wire;

/// <summary>An address that answers in any format we read is a source like any other.</summary>
public sealed class FeedFormatTests
{
    /// <summary>What one address sends: its own type, and as the headline says.</summary>
    sealed record Format(string Name, string MediaType, string Guid, string Agency, Func<string, string> Written)
    {
        public string Headline => $"Ferry late, says {Name}";
    }

    static readonly Format[] formats =
    [
        new("atom", "application/atom+xml; charset=utf-8", "urn:ferry:atom", "Island Times", headline => $"""
            <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><id>urn:ferry</id><title>Island Times</title><updated>2026-11-24T05:00:00Z</updated>
            <entry><id>urn:ferry:atom</id><title>{headline}</title><updated>2026-11-24T05:00:00Z</updated><content type="html">&lt;p&gt;Östra kaj is shut.&lt;/p&gt;</content></entry></feed>
            """),
        new("json-feed", "application/feed+json", "urn:ferry:json-feed", "Ferry Board", headline => $$"""
            {"version":"https://jsonfeed.org/version/1.1","title":"Ferry Board","items":[{"id":"urn:ferry:json-feed","title":"{{headline}}","content_html":"<p>Östra kaj is shut.</p>"}]}
            """),
        new("newsml-g2", "application/vnd.iptc.g2.newsitem+xml", "urn:ferry:newsml-g2", "Norra Wire", headline => Sent.G2("urn:ferry:newsml-g2", headline.EndsWith("again", StringComparison.Ordinal) ? "2" : "1", headline, text: "Östra kaj is shut.")),
        new("ninjs", "application/json", "urn:ferry:ninjs", "Meridian", headline => $$"""
            {"items":[{"uri":"urn:ferry:ninjs","type":"text","headline":"{{headline}}","infosource":[{"name":"Meridian","rel":"provider"}],"body_xhtml":"<p>Östra kaj is shut.</p>"}]}
            """),
    ];

    [Theory, OnBothDatabases]
    public async Task Whatever_format_an_address_answers_in_its_item_stands_in_the_inbox_and_a_later_one_is_a_version_of_it(Database database)
    {
        var again = "";
        await using var machine = await OtherMachine.Start(http =>
        {
            var format = formats.Single(format => http.Request.Path == "/" + format.Name);
            http.Response.ContentType = format.MediaType;
            return http.Response.WriteAsync(format.Written(format.Headline + again), Newsroom.Stop);
        });
        await using var newsroom = await Newsroom.Open(database, new Dictionary<string, string?> { ["Broadsheet:Outside:AllowedHosts"] = machine.Host });
        var save = newsroom.Get<SaveSource>();
        var sources = new List<int>();
        foreach (var format in formats)
            sources.Add((await save.Save(null, new SourceForm(format.Name, SourceForm.AsFeed, new Uri(machine.Address, format.Name).AbsoluteUri, "", "5", "Europe/London", null), Newsroom.Stop)).Id!.Value);
        var inbox = await Newsroom.Eventually(newsroom.Inbox, inbox => inbox.Count == formats.Length);

        using var jon = await newsroom.SignedIn("jon");
        foreach (var format in formats)
        {
            var line = inbox.Single(line => line.Source!.Name == format.Name);
            Assert.Equal((format.Name, format.Guid, format.Headline, format.Agency, true), (line.Item!.Format, line.Guid, line.Headline, line.Agency, line.IsStory));
            Assert.Contains("Östra kaj is shut.", (await jon.Page($"/desk/wire/{line.Id}")).QuerySelector(".preview")!.TextContent, StringComparison.Ordinal);
        }

        again = " again";
        foreach (var source in sources) await save.Ask(source, Newsroom.Stop);
        inbox = await Newsroom.Eventually(newsroom.Inbox, inbox => inbox.All(line => line.Versions == 2));
        Assert.Equal(formats.Select(format => format.Headline + again).Order(), inbox.Select(line => line.Headline).Order());
        Assert.Empty(await newsroom.Refusals());
    }
}
