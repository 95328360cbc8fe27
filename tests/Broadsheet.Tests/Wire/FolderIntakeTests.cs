using System.Text;
using System.Threading.Channels;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;
using Broadsheet.Wire;
using Broadsheet.Wire.Intake;
using static Broadsheet.Tests.Wire.WireFolder;

namespace Broadsheet.Tests.Wire;

/// <summary>Trial C011 and its kind.</summary>
public sealed class FolderIntakeTests
{
    [Theory, OnBothDatabases]
    public async Task A_file_dropped_is_on_the_desk_and_then_in_done(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var wire = await WatchedFolder(newsroom);
        await Drop(wire, "item.xml", Sent.G2("urn:norra:1"));
        await InDone(wire, "item.xml");
        Assert.Equal("Harbour closed by ice", Assert.Single(await newsroom.Inbox()).Headline);
        Assert.Empty(Directory.GetFiles(wire));
        await Newsroom.Eventually(async () => await LastSuccess(newsroom), at => at is not null);
    }

    [Theory, OnBothDatabases]
    public async Task Half_a_file_waits_for_its_rest_and_holds_up_no_other(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var wire = await WatchedFolder(newsroom);
        var whole = Sent.G2("urn:norra:1");
        await Drop(wire, "half.xml", whole[..(whole.Length / 2)]);
        await Drop(wire, "empty.xml", "");
        await Drop(wire, "other.xml", Sent.G2("urn:norra:2"));
        await InDone(wire, "other.xml");
        Assert.Equal(["empty.xml", "half.xml"], Names(wire));

        await File.AppendAllTextAsync(Path.Combine(wire, "half.xml"), whole[(whole.Length / 2)..], Newsroom.Stop);
        await Drop(wire, "empty.xml", Sent.G2("urn:norra:3"));
        await InDone(wire, "half.xml");
        await InDone(wire, "empty.xml");
        Assert.Equal(3, (await newsroom.Inbox()).Count);
        Assert.Empty(Names(Path.Combine(wire, "failed")));
        Assert.Empty(await newsroom.Refusals());
    }

    [Theory, OnBothDatabases]
    public async Task What_never_completes_fails_with_the_reason_and_not_before(Database database)
    {
        await using var newsroom = await Newsroom.Open(database, new Dictionary<string, string?> { ["Broadsheet:Wire:IncompleteAfterSeconds"] = "0.8" });
        var wire = await WatchedFolder(newsroom);
        await Drop(wire, "half.xml", Sent.G2("urn:norra:1")[..200]);
        await Drop(wire, "empty.json", "");
        await InFailed(wire, "half.xml");
        Assert.Contains("never completed", await InFailed(wire, "empty.json"), StringComparison.Ordinal);
        Assert.Equal(2, (await newsroom.Refusals()).Count);
        Assert.Empty(await newsroom.Inbox());
    }

    [Theory, OnBothDatabases]
    public async Task Hostile_and_broken_files_fail_at_once_with_the_place_and_never_stop_the_source(Database database)
    {
        await using var newsroom = await Newsroom.Open(database, new Dictionary<string, string?> { ["Broadsheet:Wire:LargestFile"] = "200000" });
        var wire = await WatchedFolder(newsroom);
        var secret = Path.Combine(newsroom.Data, "not-for-readers");
        await File.WriteAllTextAsync(secret, "the secret", Newsroom.Stop);
        await Drop(wire, "broken.xml", Sent.G2("urn:norra:b").Replace("</headline>", "</headlime>", StringComparison.Ordinal));
        await Drop(wire, "bomb.xml", Sent.G2("urn:norra:bomb", headline: "&c;").Replace("<newsItem", "<!DOCTYPE newsItem [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]><newsItem", StringComparison.Ordinal));
        await Drop(wire, "xxe.xml", Sent.G2("urn:norra:xxe", headline: "&x;").Replace("<newsItem", $"<!DOCTYPE newsItem [<!ENTITY x SYSTEM \"file://{secret}\">]><newsItem", StringComparison.Ordinal));
        await Drop(wire, "page.html", "<!DOCTYPE html><html><body>Not found</body></html>");
        await Drop(wire, "photo.bmp", "BM\u00ff\u00d8\u00ff");
        await Drop(wire, "huge.xml", Sent.G2("urn:norra:huge", text: new string('a', 200_000)));
        await Drop(wire, "deep.json", string.Concat(Enumerable.Repeat("{\"a\":", 3_000)) + "1" + new string('}', 3_000));
        await Drop(wire, "good.xml", Sent.G2("urn:norra:good"));

        await InDone(wire, "good.xml");
        Assert.Contains("line 7", await InFailed(wire, "broken.xml"), StringComparison.Ordinal);
        foreach (var name in new[] { "bomb.xml", "xxe.xml", "page.html", "photo.bmp", "deep.json" }) await InFailed(wire, name);
        Assert.Contains("200000", await InFailed(wire, "huge.xml"), StringComparison.Ordinal);
        Assert.Equal("urn:norra:good", Assert.Single(await newsroom.Inbox()).Guid);
        Assert.Equal(7, (await newsroom.Refusals()).Count);
        Assert.DoesNotContain(await newsroom.Refusals(), refusal => refusal.Reason.Contains("the secret", StringComparison.Ordinal));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_refused_is_told_on_the_desk_in_the_paper_s_language_and_beside_the_file_in_English(Database database)
    {
        await using var newsroom = await Newsroom.Open(database, new Dictionary<string, string?> { ["Broadsheet:Wire:LargestFile"] = "5000" });
        await newsroom.Become(paper => paper.Language = "de");
        var wire = await WatchedFolder(newsroom);
        await Drop(wire, "first.xml", Sent.G2("urn:norra:1"));
        await InDone(wire, "first.xml");
        await Drop(wire, "broken.xml", Sent.G2("urn:norra:b").Replace("</headline>", "</headlime>", StringComparison.Ordinal));
        await Drop(wire, "huge.xml", Sent.G2("urn:norra:huge", text: new string('a', 6_000)));
        await Drop(wire, "second.xml", Sent.G2("urn:norra:1", headline: "Second"));
        Assert.StartsWith("The XML or JSON is broken at line 7, column ", await InFailed(wire, "broken.xml"), StringComparison.Ordinal);
        Assert.Contains("at most 5000 are read", await InFailed(wire, "huge.xml"), StringComparison.Ordinal);
        Assert.StartsWith("Version 1 of urn:norra:1 came again", await InFailed(wire, "second.xml"), StringComparison.Ordinal);

        using var jon = await newsroom.SignedIn("jon");
        var reasons = (await jon.Page("/desk/wire/refused")).QuerySelectorAll(".refused li").ToDictionary(file => file.QuerySelector("h2")!.TextContent, file => file.QuerySelector("p.small")!);
        Assert.StartsWith("Das XML oder JSON ist in Zeile 7, Spalte ", reasons["broken.xml"].TextContent.Trim(), StringComparison.Ordinal);
        Assert.Contains("headlime", reasons["broken.xml"].QuerySelector("span[lang=en][dir=ltr]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("höchstens 5000 werden gelesen", reasons["huge.xml"].TextContent, StringComparison.Ordinal);
        Assert.Equal("Fassung 1 von urn:norra:1 kam noch einmal mit anderem Inhalt. Die erste bleibt; die Agentur muss eine höhere Fassung senden.", reasons["second.xml"].TextContent.Trim());
        Assert.Null(reasons["second.xml"].QuerySelector("span"));
    }

    [Theory, OnBothDatabases]
    public async Task A_wrong_encoding_is_read_or_refused_and_the_next_file_comes_in(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var wire = await WatchedFolder(newsroom);
        await File.WriteAllBytesAsync(Path.Combine(wire, "latin.xml"), Encoding.Latin1.GetBytes(Sent.G2("urn:norra:1", headline: "Ångström på sjön")), Newsroom.Stop);
        await File.WriteAllBytesAsync(Path.Combine(wire, "sixteen.xml"), [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Sent.G2("urn:norra:2", headline: "Eisgang"))], Newsroom.Stop);
        await File.WriteAllBytesAsync(Path.Combine(wire, "unknown.xml"), Encoding.ASCII.GetBytes(Sent.G2("urn:norra:3").Replace("UTF-8", "KLINGON-1", StringComparison.Ordinal)), Newsroom.Stop);
        await Drop(wire, "good.xml", Sent.G2("urn:norra:good"));
        await InDone(wire, "good.xml");
        await Newsroom.Eventually(() => Task.FromResult(Names(wire).Count), count => count == 0);
        Assert.Contains(await newsroom.Inbox(), line => line.Headline == "Ångström på sjön");
        Assert.Contains(await newsroom.Inbox(), line => line.Headline == "Eisgang");
    }

    [Theory, OnBothDatabases]
    public async Task Names_with_spaces_umlauts_dots_and_line_breaks_are_taken_and_a_picture_may_come_later(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var wire = await WatchedFolder(newsroom);
        string[] names = ["with space.xml", "Übung äöü.xml", ".hidden", "line\nbreak.xml", "naïve-é.xml", "-rf", new string('ü', 125) + ".xml"];
        foreach (var (number, name) in names.Index()) await Drop(wire, name, Sent.G2($"urn:norra:{number}", more: "<icon/>"));
        foreach (var name in names) await InDone(wire, name);
        Assert.Equal(names.Length, (await newsroom.Inbox()).Count);

        await Drop(wire, "bad\nname.xml", "no news");
        await InFailed(wire, "bad\nname.xml");
        Assert.Equal("bad\\u000aname.xml", Assert.Single(await newsroom.Refusals()).File);
        var long255 = new string('x', 255);
        await Drop(wire, long255, "no news");
        await Newsroom.Eventually(() => Task.FromResult(Names(Path.Combine(wire, "failed"))), failed => failed.Count(name => name.StartsWith("xxx", StringComparison.Ordinal)) == 2);
    }

    [Theory, OnBothDatabases]
    public async Task Folders_and_links_are_let_be_and_nothing_in_done_is_overwritten(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var wire = await WatchedFolder(newsroom);
        var outside = Path.Combine(newsroom.Data, "outside.xml");
        await File.WriteAllTextAsync(outside, Sent.G2("urn:norra:outside"), Newsroom.Stop);
        File.CreateSymbolicLink(Path.Combine(wire, "link.xml"), outside);
        Directory.CreateDirectory(Path.Combine(wire, "sub"));
        await File.WriteAllTextAsync(Path.Combine(wire, "sub", "inner.xml"), Sent.G2("urn:norra:inner"), Newsroom.Stop);
        for (var version = 1; version <= 3; version++)
        {
            await Drop(wire, "item.xml", Sent.G2("urn:norra:1", $"{version}"));
            await InDone(wire, version == 1 ? "item.xml" : $"item.xml~{version}");
        }
        Assert.True(Assert.Single(await newsroom.Inbox()) is { Versions: 3, Version: 3 });
        Assert.True(File.Exists(outside) && Names(wire).Contains("link.xml"));
        Assert.Contains("version=\"1\"", await File.ReadAllTextAsync(Path.Combine(wire, "done", "item.xml"), Newsroom.Stop), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_crash_between_storing_and_moving_does_no_harm(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var wire = await WatchedFolder(newsroom);
        var source = await newsroom.Source("wire");
        await newsroom.Get<Ingest>().Take(source, "item.json", new MemoryStream(Encoding.UTF8.GetBytes(Sent.Ninjs("urn:norra:1", "Once"))), Newsroom.Stop);
        await Drop(wire, "item.json", Sent.Ninjs("urn:norra:1", "Once"));
        await InDone(wire, "item.json");
        Assert.Equal(1, Assert.Single(await newsroom.Inbox()).Versions);
        Assert.Equal(1, await newsroom.Events(WireItemArrived.Name));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_refused_as_a_whole_fails_with_the_reason(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var wire = await WatchedFolder(newsroom);
        await Drop(wire, "first.xml", Sent.G2("urn:norra:1", "1", "First"));
        await InDone(wire, "first.xml");
        await Drop(wire, "second.xml", Sent.G2("urn:norra:1", "1", "Second"));
        Assert.Contains("came again with other content", await InFailed(wire, "second.xml"), StringComparison.Ordinal);
        Assert.Equal("First", Assert.Single(await newsroom.Inbox()).Headline);
    }

    [Theory, OnBothDatabases]
    public async Task A_source_made_while_the_paper_runs_is_watched_at_once(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var source = await newsroom.Get<Sources>().EnsureFolderSource("coastline", "agencies/coastline", "UTC", Newsroom.Stop);
        var folder = newsroom.Get<Sources>().FolderOf(source)!;
        Assert.Equal(Path.Combine(newsroom.Data, "agencies", "coastline"), folder);
        await Newsroom.Eventually(() => Task.FromResult(Directory.Exists(Path.Combine(folder, "done"))), there => there);
        await Drop(folder, "item.xml", Sent.G2("urn:coastline:1"));
        await InDone(folder, "item.xml");
        Assert.Equal("coastline", Assert.Single(await newsroom.Inbox()).Source!.Name);
    }

    [Theory, OnBothDatabases]
    public async Task A_folder_of_many_files_comes_in_order(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var wire = Directory.CreateDirectory(Path.Combine(newsroom.Data, "many")).FullName;
        for (var number = 300; number > 0; number--)
        {
            await Drop(wire, $"{number}.json", Sent.Ninjs($"urn:norra:{number % 100}", $"State {number}"));
            File.SetLastWriteTimeUtc(Path.Combine(wire, $"{number}.json"), new DateTime(2026, 11, 24, 5, 0, 0, DateTimeKind.Utc).AddSeconds(number));
        }
        await newsroom.Get<Sources>().EnsureFolderSource("many", wire, "UTC", Newsroom.Stop);
        await Newsroom.Eventually(() => Task.FromResult(Directory.Exists(Path.Combine(wire, "done")) ? Names(Path.Combine(wire, "done")).Count : 0), count => count == 300);
        // Without versions the last that came counts: the youngest file, whatever its name.
        Assert.Equal(Enumerable.Range(201, 100).Select(number => $"State {number}"), (await newsroom.Inbox()).Select(line => line.Headline).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Of_a_picture_that_came_many_times_under_one_name_the_newest_is_meant()
    {
        var folder = new IntakeFolder(Directory.CreateTempSubdirectory("broadsheet-folder").FullName);
        folder.Make();
        for (var time = 1; time <= 150; time++)
        {
            await Drop(folder.Path, "latest.jpg", $"{time}");
            Assert.True(folder.MoveToDone("latest.jpg", folder.Look("latest.jpg")!));
            Assert.Equal($"{time}", await File.ReadAllTextAsync(folder.Find("latest.jpg")!, Newsroom.Stop));
        }
        Directory.Delete(folder.Path, recursive: true);
    }

    [Fact]
    public async Task A_file_replaced_while_it_is_read_is_not_moved_away_unread()
    {
        var folder = new IntakeFolder(Directory.CreateTempSubdirectory("broadsheet-folder").FullName);
        folder.Make();
        await Drop(folder.Path, "item.xml", "first");
        var read = folder.Look("item.xml")!;
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "new"), "later", Newsroom.Stop); // as long as the first
        File.SetLastWriteTimeUtc(Path.Combine(folder.Path, "new"), File.GetLastWriteTimeUtc(Path.Combine(folder.Path, "item.xml")));
        File.Move(Path.Combine(folder.Path, "new"), Path.Combine(folder.Path, "item.xml"), overwrite: true);
        Assert.False(folder.MoveToDone("item.xml", read));
        Assert.False(folder.MoveToFailed("item.xml", read, "why", DateTimeOffset.UnixEpoch));
        Assert.Equal(["item.xml"], Names(folder.Path));
        Assert.Empty(Names(Path.Combine(folder.Path, "failed")));
        Assert.True(folder.MoveToDone("item.xml", folder.Look("item.xml")!));
        Directory.Delete(folder.Path, recursive: true);
    }

    [Fact]
    public async Task The_reason_lies_in_failed_before_its_file_does_so_that_no_crash_leaves_one_without()
    {
        var folder = new IntakeFolder(Directory.CreateTempSubdirectory("broadsheet-folder").FullName);
        folder.Make();
        var came = Channel.CreateUnbounded<string>();
        using var watcher = new FileSystemWatcher(Path.Combine(folder.Path, "failed"));
        watcher.Created += (_, file) => came.Writer.TryWrite(file.Name!);
        watcher.EnableRaisingEvents = true;
        await Drop(folder.Path, "item.xml", "no news");
        Assert.True(folder.MoveToFailed("item.xml", folder.Look("item.xml")!, "why", DateTimeOffset.UnixEpoch));
        Assert.Equal(["item.xml.reason.txt", "item.xml"], [await came.Reader.ReadAsync(Newsroom.Stop), await came.Reader.ReadAsync(Newsroom.Stop)]);
        Directory.Delete(folder.Path, recursive: true);
    }

    [Fact]
    public void A_file_that_keeps_growing_is_asked_for_ever_longer_rests_and_given_up_only_when_it_stands_still()
    {
        static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
        var file = new WaitingFile("slow.xml", new FileLook(1, 0, 0, 1, 1, true), At(0));
        Assert.Equal(At(0.15), file.DueAt);
        var pauses = new List<double>();
        for (var second = 1; second <= 8; second++)
        {
            file.IsGrowing(givenUpAfter: At(120));
            file.SeenAgain(new FileLook(second + 1, second, 0, 1, 1, true), At(second));
            pauses.Add((file.DueAt - At(second)).TotalSeconds);
        }
        Assert.Equal([0.3, 0.6, 1.2, 2, 2, 2, 2, 2], pauses.Select(pause => Math.Round(pause, 2)));
        file.IsGrowing(givenUpAfter: At(120));
        Assert.Equal(At(128), file.DueAt);
        file.SeenAgain(file.Look, At(60));
        Assert.Equal(At(128), file.DueAt);
    }
}
