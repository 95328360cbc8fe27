using Broadsheet.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Stories.Reading;

/// <summary>A picture as it stands beside a text.</summary>
public sealed record ShownPicture(string File, int Width, int Height, string Caption, string Credit, string Alt);

/// <summary>A story as the front page and lists show it.</summary>
public sealed record StoryCard
{
    public required long Number { get; init; }
    public required StoryKind Kind { get; init; }
    public required int SectionId { get; init; }
    public required string Section { get; init; }
    public required string Slug { get; init; }
    public required DateTimeOffset PublishedAt { get; init; }
    public DateTimeOffset? UpdatedAt { get; init; }
    public required string Headline { get; init; }
    public required string Standfirst { get; init; }
    public required string Byline { get; init; }
    public required string CreditLine { get; init; }
    public ShownPicture? Picture { get; init; }

    public string Address => StoryAddress.Of(Section, Slug, Number);

    /// <summary>Who wrote it, or else the agency.</summary>
    public string By => Byline.Length > 0 ? Byline : CreditLine;
    public DateTimeOffset ChangedAt => UpdatedAt ?? PublishedAt;
}

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
    public DateTimeOffset? WithdrawnAt { get; init; }
    public string? WithdrawnReason { get; init; }
    public DateTimeOffset? EmbargoedUntil { get; init; }
    public required StoryText Text { get; init; }
    public ShownPicture? Picture { get; init; }

    /// <summary>When the next published story that still waits for its time may appear.</summary>
    public DateTimeOffset? NextEmbargoEnds { get; init; }

    public string Address => StoryAddress.Of(Section, Slug, Number);
}

/// <summary>A link to a story beside another.</summary>
public sealed record RelatedStory(long Number, string Section, string Slug, string Headline, DateTimeOffset PublishedAt, DateTimeOffset? UpdatedAt)
{
    public string Address => StoryAddress.Of(Section, Slug, Number);
}

/// <summary>
/// What readers may read: published, and not before its time. The two queries behind a story's page are compiled once, for
/// they run each time a page is not on hand.
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
            Kind = story.Kind,
            SectionId = story.SectionId,
            Section = story.Section!.Slug,
            SectionName = story.Section.Name,
            Slug = story.Slug,
            PublishedAt = story.PublishedAt!.Value,
            UpdatedAt = story.UpdatedAt,
            WithdrawnAt = story.WithdrawnAt,
            WithdrawnReason = story.WithdrawnReason,
            EmbargoedUntil = story.EmbargoedUntil,
            Text = revision.Text,
            Picture = picture == null ? null : new ShownPicture(picture.File, picture.Width, picture.Height, picture.Caption, picture.Credit, picture.Alt),
            NextEmbargoEnds = db.Stories.Where(waiting => waiting.EmbargoedUntil > now && waiting.State == StoryState.Published).Min(waiting => waiting.EmbargoedUntil),
        }).FirstOrDefault());

    readonly Func<NewsroomDb, int, long, DateTimeOffset, IAsyncEnumerable<RelatedStory>> related = EF.CompileAsyncQuery((NewsroomDb db, int section, long number, DateTimeOffset now) => (
        from story in db.Stories
        where story.SectionId == section && story.State == StoryState.Published && story.Number != number && (story.EmbargoedUntil == null || story.EmbargoedUntil <= now)
        join revision in db.Revisions on new { Story = story.Number, Number = story.PublishedRevision } equals new { Story = revision.StoryNumber, Number = (int?)revision.Number }
        orderby story.PublishedAt descending, story.Number descending
        select new RelatedStory(story.Number, story.Section!.Slug, story.Slug, revision.Text.Headline, story.PublishedAt!.Value, story.UpdatedAt))
        .Take(MostRelated));

    /// <summary>The story as it was published last, also one that was withdrawn; null where readers may not know of it.</summary>
    public Task<ReadStory?> Find(NewsroomDb db, long number, CancellationToken stop) => find(db, number, clock.GetUtcNow(), stop);

    /// <summary>The newest others of its section.</summary>
    public async Task<IReadOnlyList<RelatedStory>> Beside(NewsroomDb db, ReadStory story, CancellationToken stop)
    {
        var found = new List<RelatedStory>(MostRelated);
        await foreach (var other in related(db, story.SectionId, story.Number, clock.GetUtcNow()).WithCancellation(stop)) found.Add(other);
        return found;
    }

    public Task<List<StoryCard>> Newest(NewsroomDb db, int most, CancellationToken stop) => NewestFirst(Cards(db, Open(db))).Take(most).ToListAsync(stop);

    public Task<List<StoryCard>> NewestOf(NewsroomDb db, int section, int most, CancellationToken stop) =>
        NewestFirst(Cards(db, Open(db).Where(story => story.SectionId == section))).Take(most).ToListAsync(stop);

    public Task<List<StoryCard>> NewestOf(NewsroomDb db, int section, DateTimeOffset before, long number, int most, CancellationToken stop) =>
        NewestFirst(Cards(db, Open(db).Where(story => story.SectionId == section && story.PublishedAt <= before && (story.PublishedAt < before || story.Number < number))))
            .Take(most).ToListAsync(stop);

    /// <summary>The top of the paper, as the desk ordered it.</summary>
    public async Task<IReadOnlyList<(StoryCard Story, int Rank)>> OnFrontPage(NewsroomDb db, int most, CancellationToken stop)
    {
        var places = await db.FrontPlaces.OrderBy(place => place.Rank).ThenBy(place => place.Order).Select(place => new { place.StoryNumber, place.Rank }).Take(most).ToListAsync(stop);
        if (places.Count == 0) return [];
        var numbers = places.Select(place => place.StoryNumber).ToList();
        var stories = await Cards(db, Open(db).Where(story => numbers.Contains(story.Number))).ToDictionaryAsync(story => story.Number, stop);
        return [.. places.Where(place => stories.ContainsKey(place.StoryNumber)).Select(place => (stories[place.StoryNumber], place.Rank))];
    }

    /// <summary>When the next published story that still waits for its time may appear.</summary>
    public Task<DateTimeOffset?> NextEmbargoEnds(NewsroomDb db, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        return db.Stories.Where(waiting => waiting.EmbargoedUntil > now && waiting.State == StoryState.Published).MinAsync(waiting => waiting.EmbargoedUntil, stop);
    }

    IQueryable<Story> Open(NewsroomDb db)
    {
        var now = clock.GetUtcNow();
        return db.Stories.Where(story => story.State == StoryState.Published && (story.EmbargoedUntil == null || story.EmbargoedUntil <= now));
    }

    static IQueryable<StoryCard> NewestFirst(IQueryable<StoryCard> stories) => stories.OrderByDescending(story => story.PublishedAt).ThenByDescending(story => story.Number);

    static IQueryable<StoryCard> Cards(NewsroomDb db, IQueryable<Story> stories) =>
        from story in stories
        join revision in db.Revisions on new { Story = story.Number, Number = story.PublishedRevision } equals new { Story = revision.StoryNumber, Number = (int?)revision.Number }
        join picture in db.Pictures on revision.Text.PictureNumber equals picture.Number into pictures
        from picture in pictures.DefaultIfEmpty()
        select new StoryCard
        {
            Number = story.Number,
            Kind = story.Kind,
            SectionId = story.SectionId,
            Section = story.Section!.Slug,
            Slug = story.Slug,
            PublishedAt = story.PublishedAt!.Value,
            UpdatedAt = story.UpdatedAt,
            Headline = revision.Text.Headline,
            Standfirst = revision.Text.Standfirst,
            Byline = revision.Text.Byline,
            CreditLine = revision.Text.CreditLine,
            Picture = picture == null ? null : new ShownPicture(picture.File, picture.Width, picture.Height, picture.Caption, picture.Credit, picture.Alt),
        };
}
