namespace Broadsheet.Stories;

/// <summary>Stories with their revisions, and the pages on which readers read them.</summary>
public static class StoriesRoom
{
    public static IServiceCollection AddStories(this IServiceCollection services) => services;

    public static void MapStories(this IEndpointRouteBuilder endpoints)
    {
    }
}
