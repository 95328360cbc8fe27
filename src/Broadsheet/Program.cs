using System.Globalization;
using Broadsheet.Cli;
using Broadsheet.Desk;
using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Media;
using Broadsheet.Media.Darkroom;
using Broadsheet.Readers;
using Broadsheet.Storage;
using Broadsheet.Stories;
using Broadsheet.Web;
using Broadsheet.Wire;

namespace Broadsheet;

public static class Program
{
    public static Task<int> Main(string[] args)
    {
        // What the machine is set to changes nothing: a page speaks the paper's language, everything else none.
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
        return args is [DarkroomProcess.Command] ? Task.FromResult(DarkroomWork.Run()) : CommandLine.Run(args);
    }

    /// <summary>The newsroom without a server: what the command line works with.</summary>
    public static IServiceCollection AddNewsroom(this IServiceCollection services, IConfiguration configuration)
    {
        var broadsheet = configuration.GetSection("Broadsheet");
        services.AddKit(broadsheet);
        services.AddStorage(broadsheet.Get<StorageSettings>() ?? new StorageSettings());
        services.AddEdition();
        services.AddMedia(broadsheet);
        services.AddReaders();
        services.AddWire(broadsheet);
        services.AddStories();
        services.AddDesk();
        return services;
    }

    /// <summary>
    /// The server. <paramref name="settings"/> win over the file and the environment; <paramref name="more"/> adds services of
    /// whoever embeds it.
    /// </summary>
    public static WebApplication BuildServer(IReadOnlyDictionary<string, string?> settings, Action<IServiceCollection>? more = null)
    {
        var builder = WebServer.CreateBuilder(settings);
        builder.Services.AddNewsroom(builder.Configuration);
        builder.Services.AddReadingAhead();
        builder.Services.AddDatabaseCare();
        builder.Services.AddOutboxDelivery();
        builder.Services.AddPictureWork();
        builder.Services.AddWireIntake();
        builder.Services.AddPublishingOnTime();
        builder.Services.AddSessions();
        builder.Services.AddWeb(builder.Configuration.GetSection("Broadsheet"));
        more?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseWeb();
        app.MapReaders();
        app.MapDesk();
        app.MapStories();
        app.MapMedia();
        app.MapWeb();
        return app;
    }
}
