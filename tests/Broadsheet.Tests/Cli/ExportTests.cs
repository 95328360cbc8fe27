using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;
using Broadsheet.Cli.Export;
using Broadsheet.Media;
using Broadsheet.Readers;
using Broadsheet.Storage;
using Broadsheet.Storage.Backup;
using Broadsheet.Stories;
using Broadsheet.Stories.Mends;
using Broadsheet.Tests.Desk;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Tests.Cli;

/// <summary>A publisher can leave with everything, in formats that need no Broadsheet.</summary>
[Trait("Speed", "Slow")]
public sealed class ExportTests : IDisposable
{
    static readonly string[] people = ["quentin-zorn", "isolde-quill"];
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

    [Theory, OnBothDatabases]
    public async Task People_can_be_left_out_with_all_that_says_who_did_what(Database database)
    {
        await using var paper = await Newsroom.Open(database);
        foreach (var handle in people) await paper.Get<Registrar>().Create(handle, $"{handle}@merrin.example", Role.Journalist, password: null, Newsroom.Stop);
        var (zorn, quill) = (await paper.IdOf(people[0]), await paper.IdOf(people[1]));
        using var desk = await paper.SignedIn(people[0]);
        var number = await paper.Draft(Printing.Gate);
        await desk.Submit($"/desk/stories/{number}", "#story-form", new Dictionary<string, string> { ["Headline"] = "The gate waits for spring" });
        await desk.Submit($"/desk/stories/{number}/outside", "#make", new Dictionary<string, string> { ["For"] = "Odalys Brandt" });
        await paper.Writer.Save(db =>
        {
            db.WorkingCopies.Add(new WorkingCopy { StoryNumber = number, EditorId = quill, BasedOn = 1, Slugline = "gate", Text = Printing.Gate with { Headline = "Typed and not saved" }, KeptAt = paper.Now() });
            db.StoryVisits.Add(new() { Id = Guid.CreateVersion7(), StoryNumber = number, EditorId = quill, SeenAt = paper.Now() });
            db.ScheduledStories.Add(new() { StoryNumber = number, Revision = 1, At = paper.Now().AddDays(1), SetBy = quill });
            db.Mends.Add(new() { StoryNumber = number, Kind = MendKind.Correction, Text = "It was the other gate.", At = paper.Now(), By = zorn });
            db.KeptTexts.Add(new() { Name = "about", BodyHtml = "<p>We print what is.</p>", ChangedAt = paper.Now(), ChangedBy = zorn });
        }, Newsroom.Stop);

        var (code, _, errors) = await Export(paper, "--without-people");
        Assert.True(code == 0, errors);
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(file => file, File.ReadAllText);
        foreach (var trace in new[] { "@merrin.example", "Odalys", people[0], people[1], zorn.ToString(), quill.ToString(), (await paper.IdOf("pia")).ToString() })
            Assert.DoesNotContain(files, file => file.Value.Contains(trace, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(files.Keys, file => Path.GetFileName(file) is "readers.jsonl" or "access_entries.jsonl" or "preview_links.jsonl");
        foreach (var content in new[] { "The gate waits for spring", "Typed and not saved", "It was the other gate.", "We print what is." }) Assert.Contains(files, file => file.Value.Contains(content, StringComparison.Ordinal));
        Assert.Contains("Left out as asked", files[Path.Combine(folder, "README.txt")], StringComparison.Ordinal);

        Directory.Delete(folder, recursive: true);
        Assert.Equal(0, (await Export(paper)).Code);
        foreach (var (table, word) in new[] { ("readers", people[0]), ("access_entries", people[1]), ("revisions", zorn.ToString()), ("working_copies", quill.ToString()) })
            Assert.Contains(word, await File.ReadAllTextAsync(Path.Combine(folder, "data", table + ".jsonl"), Newsroom.Stop), StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(folder, "*", SearchOption.AllDirectories), file => File.ReadAllText(file).Contains("Odalys", StringComparison.Ordinal));
    }

    /// <summary>Whoever adds a table or a column that names somebody decides here whether an export without people shows it.</summary>
    [Fact]
    public async Task Each_column_that_names_somebody_is_known()
    {
        await using var paper = await Newsroom.Open(Database.Sqlite);
        await using var db = await paper.Read();
        var tables = StoredTable.Of(db);
        string[] things = ["item_id", "wire_item_id"];
        var unknown = tables.Where(table => !PaperExport.LeftOut.Contains(table.Name) && !PaperExport.People.Contains(table.Name))
            .SelectMany(table => table.Columns.Where(column => column.Kind == ColumnKind.Uuid && column.Name != "id" && !things.Contains(column.Name) && !PaperExport.WhoDidIt.Contains(column.Name)).Select(column => $"{table.Name}.{column.Name}"));
        Assert.Empty(unknown);
        Assert.Empty(PaperExport.LeftOut.Concat(PaperExport.People).Except(tables.Select(table => table.Name)));
        Assert.Empty(PaperExport.SecretColumns.Concat(PaperExport.WhoDidIt).Concat(PaperExport.FeedAddresses).Except(tables.SelectMany(table => table.Columns).Select(column => column.Name)));
    }

    [Theory, OnBothDatabases]
    public async Task The_keys_in_the_addresses_of_feeds_stay_here(Database database)
    {
        await using var paper = await Newsroom.Open(database);
        await paper.Writer.Save(db => db.Sources.Add(new() { Name = "Coastline", Zone = "Europe/London", Feed = "https://coastline.example/feed?key=k3y1", MovedTo = "https://me:k3y2@coastline.example/new?key=k3y3", PausedAt = paper.Now() }), Newsroom.Stop);
        Assert.Equal(0, (await Export(paper)).Code);
        var sources = await File.ReadAllTextAsync(Path.Combine(folder, "data", "sources.jsonl"), Newsroom.Stop);
        Assert.Contains("\"https://coastline.example/feed\"", sources, StringComparison.Ordinal);
        Assert.Contains("\"https://coastline.example/new\"", sources, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(folder, "*", SearchOption.AllDirectories), file => File.ReadAllText(file).Contains("k3y", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_written_over()
    {
        await using var paper = await Newsroom.Open(Database.Sqlite);
        Assert.Equal(0, (await Export(paper)).Code);
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
