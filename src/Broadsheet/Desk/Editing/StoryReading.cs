using Broadsheet.Desk.Agency;
using Broadsheet.Desk.Schedule;
using Broadsheet.Kit;
using Broadsheet.Media;
using Broadsheet.Storage;
using Broadsheet.Stories;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Desk.Editing;

/// <summary>A story as the desk sees it.</summary>
public sealed record StoryFacts(
    long Number, StoryState State, string Slugline, string Slug, int SectionId, int LastRevision, int? PublishedRevision, DateTimeOffset? PublishedAt,
    DateTimeOffset? EmbargoedUntil, DateTimeOffset? WithdrawnAt, string? WithdrawnReason, Guid? WireItemId, string PaperLanguage);

/// <summary>A revision with who saved it; nobody where the command line did.</summary>
public sealed record RevisionFacts(int Number, StoryText Text, int Words, DateTimeOffset SavedAt, string? SavedBy, ShownPicture? Picture);

/// <summary>A revision in a list.</summary>
public sealed record RevisionLine(int Number, string Headline, int Words, DateTimeOffset SavedAt, string? SavedBy);

/// <summary>What an editor typed and did not save.</summary>
public sealed record KeptCopy(StoryEdit Edit, DateTimeOffset KeptAt);

/// <summary>A line in the list of stories.</summary>
public sealed record StoryLine(long Number, StoryState State, string Slugline, string Headline, int SectionId, int LastRevision, int? PublishedRevision, DateTimeOffset ChangedAt, int Words, AgencyMark? Agency)
{
    public ListKey Key => new(ChangedAt, Number);
    public bool IsAhead => State == StoryState.Published && PublishedRevision < LastRevision;
}

/// <summary>What the agency says by now of the item a story in the list was made of.</summary>
public sealed record AgencyMark(string Status, bool IsNewer, bool IsCorrection);

public sealed record StoryLines(IReadOnlyList<StoryLine> Stories, ListKey? Older, IReadOnlyList<AgencyAlarm> Alarms, IReadOnlyList<PlannedStory> Missed);

/// <summary>Reads stories for the desk's pages.</summary>
sealed class StoryReading(NewsroomDb db, TimeProvider clock)
{
    const int AtOnce = 50;

    public Task<StoryFacts?> Facts(long number, CancellationToken stop) => db.Stories.Where(story => story.Number == number).Select(story => new StoryFacts(
        story.Number, story.State, story.Slugline, story.Slug, story.SectionId, story.LastRevision, story.PublishedRevision, story.PublishedAt,
        story.EmbargoedUntil, story.WithdrawnAt, story.WithdrawnReason, story.WireItemId, story.PaperLanguage)).SingleOrDefaultAsync(stop);

    public Task<RevisionFacts?> Revision(long story, int number, CancellationToken stop) =>
        (from revision in db.Revisions
         where revision.StoryNumber == story && revision.Number == number
         join picture in db.Pictures on revision.Text.PictureNumber equals picture.Number into pictures
         from picture in pictures.DefaultIfEmpty()
         select new RevisionFacts(revision.Number, revision.Text, revision.Words, revision.SavedAt,
             db.Readers.Where(reader => reader.Id == revision.SavedBy).Select(reader => reader.Handle).FirstOrDefault(),
             picture == null ? null : new ShownPicture(picture.Number, picture.RenditionKey, picture.Cut, picture.Width, picture.Height, picture.Tone, picture.Caption, picture.Credit, picture.Alt)))
        .SingleOrDefaultAsync(stop);

    /// <summary>What the agency says by now; null for a story that was not made of an item.</summary>
    public Task<AgencyNews?> Agency(long story, CancellationToken stop) => db.AgencyNewsOf(story, stop);

    public Task<Publishing.Refusal?> PictureHeldBack(long? picture, CancellationToken stop) => Publishing.Publishing.PictureHeldBack(db, picture, clock.GetUtcNow(), stop);

    /// <summary>Whether it goes out by itself, or should have.</summary>
    public Task<PlannedStory?> Planned(long story, CancellationToken stop) => db.PlannedOf(story, stop);

    public Task<List<RevisionLine>> History(long story, int? before, CancellationToken stop) =>
        db.Revisions.Where(revision => revision.StoryNumber == story && (before == null || revision.Number < before))
            .OrderByDescending(revision => revision.Number).Take(AtOnce + 1)
            .Select(revision => new RevisionLine(revision.Number, revision.Text.Headline, revision.Words, revision.SavedAt,
                db.Readers.Where(reader => reader.Id == revision.SavedBy).Select(reader => reader.Handle).FirstOrDefault()))
            .ToListAsync(stop);

    /// <summary>Which of a story's last revisions that editor saved.</summary>
    public async Task<IReadOnlyList<int>> SavedBy(long story, Guid editor, CancellationToken stop) =>
        await db.Revisions.Where(revision => revision.StoryNumber == story && revision.SavedBy == editor).OrderByDescending(revision => revision.Number)
            .Select(revision => revision.Number).Take(AtOnce).ToListAsync(stop);

    /// <summary>What that editor typed and did not save, the newest first.</summary>
    public async Task<IReadOnlyList<KeptCopy>> Kept(long story, Guid editor, CancellationToken stop)
    {
        var copies = await db.WorkingCopies.Where(copy => copy.StoryNumber == story && copy.EditorId == editor).OrderByDescending(copy => copy.KeptAt).Take(10).ToListAsync(stop);
        return [.. copies.Select(copy => new KeptCopy(new StoryEdit(copy.Text, copy.Slugline, copy.BasedOn), copy.KeptAt))];
    }

    public async Task<StoryLines> List(StoryState? state, ListKey? before, CancellationToken stop)
    {
        var stories = db.Stories.AsQueryable();
        if (state is not null) stories = stories.Where(story => story.State == state);
        if (before is { At: var time, Number: var id }) stories = stories.Where(story => story.ChangedAt <= time && (story.ChangedAt < time || story.Number < id));
        var rows = await (from story in stories.OrderByDescending(story => story.ChangedAt).ThenByDescending(story => story.Number).Take(AtOnce + 1)
                          join revision in db.Revisions on new { StoryNumber = story.Number, Number = story.LastRevision } equals new { revision.StoryNumber, revision.Number }
                          join line in db.InboxLines on (long?)story.Number equals line.TakenAs into lines
                          from line in lines.DefaultIfEmpty()
                          orderby story.ChangedAt descending, story.Number descending
                          select new StoryLine(story.Number, story.State, story.Slugline, revision.Text.Headline, story.SectionId, story.LastRevision, story.PublishedRevision, story.ChangedAt, revision.Words,
                              line == null ? null : new AgencyMark(line.Status, line.ItemId != story.WireItemId, line.IsCorrection))).ToListAsync(stop);
        var shown = rows.Take(AtOnce).ToList();
        return new StoryLines(shown, rows.Count > AtOnce ? shown[^1].Key : null, await db.AgencyAlarms(clock.GetUtcNow(), stop), await db.ScheduleAlarms(clock.GetUtcNow(), stop));
    }
}
