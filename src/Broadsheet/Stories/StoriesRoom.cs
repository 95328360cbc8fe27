using Broadsheet.Stories.Machines;
using Broadsheet.Stories.Reading;

namespace Broadsheet.Stories;

/// <summary>Stories with their revisions, and the pages on which readers read them.</summary>
public static class StoriesRoom
{
    public static IServiceCollection AddStories(this IServiceCollection services) => services
        .AddSingleton<ReadStories>().AddSingleton<FeedStories>().AddSingleton<FeedWriter>().AddSingleton<StructuredData>();

    public static void MapStories(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapReaderPages();
        endpoints.MapFeeds();
        endpoints.MapSitemaps();
    }
}
