using Broadsheet.Edition;
using Broadsheet.Readers;
using Broadsheet.Readers.SignIn;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Broadsheet.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Broadsheet.Tests.World;

/// <summary>
/// The one small world of the tests: a running paper, "The Merrin Post", with the sections Harbour and Islands, an editor
/// (pia), a journalist (jon), an administrator (ada) and a reader (ida). Real server, real database, real HTTP.
/// </summary>
public sealed class Newsroom : IAsyncDisposable
{
    readonly WebApplication app;

    Newsroom(WebApplication app, string data, string? database)
    {
        this.app = app;
        Data = data;
        ConnectionString = database;
        Address = new Uri(app.Urls.First());
    }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public string Data { get; }
    public string? ConnectionString { get; }
    public Uri Address { get; }
    public IServiceProvider Services => app.Services;
    public INewsroomWriter Writer => Get<INewsroomWriter>();

    public T Get<T>() where T : notnull => app.Services.GetRequiredService<T>();

    public static async Task<Newsroom> Open(Database database, IReadOnlyDictionary<string, string?>? more = null, Action<IServiceCollection>? services = null)
    {
        var (data, connection) = await (database == Database.Postgres ? onPostgres : onSqlite).Value.WaitAsync(Stop);
        return await Start(Copy(data), connection is null ? null : await PostgresServer.Current.NewDatabase(connection), more, services);
    }

    // Founded once a run, and each test gets a copy: migrations and four passwords take more time than most tests.
    static readonly Lazy<Task<(string Data, string? Database)>> onSqlite = new(() => Founded(null)), onPostgres = new(async () => await Founded(await PostgresServer.Current.NewDatabase()));

    static async Task<(string Data, string? Database)> Founded(string? database)
    {
        var newsroom = await Start(NewFolder(), database, null, null, CancellationToken.None);
        await newsroom.Found();
        await newsroom.app.StopAsync(CancellationToken.None);
        await newsroom.app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(newsroom.Data, recursive: true);
        return (newsroom.Data, database);
    }

    static string NewFolder() => Path.Combine(Path.GetTempPath(), "broadsheet-tests", Guid.CreateVersion7().ToString("N"));

    static string Copy(string folder)
    {
        var copy = NewFolder();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var place = Path.Combine(copy, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!, File.GetUnixFileMode(Path.GetDirectoryName(file)!));
            File.Copy(file, place);
        }
        return copy;
    }

    /// <summary>The same paper again after it was closed, on the same data.</summary>
    public Task<Newsroom> OpenAgain(Action<IServiceCollection>? services = null) => Start(Data, ConnectionString, null, services);

    /// <summary>A paper that is there already.</summary>
    public static Task<Newsroom> OpenOn(string data, string? database, Action<IServiceCollection>? services = null) => Start(data, database, null, services);

    /// <summary>Closes it, its data stays.</summary>
    public async Task CloseKeepingData()
    {
        await app.StopAsync(Stop);
        await app.DisposeAsync();
    }

    static async Task<Newsroom> Start(string data, string? database, IReadOnlyDictionary<string, string?>? more, Action<IServiceCollection>? services, CancellationToken? stop = null)
    {
        var settings = new Dictionary<string, string?>(more ?? new Dictionary<string, string?>())
        {
            ["Broadsheet:Data"] = data,
            ["Broadsheet:Database"] = database,
            ["urls"] = "http://127.0.0.1:0",
            ["Logging:LogLevel:Default"] = "Error",
        };
        var app = Program.BuildServer(settings, services);
        await app.StartServing(stop ?? Stop);
        return new Newsroom(app, data, database);
    }

    async Task Found()
    {
        var stop = CancellationToken.None;
        await Writer.Save(db =>
        {
            db.Papers.Add(new Paper { Name = "The Merrin Post", Language = "en", Zone = "Europe/London", Currency = "EUR" });
            db.Sections.Add(new Section { Slug = "harbour", Name = "Harbour", Order = 1 });
            db.Sections.Add(new Section { Slug = "islands", Name = "Islands", Order = 2 });
            db.Record(new EditionChanged());
        }, stop);
        await Get<CurrentEdition>().Load(stop);
        var registrar = Get<Registrar>();
        foreach (var (handle, role) in new[] { ("pia", Role.Editor), ("jon", Role.Journalist), ("ada", Role.Administrator), ("ida", Role.Reader) })
            await registrar.Create(handle, handle + "@merrin.example", role, "a long enough password", stop);
    }

    public async Task<NewsroomDb> Read() => await Get<IDbContextFactory<NewsroomDb>>().CreateDbContextAsync(Stop);

    /// <summary>A browser without script that nobody is signed in to.</summary>
    public HttpClient Visitor() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true }) { BaseAddress = Address };

    /// <summary>The same, signed in as that person.</summary>
    public async Task<HttpClient> SignedIn(string handle)
    {
        var visitor = Visitor();
        var link = await Get<SignInLinks>().Create(await IdOf(handle), Stop);
        var answer = await visitor.PostAsync(new Uri(link).PathAndQuery, null, Stop);
        Assert.Equal(System.Net.HttpStatusCode.Redirect, answer.StatusCode);
        return visitor;
    }

    public async Task<Guid> IdOf(string handle)
    {
        await using var db = await Read();
        return await db.Readers.Where(reader => reader.HandleKey == handle).Select(reader => reader.Id).SingleAsync(Stop);
    }

    /// <summary>Looks again until it is so; fails with what it saw last after ten seconds.</summary>
    public static async Task<T> Eventually<T>(Func<Task<T>> look, Func<T, bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var often = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var seen = await look();
        while (!isSo(seen))
        {
            try { await often.WaitForNextTickAsync(patience.Token); }
            catch (OperationCanceledException) { Assert.Fail($"It never came to be so; last seen: {seen}"); }
            seen = await look();
        }
        return seen;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        if (Directory.Exists(Data)) Directory.Delete(Data, recursive: true);
    }
}
