using Broadsheet.Cli.Demo;
using Broadsheet.Desk.FrontPage;
using Broadsheet.Edition;
using Broadsheet.Readers.SignIn;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.Wire;
using Broadsheet.Tests.World;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Broadsheet.Tests.Browser;

/// <summary>A paper, opened in the browser by whoever a test needs. As it is a class's own, its tests share it.</summary>
public class OpenedPaper(Chromium chromium) : IAsyncLifetime
{
    readonly Dictionary<string, string> sessions = [];
    readonly List<IBrowserContext> opened = [];

    public Newsroom Newsroom { get; private set; } = null!;

    public static async Task<OpenedPaper> On(Database database, Chromium chromium, Action<IServiceCollection>? services = null) =>
        new(chromium) { Newsroom = await Newsroom.Open(database, services: services) };

    public virtual async ValueTask InitializeAsync() => Newsroom = await Newsroom.Open(Database.Sqlite);

    /// <summary>Somebody who is not signed in.</summary>
    public async Task<IPage> Visitor(Action<BrowserNewContextOptions>? configure = null)
    {
        var page = await chromium.Open(Newsroom.Address, configure);
        opened.Add(page.Context);
        return page;
    }

    /// <summary>A browser of its own, in which that person signed in before.</summary>
    public async Task<IPage> SignedIn(string handle, Action<BrowserNewContextOptions>? configure = null)
    {
        if (!sessions.TryGetValue(handle, out var session))
        {
            var first = await Visitor();
            await first.GotoAsync(await SignInPath(handle));
            await first.Locator("main form button").ClickAsync();
            sessions[handle] = session = await first.Context.StorageStateAsync();
            await first.Context.CloseAsync();
        }
        return await Visitor(options => { options.StorageState = session; configure?.Invoke(options); });
    }

    public async Task<string> SignInPath(string handle) => new Uri(await Newsroom.Get<SignInLinks>().Create(await Newsroom.IdOf(handle), Newsroom.Stop)).PathAndQuery;

    /// <summary>Into the folder that the paper watches, as an agency's transfer program does it.</summary>
    public async Task Drop(string name, string content)
    {
        var wire = Path.Combine(Newsroom.Data, "wire");
        await Newsroom.Eventually(() => Task.FromResult(wire), _ => Directory.Exists(Path.Combine(wire, "failed")));
        await File.WriteAllTextAsync(Path.Combine(wire, name), content, Newsroom.Stop);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var context in opened) await context.CloseAsync(); // first, for an open inbox holds its stream
        await Newsroom.DisposeAsync();
    }
}

/// <summary>The demo's news, and beside it what it has none of: something withdrawn, refused, not delivered, and hard to set.</summary>
public sealed class DemoPaper(Chromium chromium) : OpenedPaper(chromium)
{
    public static readonly string LongWord = string.Concat(Enumerable.Repeat("Donaudampfschifffahrtsgesellschaftskapitänsmütze", 3));

    public long Withdrawn { get; private set; }
    public long Draft { get; private set; }
    public long HardToSet { get; private set; }
    public long Arabic { get; private set; }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Newsroom.Writer.Write(async (db, stop) => { await db.Sections.ExecuteDeleteAsync(stop); await db.Papers.ExecuteDeleteAsync(stop); }, Newsroom.Stop);
        Assert.True(await ActivatorUtilities.CreateInstance<DemoEdition>(Newsroom.Services).Lay(Newsroom.Stop));
        await Newsroom.Get<CurrentEdition>().Load(Newsroom.Stop);
        Withdrawn = await Newsroom.Print(Printing.Gate with { Headline = "Minister leaves" });
        await Newsroom.Withdraw(Withdrawn, "The minister has not left. We took a rumour for a fact.");
        Draft = await Newsroom.Draft(Printing.Gate);
        HardToSet = await Newsroom.Print(Hard, section: "politics", at: Newsroom.Now().AddDays(-20));
        Arabic = await Newsroom.Print(RightToLeft, section: "islands", at: Newsroom.Now().AddDays(-20));
        await Newsroom.Writer.Write(async (db, stop) =>
        {
            var letter = new Delivery { Event = await db.OutboxEvents.OrderBy(happened => happened.Id).FirstAsync(stop), Consumer = "search", DueAt = Newsroom.Now() };
            for (var attempt = 0; attempt < Delivery.MostAttempts; attempt++) letter.Failed("The index answers nothing at https://search.merrin.example/" + LongWord, Newsroom.Now());
            db.Add(letter);
            await db.SaveChangesAsync(stop);
        }, Newsroom.Stop);
        await Drop("broken.xml", Wire.Sent.G2("urn:norra:broken").Replace("</headline>", "</headlime>", StringComparison.Ordinal));
        await Newsroom.Eventually(
            async () => { await using var db = await Newsroom.Read(); return (Lines: await db.InboxLines.CountAsync(Newsroom.Stop), Refused: await db.Refusals.CountAsync(Newsroom.Stop)); },
            wire => wire is { Lines: >= 12, Refused: 1 });
    }

    public async Task PutTheHardestOnTheFront()
    {
        var placing = Newsroom.Get<PlaceOnFront>();
        await placing.Rank(HardToSet, 2, Newsroom.Stop);
        await placing.Rank(Arabic, 3, Newsroom.Stop);
    }

    public async Task<string> AddressOf(long story)
    {
        using var visitor = Newsroom.Visitor();
        return await visitor.AddressOf(story);
    }

    public async Task<long> LineOf(string headline)
    {
        await using var db = await Newsroom.Read();
        return await db.InboxLines.Where(line => line.Headline.Contains(headline)).OrderBy(line => line.Id).Select(line => line.Id).FirstAsync(Newsroom.Stop);
    }

    /// <summary>A story made of an item that the agency corrected since.</summary>
    public async Task<long> CorrectedByAgency()
    {
        var guid = "urn:norra:" + Guid.CreateVersion7();
        await Newsroom.Take(Wire.Sent.G2(guid, headline: "Gate waits for " + LongWord));
        var line = (await Newsroom.Inbox()).First(line => line.Guid == guid);
        var taken = await Newsroom.Get<Broadsheet.Desk.Taking.TakeItem>().Take(line.Id, Newsroom.Get<CurrentEdition>().Facts.Sections[0].Id, await Newsroom.IdOf("jon"), Newsroom.Stop);
        await Newsroom.Take(Wire.Sent.G2(guid, "2", "Gate no longer waits", meta: "<signal qcode=\"sig:correction\"/>", text: LongWord));
        return taken.Story!.Value;
    }

    static Broadsheet.Stories.StoryText Hard => new()
    {
        Headline = $"{LongWord}: what the harbour board, the ferry company, both ministries, the islands’ council and forty-one residents of Low Town had to say on the longest night of hearings anybody remembers",
        Standfirst = $"https://merrin.example/{new string('a', 180)} holds the minutes, {LongWord} the rest.",
        Byline = LongWord,
        Dateline = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
        CreditLine = $"Norra Wire and {LongWord}",
        BodyHtml = $"<p>{LongWord}</p><h2>{LongWord}</h2><p><a href=\"https://merrin.example/{new string('b', 150)}\">https://merrin.example/{new string('b', 150)}</a></p>"
            + "<table><caption>Votes, by ward</caption><tr><th>Ward</th><th>For</th><th>Against</th><th>Abstained</th><th>Absent</th><th>Turnout, per cent of those entitled</th><th>Change on 2022</th></tr>"
            + $"<tr><td>{LongWord}</td><td>1,150</td><td>1,149</td><td>12</td><td>7</td><td>84.31</td><td>+12.55</td></tr><tr><td>Holm</td><td>10</td><td>4</td><td>0</td><td>0</td><td>91.00</td><td>-0.03</td></tr></table>"
            + $"<blockquote><p>{LongWord}</p><p>Ada Wren</p></blockquote><ul><li>{LongWord}<ul><li>{LongWord}</li></ul></li></ul>",
    };

    static Broadsheet.Stories.StoryText RightToLeft => new()
    {
        Headline = "مجلس الميناء يؤجل بوابة المد الثانية إلى الربيع",
        Standfirst = "طلب الأعضاء صورة أوضح عن التكلفة قبل التصويت.",
        Byline = "توماس إيكفال",
        Dateline = "ميرين",
        CreditLine = "نورا واير",
        BodyHtml = "<p>أجل مجلس الميناء قراره بشأن بوابة المد الثانية مساء الثلاثاء بعد جلسة استمرت خمس ساعات.</p><p>وقال المدير إن المشروع سيكلف 34.1 مليون كرونة.</p><ul><li>البوابة الأولى: 2019</li><li>البوابة الثانية: لم يحدد</li></ul>",
    };
}
