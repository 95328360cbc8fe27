namespace Broadsheet.Stories;

public static class ReadersMay
{
    /// <summary>The one rule of what readers may read, on every way out: published, and not before its time.</summary>
    public static IQueryable<Story> ReadersMaySee(this IQueryable<Story> stories, DateTimeOffset now) =>
        stories.Where(story => story.State == StoryState.Published && (story.EmbargoedUntil == null || story.EmbargoedUntil <= now));
}
