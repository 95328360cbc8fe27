using Broadsheet.Storage.Outbox;
using Broadsheet.Stories.Machines;
using Broadsheet.Stories.Mends;
using Broadsheet.Stories.Reading;
using Broadsheet.Stories.Search;
using Broadsheet.Stories.Subjects;
using Broadsheet.Stories.Texts;
using Microsoft.AspNetCore.RateLimiting;

namespace Broadsheet.Stories;

/// <summary>Stories with their revisions, and the pages on which readers read them.</summary>
public static class StoriesRoom
{
    public static IServiceCollection AddStories(this IServiceCollection services) => services
        .AddSingleton<ReadStories>().AddSingleton<FeedStories>().AddSingleton<FeedWriter>().AddSingleton<StructuredData>()
        .AddSingleton<CurrentSubjects>().AddNodeConsumer<CurrentSubjects>().AddSingleton<ReadCourses>()
        .AddSingleton<ReadMends>().AddSingleton<SearchStories>().AddDurableConsumer<SearchIndex>(new OutboxRoute(SearchIndex.ConsumerName, [StoryPublished.Name, StoryWithdrawn.Name]) { MayRunAgain = true })
        .AddSingleton<FrontPageReading>()
        .Configure<RateLimiterOptions>(SearchEndpoints.Configure);

    /// <summary>Only a serving process has readers.</summary>
    public static IServiceCollection AddReadingAhead(this IServiceCollection services) => services.AddHostedService(all => all.GetRequiredService<FrontPageReading>());

    public static void MapStories(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapReaderPages();
        endpoints.MapFeeds();
        endpoints.MapSitemaps();
        endpoints.MapSearch();
        endpoints.MapCorrections();
        endpoints.MapSubjectPages();
        endpoints.MapTexts();
    }
}
