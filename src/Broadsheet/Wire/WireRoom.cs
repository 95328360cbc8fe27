using Broadsheet.Storage.Outbox;
using Broadsheet.Wire.Intake;
using Broadsheet.Wire.Pictures;

namespace Broadsheet.Wire;

/// <summary>Where wire items come from, and what became of them on the way in.</summary>
public static class WireRoom
{
    public static IServiceCollection AddWire(this IServiceCollection services, IConfiguration broadsheet) => services
        .AddSingleton(broadsheet.GetSection("Wire").Get<WireSettings>() ?? new WireSettings())
        .AddSingleton<Sources>()
        .AddSingleton<Ingest>()
        .AddSingleton<WirePictures>();

    /// <summary>Watches the sources; only a serving process does that.</summary>
    public static IServiceCollection AddWireIntake(this IServiceCollection services) => services
        .AddSingleton<FolderIntake>().AddHostedService(all => all.GetRequiredService<FolderIntake>())
        .AddNodeConsumer<FolderIntake>()
        .AddSingleton<FeedIntake>().AddHostedService(all => all.GetRequiredService<FeedIntake>())
        .AddNodeConsumer<FeedIntake>();
}
