using Broadsheet.Kit;
using Broadsheet.Media;
using Broadsheet.Storage;
using Broadsheet.Stories.Subjects;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Stories.Reading;

/// <summary>A story as the front page and lists show it.</summary>
public sealed record StoryCard
{
    public required long Number { get; init; }
    public required StoryKind Kind { get; init; }
    public required string Section { get; init; }
    public required string Slug { get; init; }
    public required DateTimeOffset PublishedAt { get; init; }
    public DateTimeOffset? UpdatedAt { get; init; }
    public required string Headline { get; init; }
    public required string Standfirst { get; init; }
    public required string Byline { get; init; }
    public required string CreditLine { get; init; }
    public required string Language { get; init; }

    /// <summary>The picture that was chosen, also while there is nothing of it to show yet.</summary>
    public ShownPicture? Hung { get; init; }

    public ShownPicture? Picture => Hung is { IsThere: true } ? Hung : null;

    public string Address => StoryAddress.Of(Section, Slug, Number);

    /// <summary>Who wrote it, or else the agency.</summary>
    public string By => Byline.Length > 0 ? Bylines.WithoutBy(Byline) : CreditLine;
}

/// <summary>A story in a list, before what is shown of it is read.</summary>
public sealed record StoryKey(long Number, int SectionId);

/// <summary>A story at the top of the front page.</summary>
public sealed record RankedStory(long Number, int SectionId, int Rank);

/// <summary>A story as its own page shows it, or says that it was withdrawn.</summary>
public sealed record ReadStory
{
    public required long Number { get; init; }
    public required StoryState State { get; init; }
    public required StoryKind Kind { get; init; }
    public required int SectionId { get; init; }
    public required string Section { get; init; }
    public required string SectionName { get; init; }
    public required string Slug { get; init; }
    public required DateTimeOffset PublishedAt { get; init; }
    public DateTimeOffset? UpdatedAt { get; init; }
    public DateTimeOffset? MendedAt { get; init; }
    public DateTimeOffset? WithdrawnAt { get; init; }
    public string? WithdrawnReason { get; init; }
    public DateTimeOffset? EmbargoedUntil { get; init; }
    public required StoryText Text { get; init; }
    public required string Language { get; init; }

    /// <summary>The picture that was chosen, also while there is nothing of it to show yet.</summary>
    public ShownPicture? Hung { get; init; }

    /// <summary>When the next published story that still waits for its time may appear.</summary>
    public DateTimeOffset? NextEmbargoEnds { get; init; }

    public ShownPicture? Picture => Hung is { IsThere: true } ? Hung : null;

    public string Address => StoryAddress.Of(Section, Slug, Number);
    public DateTimeOffset LastChanged => UpdatedAt > PublishedAt ? UpdatedAt.Value : PublishedAt;
}

/// <summary>A link to a story beside another.</summary>
public sealed record RelatedStory(long Number, string Section, string Slug, string Headline, string Language, DateTimeOffset PublishedAt, DateTimeOffset? UpdatedAt)
{
    public string Address => StoryAddress.Of(Section, Slug, Number);
}

/// <summary>
/// What readers may read: published, and not before its time. Lists are read as numbers first and then shown by one query for
/// all. Compiled once where it pays: to find a query again by its expression costs several times what the database needs for it.
/// </summary>
public sealed class ReadStories(TimeProvider clock)
{
    const int MostRelated = 5;

    // Fields of the one instance, not static: a compiled query belongs to the database it first ran on.
    readonly Func<NewsroomDb, long, DateTimeOffset, CancellationToken, Task<ReadStory?>> find = EF.CompileAsyncQuery((NewsroomDb db, long number, DateTimeOffset now, CancellationToken stop) => (
        from story in db.Stories
        where story.Number == number && story.State != StoryState.Draft && (story.EmbargoedUntil == null || story.EmbargoedUntil <= now)
        join revision in db.Revisions on new { Story = story.Number, Number = story.PublishedRevision } equals new { Story = revision.StoryNumber, Number = (int?)revision.Number }
        join picture in db.Pictures on revision.Text.PictureNumber equals picture.Number into pictures
        from picture in pictures.DefaultIfEmpty()
        select new ReadStory
        {
            Number = story.Number,
            State = story.State,
            Kind = revision.Text.Kind,
            SectionId = story.SectionId,
            Section = story.Section!.Slug,
            SectionName = story.Section.Name,
            Slug = story.Slug,
            PublishedAt = story.PublishedAt!.Value,
            UpdatedAt = story.UpdatedAt,
            MendedAt = story.MendedAt,
            WithdrawnAt = story.WithdrawnAt,
            WithdrawnReason = story.WithdrawnReason,
            EmbargoedUntil = story.EmbargoedUntil,
            Text = revision.Text,
            Language = story.Language,
            Hung = picture == null ? null : new ShownPicture(picture.Number, picture.RenditionKey, picture.Cut, picture.Width, picture.Height, picture.Tone, picture.Caption, picture.Credit, picture.Alt),
            NextEmbargoEnds = db.Stories.Where(waiting => waiting.EmbargoedUntil > now).Min(waiting => waiting.EmbargoedUntil),
        }).FirstOrDefault());

    readonly Func<NewsroomDb, int, long, DateTimeOffset, IAsyncEnumerable<RelatedStory>> related = EF.CompileAsyncQuery((NewsroomDb db, int section, long number, DateTimeOffset now) => (
        from story in db.Stories
        where story.SectionId == section && story.State == StoryState.Published && story.Number != number && (story.EmbargoedUntil == null || story.EmbargoedUntil <= now)
        join revision in db.Revisions on new { Story = story.Number, Number = story.PublishedRevision } equals new { Story = revision.StoryNumber, Number = (int?)revision.Number }
        orderby story.PublishedAt descending, story.Number descending
        select new RelatedStory(story.Number, story.Section!.Slug, story.Slug, revision.Text.Headline, story.Language, story.PublishedAt!.Value, story.UpdatedAt))
        .Take(MostRelated));

    readonly Func<NewsroomDb, DateTimeOffset, int, IAsyncEnumerable<StoryKey>> newest = EF.CompileAsyncQuery((NewsroomDb db, DateTimeOffset now, int most) => db.Stories
        .Where(story => story.State == StoryState.Published && (story.EmbargoedUntil == null || story.EmbargoedUntil <= now))
        .OrderByDescending(story => story.PublishedAt).ThenByDescending(story => story.Number)
        .Take(most).Select(story => new StoryKey(story.Number, story.SectionId)));

    readonly Func<NewsroomDb, int, DateTimeOffset, int, IAsyncEnumerable<StoryKey>> newestOf = EF.CompileAsyncQuery((NewsroomDb db, int section, DateTimeOffset now, int most) => db.Stories
        .Where(story => story.SectionId == section && story.State == StoryState.Published && (story.EmbargoedUntil == null || story.EmbargoedUntil <= now))
        .OrderByDescending(story => story.PublishedAt).ThenByDescending(story => story.Number)
        .Take(most).Select(story => new StoryKey(story.Number, story.SectionId)));

    // The first condition is there for the index: it is where the search begins.
    readonly Func<NewsroomDb, int, DateTimeOffset, long, DateTimeOffset, int, IAsyncEnumerable<StoryKey>> earlierOf = EF.CompileAsyncQuery((NewsroomDb db, int section, DateTimeOffset at, long number, DateTimeOffset now, int most) => db.Stories
        .Where(story => story.SectionId == section && story.State == StoryState.Published && (story.EmbargoedUntil == null || story.EmbargoedUntil <= now))
        .Where(story => story.PublishedAt <= at && (story.PublishedAt < at || story.Number < number))
        .OrderByDescending(story => story.PublishedAt).ThenByDescending(story => story.Number)
        .Take(most).Select(story => new StoryKey(story.Number, story.SectionId)));

    readonly Func<NewsroomDb, DateTimeOffset, int, IAsyncEnumerable<RankedStory>> onFrontPage = EF.CompileAsyncQuery((NewsroomDb db, DateTimeOffset now, int most) => db.FrontPlaces
        .Where(place => place.Story!.State == StoryState.Published && (place.Story.EmbargoedUntil == null || place.Story.EmbargoedUntil <= now))
        .OrderBy(place => place.Rank).ThenBy(place => place.Order)
        .Take(most).Select(place => new RankedStory(place.StoryNumber, place.Story!.SectionId, place.Rank)));

    // Of drafts too: asking for the state as well would make the databases take that index and read every story.
    readonly Func<NewsroomDb, DateTimeOffset, CancellationToken, Task<DateTimeOffset?>> nextEmbargoEnds = EF.CompileAsyncQuery((NewsroomDb db, DateTimeOffset now, CancellationToken stop) => db.Stories
        .Where(waiting => waiting.EmbargoedUntil > now).Min(waiting => waiting.EmbargoedUntil));

    /// <summary>The story as it was published last, also one that was withdrawn; null where readers may not know of it.</summary>
    public Task<ReadStory?> Find(NewsroomDb db, long number, CancellationToken stop) => find(db, number, clock.GetUtcNow(), stop);

    /// <summary>The newest others of its section.</summary>
    public Task<List<RelatedStory>> Beside(NewsroomDb db, ReadStory story, CancellationToken stop) => All(related(db, story.SectionId, story.Number, clock.GetUtcNow()), stop);

    public Task<List<StoryKey>> Newest(NewsroomDb db, int most, CancellationToken stop) => All(newest(db, clock.GetUtcNow(), most), stop);

    public Task<List<StoryKey>> NewestOf(NewsroomDb db, int section, int most, CancellationToken stop) => All(newestOf(db, section, clock.GetUtcNow(), most), stop);

    public Task<List<StoryKey>> EarlierOf(NewsroomDb db, int section, ListKey than, int most, CancellationToken stop) =>
        All(earlierOf(db, section, than.At, than.Number, clock.GetUtcNow(), most), stop);

    /// <summary>The top of the paper, as the desk ordered it.</summary>
    public Task<List<RankedStory>> OnFrontPage(NewsroomDb db, int most, CancellationToken stop) => All(onFrontPage(db, clock.GetUtcNow(), most), stop);

    /// <summary>What a page shows of these stories: in one query, whatever lists they stand in.</summary>
    public Task<Dictionary<long, StoryCard>> Cards(NewsroomDb db, IEnumerable<long> numbers, CancellationToken stop)
    {
        // As one parameter: a list of parameters would make another statement for each length.
        var all = numbers.ToArray();
        var cards =
            from story in db.Stories
            where EF.Parameter(all).Contains(story.Number) && story.State == StoryState.Published
            join revision in db.Revisions on new { Story = story.Number, Number = story.PublishedRevision } equals new { Story = revision.StoryNumber, Number = (int?)revision.Number }
            join picture in db.Pictures on revision.Text.PictureNumber equals picture.Number into pictures
            from picture in pictures.DefaultIfEmpty()
            select new StoryCard
            {
                Number = story.Number,
                Kind = revision.Text.Kind,
                Section = story.Section!.Slug,
                Slug = story.Slug,
                PublishedAt = story.PublishedAt!.Value,
                UpdatedAt = story.UpdatedAt,
                Headline = revision.Text.Headline,
                Standfirst = revision.Text.Standfirst,
                Byline = revision.Text.Byline,
                CreditLine = revision.Text.CreditLine,
                Language = story.Language,
                Hung = picture == null ? null : new ShownPicture(picture.Number, picture.RenditionKey, picture.Cut, picture.Width, picture.Height, picture.Tone, picture.Caption, picture.Credit, picture.Alt),
            };
        return cards.ToDictionaryAsync(card => card.Number, stop);
    }

    /// <summary>The stories under a topic, writer or storyline, newest first.</summary>
    public Task<List<StoryKey>> UnderSubject(NewsroomDb db, int subject, ListKey? after, int most, CancellationToken stop) => (
        from filed in After(db.Filed.Where(filed => filed.SubjectId == subject), after)
        join story in db.Stories.ReadersMaySee(clock.GetUtcNow()) on filed.StoryNumber equals story.Number
        orderby filed.PublishedAt descending, filed.StoryNumber descending
        select new StoryKey(story.Number, story.SectionId)).Take(most).ToListAsync(stop);

    /// <summary>What happened last on a storyline, newest first.</summary>
    public Task<List<RelatedStory>> OnStoryline(NewsroomDb db, int storyline, int most, CancellationToken stop) => (
        from filed in db.Filed
        where filed.SubjectId == storyline
        join story in db.Stories.ReadersMaySee(clock.GetUtcNow()) on filed.StoryNumber equals story.Number
        join revision in db.Revisions on new { Story = story.Number, Number = story.PublishedRevision } equals new { Story = revision.StoryNumber, Number = (int?)revision.Number }
        orderby filed.PublishedAt descending, filed.StoryNumber descending
        select new RelatedStory(story.Number, story.Section!.Slug, story.Slug, revision.Text.Headline, story.Language, story.PublishedAt!.Value, story.UpdatedAt)).Take(most).ToListAsync(stop);

    static IQueryable<Filed> After(IQueryable<Filed> filed, ListKey? after) => after is not { } from ? filed
        : filed.Where(one => one.PublishedAt <= from.At && (one.PublishedAt < from.At || one.StoryNumber < from.Number));

    /// <summary>When the next published story that still waits for its time may appear.</summary>
    public Task<DateTimeOffset?> NextEmbargoEnds(NewsroomDb db, CancellationToken stop) => nextEmbargoEnds(db, clock.GetUtcNow(), stop);

    static async Task<List<T>> All<T>(IAsyncEnumerable<T> rows, CancellationToken stop)
    {
        var all = new List<T>();
        await foreach (var row in rows.WithCancellation(stop)) all.Add(row);
        return all;
    }
}
