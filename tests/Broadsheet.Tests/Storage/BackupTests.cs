using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Broadsheet.Media;
using Broadsheet.Readers.SignIn;
using Broadsheet.Storage;
using Broadsheet.Storage.Backup;
using Broadsheet.Storage.Outbox;
using Broadsheet.Stories;
using Broadsheet.Tests.Desk;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Broadsheet.Tests.Storage;

/// <summary>The whole paper in one archive, and back from it into either kind of database.</summary>
public sealed class BackupTests : IDisposable
{
    static readonly BackupProgress silent = new(_ => { }, () => { });
    readonly string folder = Directory.CreateTempSubdirectory("broadsheet-backup-").FullName;

    public static TheoryData<Database, Database> Ways =>
        new() { { Database.Sqlite, Database.Postgres }, { Database.Postgres, Database.Sqlite }, { Database.Sqlite, Database.Sqlite }, { Database.Postgres, Database.Postgres } };

    string Archive => Path.Combine(folder, "paper.zip");

    [Theory, MemberData(nameof(Ways))]
    public async Task A_restored_paper_is_the_same_paper(Database from, Database to)
    {
        await using var paper = await Newsroom.Open(from);
        await Fill(paper);
        var cookies = new CookieContainer();
        using var pia = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = paper.Address };
        await pia.PostAsync(new Uri(await paper.Get<SignInLinks>().Create(await paper.IdOf("pia"), Newsroom.Stop)).PathAndQuery, null, Newsroom.Stop);
        await Take(paper, Archive);

        await using var restored = await Restored(Archive, to);
        await Take(restored, Archive + ".again");
        Assert.Equal(RowsIn(Archive), RowsIn(Archive + ".again"));
        foreach (var picture in Directory.GetFiles(Path.Combine(paper.Data, PictureFiles.Folder)))
            Assert.Equal(await File.ReadAllBytesAsync(picture, Newsroom.Stop), await File.ReadAllBytesAsync(Path.Combine(restored.Data, PictureFiles.Folder, Path.GetFileName(picture)), Newsroom.Stop));

        using var visitor = restored.Visitor();
        var story = await visitor.Page(await visitor.AddressOf(1000));
        Assert.Equal("مجلس الميناء 🧑‍🧑‍🧒‍🧒 <b>&", story.QuerySelector("h1")!.TextContent);

        // Whoever was signed in still is: the key ring came along, and what unseals it.
        Assert.NotEmpty(cookies.GetCookies(paper.Address));
        Assert.Equal(HttpStatusCode.OK, (await pia.GetAsync(new Uri(restored.Address, "/desk/stories"), Newsroom.Stop)).StatusCode);

        // A number is never used again, also that of a story which is gone; events go on after those that were.
        Assert.Equal(1003, await restored.Print(Printing.Gate));
        await Newsroom.Eventually(async () => { await using var db = await restored.Read(); return await db.OutboxEvents.OrderBy(happened => happened.Id).Select(happened => happened.Position).ToListAsync(Newsroom.Stop); },
            positions => positions.All(position => position is not null) && positions[^1] == positions.Max());
    }

    [Theory, OnBothDatabases, Trait("Speed", "Slow")]
    public async Task A_backup_taken_while_others_write_is_the_paper_at_one_moment(Database database)
    {
        await using var paper = await Newsroom.Open(database);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Newsroom.Stop);
        var acknowledged = 0;
        using var wroteOn = new ManualResetEventSlim();
        var (before, wanted) = (0, int.MaxValue);
        var writing = Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
            {
                var number = await paper.Print(Printing.Gate);
                await paper.Reprint(number, text => text with { Standfirst = "Once more." });
                if (Interlocked.Increment(ref acknowledged) >= Volatile.Read(ref wanted)) wroteOn.Set();
            }
        }, Newsroom.Stop)).ToArray();
        await Newsroom.Eventually(() => Task.FromResult(Volatile.Read(ref acknowledged)), count => count >= 100);
        // Within the backup others go on: it waits at its first row for fifty stories more, which are not in it.
        var others = new BackupProgress(
            _ => { before = Volatile.Read(ref acknowledged); Volatile.Write(ref wanted, before + 50); },
            () => Assert.True(wroteOn.Wait(TimeSpan.FromSeconds(10)), "Nobody could write while the backup was taken."));
        Assert.Empty(await Task.Run(() => paper.Get<BackUp>().Take(Archive, Pictures, others, Newsroom.Stop), Newsroom.Stop));
        await enough.CancelAsync();
        await Task.WhenAll(writing);

        await using var restored = await Restored(Archive, database);
        await using var db = await restored.Read();
        var stories = await db.Stories.ToListAsync(Newsroom.Stop);
        Assert.InRange(stories.Count, 100, before + writing.Length);
        var events = (await db.OutboxEvents.Where(happened => happened.Name == StoryPublished.Name).ToListAsync(Newsroom.Stop)).Select(happened => happened.Read<StoryPublished>()).Select(happened => (happened.Number, happened.Revision)).ToHashSet();
        var revisions = (await db.Revisions.Select(revision => new { revision.StoryNumber, revision.Number }).ToListAsync(Newsroom.Stop)).Select(revision => (revision.StoryNumber, revision.Number)).ToHashSet();
        Assert.All(stories, story =>
        {
            Assert.Contains((story.Number, story.PublishedRevision!.Value), revisions);
            Assert.Contains((story.Number, story.PublishedRevision.Value), events);
            Assert.Equal(story.LastRevision, story.PublishedRevision);
        });
    }

    [Theory, OnBothDatabases]
    public async Task A_restored_paper_sends_nothing_twice_and_does_again_what_stays_in_the_house(Database database)
    {
        var (post, index) = (new Waiting("post", mayRunAgain: false), new Waiting("index", mayRunAgain: true));
        void Join(IServiceCollection services) { post.Join(services); index.Join(services); }
        await using var paper = await Newsroom.Open(database, services: Join);
        await paper.Writer.Save(db => db.Record(new SignInAsked(null)), Newsroom.Stop);
        await Newsroom.Eventually(() => Task.FromResult((post.Heard, index.Heard)), heard => heard is { Item1: > 0, Item2: > 0 });
        await Take(paper, Archive);

        var (postAfter, indexAfter) = (new Waiting("post", mayRunAgain: false) { IsOpen = true }, new Waiting("index", mayRunAgain: true) { IsOpen = true });
        await using var restored = await Restored(Archive, database, services => { postAfter.Join(services); indexAfter.Join(services); }, [postAfter.Route, indexAfter.Route]);
        await Newsroom.Eventually(() => Task.FromResult(indexAfter.Heard), heard => heard == 1);
        await using var db = await restored.Read();
        var held = await db.Deliveries.SingleAsync(delivery => delivery.Consumer == "post", Newsroom.Stop);
        Assert.NotNull(held.DeadAt);
        Assert.StartsWith("Restored from a backup of ", held.LastError, StringComparison.Ordinal);
        Assert.Equal(0, postAfter.Heard);

        // Whoever runs the paper sees it and decides.
        using var ada = await restored.SignedIn("ada");
        await ada.Submit("/desk/machine", $"form[action$='/{held.Id}/again']");
        await Newsroom.Eventually(() => Task.FromResult(postAfter.Heard), heard => heard == 1);
    }

    [Fact]
    public async Task A_backup_never_overwrites_leaves_nothing_half_and_is_for_its_taker_alone()
    {
        await using var paper = await Newsroom.Open(Database.Sqlite);
        await File.WriteAllTextAsync(Archive, "precious", Newsroom.Stop);
        await Assert.ThrowsAsync<ArchiveException>(() => Take(paper, Archive));
        Assert.Equal("precious", await File.ReadAllTextAsync(Archive, Newsroom.Stop));

        var nowhere = Path.Combine(folder, "nowhere", "paper.zip");
        Assert.Contains($"The folder {Path.GetDirectoryName(nowhere)} is not there", (await Assert.ThrowsAsync<ArchiveException>(() => Take(paper, nowhere))).Message, StringComparison.Ordinal);

        var stopped = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => paper.Get<BackUp>().Take(Archive + ".half", Pictures, new(_ => { }, stopped.Cancel), stopped.Token));
        Assert.Equal([Archive], Directory.GetFiles(folder));

        await Take(paper, Archive + ".whole");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Archive + ".whole"));
    }

    [Theory, OnBothDatabases]
    public async Task A_paper_that_is_there_is_never_written_over(Database database)
    {
        await using var paper = await Newsroom.Open(database);
        await Fill(paper);
        await Take(paper, Archive);
        var before = await CountOfStories(paper);
        // The folder of a running paper, and on PostgreSQL its database with another folder.
        var elsewhere = database == Database.Sqlite ? paper.Data : Path.Combine(folder, "elsewhere");
        await Assert.ThrowsAsync<ArchiveException>(() => Lay(Archive, elsewhere, paper.ConnectionString));
        Assert.Equal(before, await CountOfStories(paper));
        if (database == Database.Postgres) Assert.Empty(Directory.GetFileSystemEntries(elsewhere));
    }

    public static TheoryData<string> Faults => ["cut off", "no archive", "a row changed", "a row missing", "a picture changed", "a file missing", "a row outside", "newer format", "newer database", "no manifest", "manifest broken"];

    [Theory, MemberData(nameof(Faults))]
    public async Task A_broken_or_newer_archive_is_refused_with_the_reason_and_leaves_nothing(string fault)
    {
        await using var paper = await Newsroom.Open(Database.Sqlite);
        await Fill(paper);
        await Take(paper, Archive);
        await Break(fault);
        foreach (var database in new[] { null, await PostgresServer.Current.NewDatabase() })
        {
            var data = Path.Combine(folder, "laid" + database?.Length);
            var refusal = await Assert.ThrowsAsync<ArchiveException>(() => Lay(Archive, data, database));
            Assert.Contains(fault.StartsWith("newer", StringComparison.Ordinal) ? "newer than this one" : fault is "no archive" or "cut off" or "no manifest" ? "no backup" : "broken", refusal.Message, StringComparison.Ordinal);
            Assert.Empty(Directory.Exists(data) ? Directory.GetFileSystemEntries(data) : []);
            if (database is null) continue;
            await using var db = new PostgresNewsroomDb(new DbContextOptionsBuilder<PostgresNewsroomDb>().UseNpgsql(database).Options);
            if ((await db.Database.GetAppliedMigrationsAsync(Newsroom.Stop)).Any()) Assert.Equal(0, await db.Stories.CountAsync(Newsroom.Stop));
        }
    }

    [Fact]
    public async Task From_a_shell_a_paper_is_restored_into_an_empty_folder()
    {
        await using var paper = await Newsroom.Open(Database.Sqlite);
        await Fill(paper);
        await Take(paper, Archive);
        var there = Path.Combine(folder, "restored");
        var (code, _, errors) = await RunningProgram.Run("restore", Archive, "--data", there);
        Assert.True(code == 0, errors);
        await using var restored = await Newsroom.OpenOn(there, null);
        Assert.Equal(await CountOfStories(paper), await CountOfStories(restored));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(there, "broadsheet.db")));
        Assert.Equal(1, (await RunningProgram.Run("restore", Archive, "--data", there)).Code);
    }

    [Fact, Trait("Speed", "Slow")]
    public async Task From_a_shell_a_paper_moves_from_SQLite_to_PostgreSQL()
    {
        await using var paper = await Newsroom.Open(Database.Sqlite);
        await Fill(paper);
        var stories = await CountOfStories(paper);
        Assert.Equal(0, (await RunningProgram.Run("backup", Archive + ".served", "--data", paper.Data)).Code);
        await paper.CloseKeepingData();
        Assert.Equal(0, (await RunningProgram.Run("backup", Archive, "--data", paper.Data)).Code);
        var (code, _, errors) = await RunningProgram.Run("backup", Archive, "--data", paper.Data);
        Assert.Equal(1, code);
        Assert.Contains("never overwrites", errors, StringComparison.Ordinal);

        string[] there = ["--data", Path.Combine(folder, "postgres"), "--database", await PostgresServer.Current.NewDatabase()];
        var (restored, said, _) = await RunningProgram.Run(["restore", Archive, .. there]);
        Assert.Equal(0, restored);
        Assert.Contains("is back", said, StringComparison.Ordinal);
        var (again, _, reason) = await RunningProgram.Run(["restore", Archive, .. there]);
        Assert.Equal(1, again);
        Assert.Contains("empty", reason, StringComparison.Ordinal);
        Assert.Equal(1, (await RunningProgram.Run("backup", Archive + ".none", "--data", Path.Combine(folder, "nowhere"))).Code);
        await using var moved = await Newsroom.OpenOn(there[1], there[3]);
        Assert.Equal(stories, await CountOfStories(moved));
    }

    static async Task Fill(Newsroom paper)
    {
        await paper.Hang();
        var kept = await paper.Get<PictureFiles>().Keep([1, 2, 3], ".webp", Newsroom.Stop);
        await paper.Writer.Write((db, stop) => db.Pictures.ExecuteUpdateAsync(row => row.SetProperty(picture => picture.File, kept).SetProperty(picture => picture.Cut, PictureCut.None).SetProperty(picture => picture.Problem, "PictureBroken"), stop), Newsroom.Stop);
        await paper.Print(Printing.Gate with { Headline = "مجلس الميناء 🧑‍🧑‍🧒‍🧒 <b>&", PictureNumber = 1000, BodyHtml = "<p>Line\u2028one, “two”\n\\three\tfour</p>" });
        await paper.Withdraw(await paper.Print(Printing.Gate), "A rumour.");
        var gone = await paper.Draft(Printing.Gate);
        await paper.Writer.Write((db, stop) => db.Stories.Where(story => story.Number == gone).ExecuteDeleteAsync(stop), Newsroom.Stop);
        await AgencyItems.Arrives(paper, new("urn:1", "Harbour frozen"));
    }

    static async Task Take(Newsroom paper, string archive) => Assert.Empty(await paper.Get<BackUp>().Take(archive, Pictures, silent, Newsroom.Stop));

    static IAsyncEnumerable<string> Pictures(NewsroomDb db) => db.Pictures.Select(picture => PictureFiles.Folder + "/" + picture.File).AsAsyncEnumerable();

    async Task<Newsroom> Restored(string archive, Database database, Action<IServiceCollection>? services = null, IEnumerable<OutboxRoute>? routes = null)
    {
        var data = Path.Combine(folder, Guid.CreateVersion7().ToString("N"));
        var connection = database == Database.Postgres ? await PostgresServer.Current.NewDatabase() : null;
        await Lay(archive, data, connection, routes);
        return await Newsroom.OpenOn(data, connection, services);
    }

    static Task Lay(string archive, string data, string? connection, IEnumerable<OutboxRoute>? routes = null) =>
        new Restore(new StorageSettings { Data = data, Database = connection }, new DataFolder(data), routes ?? [], TimeProvider.System).Run(archive, silent, Newsroom.Stop);

    static async Task<int> CountOfStories(Newsroom paper)
    {
        await using var db = await paper.Read();
        return await db.Stories.CountAsync(Newsroom.Stop);
    }

    /// <summary>All rows by table, without what each kind of database gives by itself.</summary>
    static string RowsIn(string archive)
    {
        using var zip = ZipFile.OpenRead(archive);
        var manifest = JsonNode.Parse(zip.GetEntry("manifest.json")!.Open())!;
        var all = new StringBuilder();
        foreach (var table in manifest["tables"]!.AsArray())
        {
            var (name, columns) = ((string)table!["name"]!, table["columns"]!.AsArray().Select(column => (string)column!["name"]!).ToList());
            if (name is "deliveries") continue;
            using var rows = new StreamReader(zip.GetEntry($"database/{name}.jsonl")!.Open());
            while (rows.ReadLine() is { } line)
            {
                var row = JsonNode.Parse(line)!.AsArray().Select((value, at) => (Column: columns[at], Value: value?.ToJsonString()));
                all.AppendLine(name + ": " + string.Join(", ", row.Where(cell => cell.Column != "position").Select(cell => $"{cell.Column}={cell.Value}")));
            }
        }
        return all.ToString();
    }

    async Task Break(string fault)
    {
        if (fault == "cut off")
        {
            await using var file = File.OpenWrite(Archive);
            file.SetLength(file.Length - 200);
            return;
        }
        if (fault == "no archive")
        {
            await File.WriteAllTextAsync(Archive, "no archive", Newsroom.Stop);
            return;
        }
        using var zip = ZipFile.Open(Archive, ZipArchiveMode.Update);
        var picture = zip.Entries.First(entry => entry.FullName.StartsWith("pictures/", StringComparison.Ordinal));
        switch (fault)
        {
            case "a row changed": Rewrite(zip, "database/stories.jsonl", text => text.Replace("gate-merrin", "gate-merriN", StringComparison.Ordinal)); break;
            case "a row missing": Rewrite(zip, "database/stories.jsonl", text => text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..]); break;
            case "a picture changed": Rewrite(zip, picture.FullName, _ => "\u0001\u0002\u0004"); break;
            case "a file missing": picture.Delete(); break;
            case "a row outside": Rewrite(zip, "manifest.json", text => text.Replace(picture.FullName, "../" + picture.FullName, StringComparison.Ordinal)); break;
            case "newer format": Rewrite(zip, "manifest.json", text => text.Replace("\"format\": 1", "\"format\": 2", StringComparison.Ordinal)); break;
            case "newer database": Rewrite(zip, "manifest.json", text => text.Replace("\"migration\": \"2026", "\"migration\": \"2099", StringComparison.Ordinal)); break;
            case "no manifest": zip.GetEntry("manifest.json")!.Delete(); break;
            default: Rewrite(zip, "manifest.json", text => text[..(text.Length / 2)]); break;
        }
    }

    static void Rewrite(ZipArchive zip, string name, Func<string, string> change)
    {
        var entry = zip.GetEntry(name)!;
        using var reader = new StreamReader(entry.Open());
        var text = reader.ReadToEnd();
        reader.Dispose();
        entry.Delete();
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        var changed = change(text);
        Assert.NotEqual(text, changed);
        writer.Write(changed);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>A consumer that hears of each sign-in asked for, and is not done with it until it is open.</summary>
    sealed class Waiting(string name, bool mayRunAgain) : IDurableConsumer
    {
        int heard;

        public bool IsOpen { get; init; }
        public int Heard => heard;
        public string Name => name;
        public IReadOnlyCollection<string> Events => [SignInAsked.Name];
        public OutboxRoute Route => new(name, Events) { MayRunAgain = mayRunAgain };

        public void Join(IServiceCollection services) => services.AddSingleton(Route).AddSingleton<IDurableConsumer>(this);

        public Task Handle(OutboxEvent happened, CancellationToken stop)
        {
            Interlocked.Increment(ref heard);
            return IsOpen ? Task.CompletedTask : Task.Delay(Timeout.Infinite, stop);
        }
    }
}
