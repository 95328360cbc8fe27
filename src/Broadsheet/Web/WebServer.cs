using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Broadsheet.Stories.Subjects;
using Broadsheet.Web.Layout;
using Broadsheet.Web.PageCache;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Logging.Console;

namespace Broadsheet.Web;

/// <summary>What stands around the rooms: the server, frames, page cache, headers, errors.</summary>
public static class WebServer
{
    const long LargestRequest = 8_000_000;
    const int LongestRequestLine = 32_768;
    const string Urls = "urls", Usual = "http://localhost:5000";

    public static WebApplicationBuilder CreateBuilder(IReadOnlyDictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = "broadsheet" });
        AddSettings(builder.Configuration, settings);
        // Answering a page from memory takes less time than handing it to another thread would.
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestRequest;
            // So that an address far too long still gets our page that says it is not there.
            kestrel.Limits.MaxRequestLineSize = LongestRequestLine;
        });
        builder.WebHost.UseUrls(builder.Configuration[Urls] ?? Usual);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.Services.AddLogging(log => AddLog(log, builder.Configuration));
        builder.Services.AddRouting();
        return builder;
    }

    public static void AddSettings(IConfigurationBuilder configuration, IReadOnlyDictionary<string, string?> settings) => configuration
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
        .AddEnvironmentVariables()
        .AddSecretFiles()
        .AddInMemoryCollection(settings);

    /// <summary>To stderr, for stdout belongs to what a command prints: lines for people on a terminal, JSON elsewhere.</summary>
    public static void AddLog(ILoggingBuilder log, IConfiguration configuration)
    {
        log.AddFilter("Microsoft", LogLevel.Warning).AddFilter("ZiggyCreatures", LogLevel.Warning);
        // What it logs it also throws: a conflict that is tried again is no error, and whoever gives up says so.
        log.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Critical);
        // Why it did not start is said in a sentence.
        log.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        log.AddConfiguration(configuration.GetSection("Logging"));
        log.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (Console.IsErrorRedirected) log.AddJsonConsole(json => (json.TimestampFormat, json.UseUtcTimestamp) = ("yyyy-MM-ddTHH:mm:ss.fffZ", true)); else log.AddSimpleConsole(console => console.SingleLine = true);
    }

    public static IServiceCollection AddWeb(this IServiceCollection services, IConfiguration broadsheet)
    {
        services.AddRazorComponents();
        // Letters of any script as they are: a page in Arabic or Greek is a third of the size.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddAntiforgery(forgery =>
        {
            forgery.Cookie.Name = "broadsheet-forms";
            forgery.Cookie.MaxAge = TimeSpan.FromDays(30); // as long as a session: a browser that restores its tabs finds it
            forgery.SuppressXFrameOptionsHeader = true; // frame-ancestors says it
        });
        services.AddOptions<AntiforgeryOptions>().Configure<SiteAddress>((forgery, site) => forgery.Cookie.SecurePolicy = site.CookiePolicy);
        services.AddTrustedProxies(broadsheet);
        services.AddSingleton(new PageFrame(typeof(Frame))).AddSingleton<Assets>();
        HitsFirst.Register(services);
        services.AddSingleton<Beginning>().AddNodeConsumer<Beginning>();
        services.AddPageCache(broadsheet.GetSection("PageCache").Get<PageCacheSettings>() ?? new PageCacheSettings());
        services.AddHostedService<GiveBackMemory>();
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database", tags: ["ready"]);
        return services;
    }

    public static void UseWeb(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.Use(TrustedProxies.SchemeIsTheSites);
        app.UseExceptionHandler(failed => failed.Run(ErrorPages.ForException));
        app.Use(SecurityHeaders.Add);
        app.Use(KnownHosts.Check);
        app.Use(ServeAssets);
        app.Use(SpeakTheEditionsLanguage);
        app.UseStatusCodePages(ErrorPages.ForStatus);
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.Use(FormAntiforgery.RefuseForged);
        app.Use(Beginning.AskToComeBack);
        app.UsePageCache();
    }

    public static void MapWeb(this WebApplication app)
    {
        app.MapHealth();
        app.MapWebManifest();
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var listening = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            var here = new UriBuilder(listening.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal)) { Host = "localhost" }.Uri;
            app.Services.GetRequiredService<SiteAddress>().UseListening(here);
            app.Services.GetRequiredService<DataFolder>().LastAddress = here;
        });
    }

    /// <summary>Migrates, does <paramref name="first"/> what must be done before anyone looks, loads what is kept in memory, and listens.</summary>
    public static async Task StartServing(this WebApplication app, CancellationToken stop, Func<IServiceProvider, CancellationToken, Task>? first = null)
    {
        await StorageRoom.Migrate(app.Services, stop);
        app.Services.GetRequiredService<INewsroomWriter>();
        if (first is not null) await first(app.Services, stop);
        await app.Services.GetRequiredService<CurrentEdition>().Load(stop);
        await app.Services.GetRequiredService<CurrentSubjects>().Load(stop);
        await app.Services.GetRequiredService<Beginning>().Load(stop);
        try
        {
            await app.StartAsync(stop);
        }
        catch (Exception failure)
        {
            await app.StopAsync(CancellationToken.None); // what had begun would go on in what is taken down under it
            if (Listening.Problem(app.Configuration[Urls] ?? Usual, failure) is { } problem) throw new SettingsException(problem);
            throw;
        }
    }

    static async Task ServeAssets(HttpContext http, RequestDelegate next)
    {
        if (!await http.RequestServices.GetRequiredService<Assets>().TryServe(http)) await next(http);
    }

    static Task SpeakTheEditionsLanguage(HttpContext http, RequestDelegate next)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = http.RequestServices.GetRequiredService<CurrentEdition>().Facts.Culture;
        return next(http);
    }
}
