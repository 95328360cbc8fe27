using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;
using Broadsheet.Media;
using Broadsheet.Tests.Desk;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Tests.Cli;

/// <summary>A publisher can leave with everything, in formats that need no Broadsheet.</summary>
public sealed class ExportTests : IDisposable
{
    readonly string folder = Path.Combine(Path.GetTempPath(), "broadsheet-tests", "export-" + Guid.CreateVersion7().ToString("N"));

    [Theory, OnBothDatabases]
    public async Task The_whole_paper_is_written_readable_without_us(Database database)
    {
        await using var paper = await Newsroom.Open(database);
        await paper.Hang();
        var kept = await paper.Get<PictureFiles>().Keep([1, 2, 3], ".webp", Newsroom.Stop);
        await paper.Writer.Write((db, stop) => db.Pictures.ExecuteUpdateAsync(row => row.SetProperty(picture => picture.File, kept), stop), Newsroom.Stop);
        var gate = await paper.Print(Printing.Gate with { Headline = "Gate & <tide>", PictureNumber = 1000, Language = "ar", BodyHtml = "<p>It <em>waits</em>.</p>" });
        await paper.Reprint(gate, text => text with { Standfirst = "Mended." });
        await paper.Withdraw(await paper.Print(Printing.Gate), "A rumour.");
        await paper.Draft(Printing.Gate with { Headline = "Not yet" });
        await AgencyItems.Arrives(paper, new("urn:1", "Harbour frozen"));
        var hash = await HashOf(paper, "pia");

        var (code, _, errors) = await Export(paper);
        Assert.True(code == 0, errors);
        var story = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "stories", "1", $"{gate}.json"), Newsroom.Stop))!;
        Assert.Equal(("Gate & <tide>", 2, "The first gate."), ((string?)story["shown"]!["text"]!["headline"], story["revisions"]!.AsArray().Count, (string?)story["picture"]!["caption"]));
        var page = await new HtmlParser().ParseDocumentAsync(File.OpenRead(Path.Combine(folder, "stories", "1", $"{gate}.html")), Newsroom.Stop);
        Assert.Equal(("ar", "rtl"), (page.QuerySelector("article")!.GetAttribute("lang"), page.QuerySelector("article")!.GetAttribute("dir")));
        Assert.Equal(("Gate & <tide>", "waits"), (page.QuerySelector("h1")!.TextContent, page.QuerySelector("em")!.TextContent));
        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(Path.GetFullPath(page.QuerySelector("img")!.GetAttribute("src")!, Path.Combine(folder, "stories", "1")), Newsroom.Stop));

        var list = await new HtmlParser().ParseDocumentAsync(File.OpenRead(Path.Combine(folder, "index.html")), Newsroom.Stop);
        Assert.Equal(3, list.QuerySelectorAll("li a").Length);
        Assert.All(list.QuerySelectorAll("li a"), link => Assert.True(File.Exists(Path.Combine(folder, link.GetAttribute("href")!))));
        foreach (var (table, word) in new[] { ("readers", "pia@merrin.example"), ("wire_items", "Harbour frozen"), ("revisions", "Not yet"), ("stories", "A rumour."), ("pictures", "Ines Morrow"), ("papers", "The Merrin Post"), ("sections", "islands") })
            Assert.Contains(word, await File.ReadAllTextAsync(Path.Combine(folder, "data", table + ".jsonl"), Newsroom.Stop), StringComparison.Ordinal);

        // What opens an account or the paper is not for taking along.
        var all = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        Assert.DoesNotContain(all, file => File.ReadAllText(file).Contains(hash, StringComparison.Ordinal));
        Assert.DoesNotContain(all, file => Path.GetFileName(file) is "stored_keys.jsonl" or "sign_in_links.jsonl" or "secret");
    }

    [Fact]
    public async Task People_can_be_left_out_and_nothing_is_written_over()
    {
        await using var paper = await Newsroom.Open(Database.Sqlite);
        Assert.Equal(0, (await Export(paper, "--without-people")).Code);
        Assert.DoesNotContain(Directory.GetFiles(folder, "*", SearchOption.AllDirectories), file => File.ReadAllText(file).Contains("pia@merrin.example", StringComparison.Ordinal));
        var (code, _, errors) = await Export(paper);
        Assert.Equal(1, code);
        Assert.Contains("is there already", errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(Path.GetDirectoryName(folder)!, Path.GetFileName(folder) + "*.part"));
    }

    [Fact]
    public async Task Many_stories_are_listed_on_pages_that_lead_to_each_other()
    {
        await using var paper = await Newsroom.Open(Database.Sqlite);
        for (var story = 0; story < 205; story++) await paper.Draft(Printing.Gate);
        Assert.Equal(0, (await Export(paper)).Code);
        var first = await new HtmlParser().ParseDocumentAsync(File.OpenRead(Path.Combine(folder, "index.html")), Newsroom.Stop);
        var second = await new HtmlParser().ParseDocumentAsync(File.OpenRead(Path.Combine(folder, first.QuerySelector("p a")!.GetAttribute("href")!)), Newsroom.Stop);
        Assert.Equal((200, 5, null), (first.QuerySelectorAll("li").Length, second.QuerySelectorAll("li").Length, second.QuerySelector("p a")));
    }

    static async Task<string> HashOf(Newsroom paper, string handle)
    {
        await using var db = await paper.Read();
        return await db.Readers.Where(reader => reader.Handle == handle).Select(reader => reader.PasswordHash!).SingleAsync(Newsroom.Stop);
    }

    Task<(int Code, string Output, string Errors)> Export(Newsroom paper, params string[] more) =>
        RunningProgram.Run(["export", folder, "--data", paper.Data, .. paper.ConnectionString is { } database ? ["--database", database] : Array.Empty<string>(), .. more]);

    public void Dispose()
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
