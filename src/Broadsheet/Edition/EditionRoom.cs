using Broadsheet.Storage.Outbox;

namespace Broadsheet.Edition;

/// <summary>What every room needs to know of the paper: its name, language, zone, currency and sections.</summary>
public static class EditionRoom
{
    public static IServiceCollection AddEdition(this IServiceCollection services) => services
        .AddSingleton<CurrentEdition>()
        .AddNodeConsumer<CurrentEdition>()
        .AddSingleton<PaperTime>()
        .AddSingleton<FirstStart>().AddSingleton<SavePaper>()
        .Configure<RouteOptions>(routes => routes.SetParameterPolicy<SectionSegment>("section"));
}
