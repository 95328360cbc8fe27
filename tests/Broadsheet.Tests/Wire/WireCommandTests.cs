using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Broadsheet.NewsFormats;
using Broadsheet.Tests.World;

namespace Broadsheet.Tests.Wire;

/// <summary>The contract's <c>broadsheet wire</c>, by the built program.</summary>
[Trait("Speed", "Slow")]
public sealed class WireCommandTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("broadsheet-wire-command").FullName;

    [Fact]
    public async Task Read_prints_a_json_line_an_item_and_touches_no_database()
    {
        await Lay("b.xml", Sent.G2("urn:norra:1", "7", "Ångström &amp; Söhne", more: "<creditline>Norra</creditline>"));
        await Lay("sub/a ü.json", Sent.Ninjs("urn:norra:2", "Second"));
        var run = await Broadsheet("wire", "read", folder, "--json", "--data", Path.Combine(folder, "no-data"));
        Assert.Equal(0, run.Exit);
        var lines = run.Lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal([folder + "/b.xml", folder + "/sub/a ü.json"], lines.Select(line => line.GetProperty("file").GetString()));
        Assert.Equal(("newsml-g2", "urn:norra:1", "7", "text", "usable", "Ångström & Söhne", "Norra"),
            (Text("format"), Text("guid"), Text("version"), Text("type"), Text("status"), Text("headline"), Text("credit")));
        Assert.Equal("<p>The harbour of Merrin is closed.</p>", Text("bodyHtml"));
        Assert.False(lines[0].TryGetProperty("embargo", out _));
        Assert.Contains("Ångström & Söhne", run.Lines[0], StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder, "no-data")));

        string? Text(string name) => lines[0].GetProperty(name).GetString();
    }

    [Fact]
    public async Task Read_goes_on_after_a_refused_file_and_exits_1()
    {
        await Lay("1-broken.xml", "<newsItem><oh");
        await Lay("2-empty.xml", """<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2026-11-24T05:00:00Z</sent></header><itemSet/></newsMessage>""");
        await Lay("3-good.xml", Sent.G2("urn:norra:1"));
        await Lay("4-schema.xsd", """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>""");
        var run = await Broadsheet("wire", "read", folder, "--json");
        Assert.Equal(1, run.Exit);
        var lines = run.Lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(4, lines.Count);
        Assert.Equal(["file", "error"], lines[0].EnumerateObject().Select(field => field.Name));
        Assert.Equal(["file", "format", "items"], lines[1].EnumerateObject().Select(field => field.Name));
        Assert.Equal(0, lines[1].GetProperty("items").GetInt32());
        Assert.Equal("urn:norra:1", lines[2].GetProperty("guid").GetString());
        Assert.Contains("<schema>", lines[3].GetProperty("error").GetString()!, StringComparison.Ordinal);
        Assert.Contains("1-broken.xml", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_takes_times_without_a_zone_in_the_zone_given()
    {
        await Lay("a.json", Sent.Ninjs("urn:norra:1", "Plain", more: ",\"versioncreated\":\"2026-11-24T07:00:00\""));
        var run = await Broadsheet("wire", "read", folder, "--json", "--zone", "Europe/Helsinki");
        Assert.Equal("2026-11-24T05:00:00Z", JsonDocument.Parse(Assert.Single(run.Lines)).RootElement.GetProperty("published").GetString());
        Assert.Equal(2, (await Broadsheet("wire", "read", folder, "--zone", "Mars/Olympus")).Exit);
        Assert.Equal(2, (await Broadsheet("wire", "read")).Exit);
    }

    [Fact]
    public async Task Read_for_people_says_what_is_missing_and_lets_no_control_sign_through()
    {
        await Lay("a.json", Sent.Ninjs("urn:norra:1", "Red \\u001b[31m alert"));
        var run = await Broadsheet("wire", "read", Path.Combine(folder, "a.json"), Path.Combine(folder, "nowhere"));
        Assert.Equal(1, run.Exit);
        Assert.Contains("nowhere", run.Errors, StringComparison.Ordinal);
        var line = Assert.Single(run.Lines);
        Assert.Contains("ninjs, text, usable", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', line);
    }

    [Fact]
    public async Task A_folder_is_read_without_its_pipes_and_what_a_source_took_or_refused_before()
    {
        foreach (var name in new[] { "a.xml", "done/b.xml", "failed/c.xml", "sport/d.xml", "sport/done/e.xml" }) await Lay(name, Sent.G2("urn:norra:1"));
        using (var pipe = Process.Start("mkfifo", [Path.Combine(folder, "pipe.xml")])) await pipe.WaitForExitAsync(Newsroom.Stop);
        var run = await Broadsheet("wire", "read", folder, "--json");
        Assert.Equal([folder + "/a.xml", folder + "/sport/d.xml"], run.Lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("file").GetString()));
        Assert.Equal(0, run.Exit);
        Assert.Single((await Broadsheet("wire", "read", Path.Combine(folder, "done"), "--json")).Lines);
    }

    [Theory, OnBothDatabases]
    public async Task Ingest_takes_files_in_as_a_source_and_says_what_became_of_each(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        string[] where = newsroom.ConnectionString is { } connection ? ["--data", newsroom.Data, "--database", connection] : ["--data", newsroom.Data];
        await Lay("1.xml", Sent.G2("urn:norra:1", "1"));
        await Lay("2.xml", Sent.G2("urn:norra:1", "2", "Mended"));
        var first = await Broadsheet(["wire", "ingest", folder, "--source", "norra", .. where]);
        Assert.Equal("", first.Errors);
        Assert.Equal([$"{folder}/1.xml: 1 new", $"{folder}/2.xml: 1 newer", "Total of 2 files: 1 new, 1 newer"], first.Lines);
        Assert.Equal(0, first.Exit);
        var line = Assert.Single(await newsroom.Inbox());
        Assert.Equal(("norra", "Mended"), (line.Source!.Name, line.Headline));

        await Lay("3.xml", Sent.G2("urn:norra:1", "2", "Other content"));
        await Lay("4.xml", "no news");
        var again = await Broadsheet(["wire", "ingest", folder, "--source", "norra", .. where]);
        Assert.Equal(1, again.Exit);
        Assert.Equal("Total of 4 files: 2 the same, 1 refused; 1 file refused", again.Lines[^1]);
        Assert.Contains("4.xml: refused:", again.Errors, StringComparison.Ordinal);
        Assert.Equal(2, (await newsroom.Refusals()).Count);
        Assert.Equal(2, (await Broadsheet(["wire", "ingest", folder, .. where])).Exit);
    }

    /// <summary>Real files of agencies, where they are at hand: whatever is in them is read or refused in words.</summary>
    [Fact]
    public async Task Real_files_are_read_or_refused_in_words()
    {
        foreach (var file in Files(Above("shared/data/wire")))
        {
            try
            {
                await using var content = File.OpenRead(file);
                foreach (var item in (await NewsReader.ReadAsync(content, null, Newsroom.Stop)).Items)
                {
                    using var line = JsonDocument.Parse(NewsItemJson.ToLine(file, item));
                    Assert.Equal(file, line.RootElement.GetProperty("file").GetString());
                    Assert.Equal(item.ContentHash, WireCopy(item).ContentHash);
                }
            }
            catch (NewsFormatException refusal)
            {
                Assert.True(refusal.Message.Length > 10, file);
            }
        }

        // Where the agencies' files are not at hand, the demo's stand in for them.
        static IEnumerable<string> Files(string? data) => data is null
            ? Directory.EnumerateFiles(Path.Combine(Repository.Root, "src/Broadsheet/Cli/Demo/Content/wire"))
            : new[] { "newsml-g2", "ninjs" }.SelectMany(format => Directory.EnumerateFiles(Path.Combine(data, format), "*", SearchOption.AllDirectories));

        static NewsItem WireCopy(NewsItem item) => global::Broadsheet.Wire.WireContent.Read(global::Broadsheet.Wire.WireContent.Write(item));
    }

    static string? Above(string wanted)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (Path.Combine(at.FullName, wanted) is var found && Directory.Exists(found)) return found;
        return null;
    }

    static async Task<(int Exit, List<string> Lines, string Errors)> Broadsheet(params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "broadsheet.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(Newsroom.Stop), process.StandardError.ReadToEndAsync(Newsroom.Stop));
        await process.WaitForExitAsync(Newsroom.Stop);
        return (process.ExitCode, [.. (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries)], await errors);
    }

    async Task Lay(string name, string content)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, content, Newsroom.Stop);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
