using Broadsheet.Storage;
using Broadsheet.Stories.Subjects;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Stories.Machines;

/// <summary>A story as a feed carries it: whole, for nothing is walled off.</summary>
public sealed record FeedStory
{
    public required long Number { get; init; }
    public required Guid Id { get; init; }
    public required string Section { get; init; }
    public required string SectionName { get; init; }
    public required string Slug { get; init; }
    public required DateTimeOffset PublishedAt { get; init; }
    public DateTimeOffset? UpdatedAt { get; init; }
    public required StoryText Text { get; init; }
    public required string Language { get; init; }

    public string Address => StoryAddress.Of(Section, Slug, Number);
    public string By => Text.Byline.Length > 0 ? Bylines.WithoutBy(Text.Byline) : Text.CreditLine;
}

/// <summary>What a feed is of: the whole paper or a part of it.</summary>
/// <param name="Below">The path it lies below: <c>/</c> or <c>/harbour/</c>.</param>
public sealed record Feed(string Title, string? Description, string Below, IReadOnlyList<FeedStory> Stories)
{
    /// <summary>When the newest of it changed; null: nothing is in it.</summary>
    public DateTimeOffset? ChangedAt => Stories.Count == 0 ? null : Stories.Max(story => story.UpdatedAt ?? story.PublishedAt);
}

/// <summary>Reads the newest stories for a feed.</summary>
public sealed class FeedStories(TimeProvider clock)
{
    const int Most = 30;

    // More than are shown, for some may be withdrawn.
    const int MostLookedAt = 3 * Most;

    public Task<List<FeedStory>> Newest(NewsroomDb db, int? section, CancellationToken stop)
    {
        var shown = db.Stories.ReadersMaySee(clock.GetUtcNow());
        if (section is { } of) shown = shown.Where(story => story.SectionId == of);
        return Read(db, shown, stop);
    }

    /// <summary>Those under a topic or writer.</summary>
    public Task<List<FeedStory>> NewestUnder(NewsroomDb db, int subject, CancellationToken stop)
    {
        var under = db.Filed.Where(filed => filed.SubjectId == subject).OrderByDescending(filed => filed.PublishedAt).ThenByDescending(filed => filed.StoryNumber).Select(filed => filed.StoryNumber).Take(MostLookedAt);
        return Read(db, db.Stories.ReadersMaySee(clock.GetUtcNow()).Where(story => under.Contains(story.Number)), stop);
    }

    static Task<List<FeedStory>> Read(NewsroomDb db, IQueryable<Story> shown, CancellationToken stop) =>
        (
            from story in shown
            orderby story.PublishedAt descending, story.Number descending
            join revision in db.Revisions on new { Story = story.Number, Number = story.PublishedRevision } equals new { Story = revision.StoryNumber, Number = (int?)revision.Number }
            select new FeedStory
            {
                Number = story.Number,
                Id = story.Id,
                Section = story.Section!.Slug,
                SectionName = story.Section.Name,
                Slug = story.Slug,
                PublishedAt = story.PublishedAt!.Value,
                UpdatedAt = story.UpdatedAt,
                Text = revision.Text,
                Language = story.Language,
            }).Take(Most).ToListAsync(stop);
}
