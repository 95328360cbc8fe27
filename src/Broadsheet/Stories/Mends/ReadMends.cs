using Broadsheet.Kit;
using Broadsheet.Storage;
using Broadsheet.Stories.Reading;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Stories.Mends;

/// <summary>A mend as readers read it.</summary>
public sealed record ShownMend(long Id, MendKind Kind, string Text, DateTimeOffset At);

/// <summary>The same away from its story.</summary>
public sealed record ListedMend(long Id, MendKind Kind, string Text, DateTimeOffset At, long Number, string Section, string Slug, string Headline, string Language)
{
    public string Address => StoryAddress.Of(Section, Slug, Number);
}

/// <summary>What was put right, newest first; of stories that readers may read.</summary>
public sealed class ReadMends(TimeProvider clock)
{
    /// <summary>Of one story, the newest first. Asks nothing where it was never mended.</summary>
    public async Task<IReadOnlyList<ShownMend>> Of(NewsroomDb db, ReadStory story, CancellationToken stop) => story.MendedAt is null ? []
        : await db.Mends.Where(mend => mend.StoryNumber == story.Number).OrderByDescending(mend => mend.At).ThenByDescending(mend => mend.Id)
            .Select(mend => new ShownMend(mend.Id, mend.Kind, mend.Text, mend.At)).ToListAsync(stop);

    public Task<List<ListedMend>> Newest(NewsroomDb db, DateTimeOffset since, int most, CancellationToken stop) =>
        Listed(db, db.Mends.Where(mend => mend.At >= since), most, stop);

    public Task<List<ListedMend>> From(NewsroomDb db, ListKey? after, int most, CancellationToken stop) => Listed(db, after is not { } from ? db.Mends
        : db.Mends.Where(mend => mend.At <= from.At && (mend.At < from.At || mend.Id < from.Number)), most, stop);

    Task<List<ListedMend>> Listed(NewsroomDb db, IQueryable<Mend> mends, int most, CancellationToken stop) => (
        from mend in mends
        join story in db.Stories.ReadersMaySee(clock.GetUtcNow()) on mend.StoryNumber equals story.Number
        join revision in db.Revisions on new { Story = story.Number, Number = story.PublishedRevision } equals new { Story = revision.StoryNumber, Number = (int?)revision.Number }
        orderby mend.At descending, mend.Id descending
        select new ListedMend(mend.Id, mend.Kind, mend.Text, mend.At, story.Number, story.Section!.Slug, story.Slug, revision.Text.Headline, revision.Text.Language)).Take(most).ToListAsync(stop);
}
