using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Stories.Search;

/// <summary>Follows what is published and withdrawn, so that a search finds what readers may read and nothing else.</summary>
sealed class SearchIndex(INewsroomWriter writer) : IDurableConsumer
{
    public const string ConsumerName = "search";

    public string Name => ConsumerName;
    public IReadOnlyCollection<string> Events { get; } = [StoryPublished.Name, StoryWithdrawn.Name];

    public Task Handle(OutboxEvent happened, CancellationToken stop)
    {
        var number = happened.Is<StoryPublished>(out var published) ? published.Number : happened.Read<StoryWithdrawn>().Number;
        return writer.Write((db, stop) => Follow(db, number, stop), stop);
    }

    /// <summary>As the story is now, not as the event says: it may come late, or twice.</summary>
    static async Task<int> Follow(NewsroomDb db, long number, CancellationToken stop)
    {
        var text = await (
            from story in db.Stories
            where story.Number == number && story.State == StoryState.Published
            join revision in db.Revisions on new { Story = story.Number, Number = story.PublishedRevision } equals new { Story = revision.StoryNumber, Number = (int?)revision.Number }
            select revision.Text).AsNoTracking().SingleOrDefaultAsync(stop);
        var found = await db.SearchedStories.SingleOrDefaultAsync(story => story.StoryNumber == number, stop);
        if (text is null && found is not null) db.Remove(found);
        else if (text is not null && found is not null) found.Words = SearchedStory.WordsOf(text);
        else if (text is not null) db.Add(new SearchedStory { StoryNumber = number, Words = SearchedStory.WordsOf(text) });
        return await db.SaveChangesAsync(stop);
    }
}
