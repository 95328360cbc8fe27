using Broadsheet.Desk.Publishing;
using Broadsheet.Kit;
using Broadsheet.Media;
using Broadsheet.Storage;
using Broadsheet.Stories;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Desk.Pictures;

/// <summary>A picture in the library's list.</summary>
public sealed record PictureLine(ShownPicture Shown, DateTimeOffset AddedAt, string? Problem)
{
    /// <summary>What the agency it came from forbids.</summary>
    public Refusal? Held { get; init; }

    public ListKey Key => new(AddedAt, Shown.Number);
}

/// <summary>A page of the library.</summary>
public sealed record PictureLines(IReadOnlyList<PictureLine> Pictures, ListKey? Before, ListKey? Older, string Search);

/// <summary>A picture as the desk sees it.</summary>
public sealed record PictureFacts(ShownPicture Shown, string File, string MediaType, string UsageTerms, int FocusX, int FocusY, DateTimeOffset AddedAt, string? Problem)
{
    /// <inheritdoc cref="PictureLine.Held"/>
    public Refusal? Held { get; init; }

    public PictureWords Words => new(Shown.Caption, Shown.Credit, Shown.Alt, UsageTerms);
}

/// <summary>A story that shows a picture, or will, or did in a revision that is neither its newest nor what readers see; whether they see it there now.</summary>
public sealed record PictureUse(long Story, string Slugline, StoryState State, bool IsEarlier, bool IsSeen);

/// <summary>Reads the library for the desk's pages.</summary>
sealed class PictureReading(NewsroomDb db, TimeProvider clock)
{
    const int AtOnce = 24, MostUses = 20, MostRead = 200, LongestSearch = 100;

    /// <summary>The newest first; of those only in which all that was searched for stands.</summary>
    public async Task<PictureLines> List(string? search, ListKey? before, CancellationToken stop)
    {
        var sought = WholeCharacters.Fit(TypedText.Line(search), LongestSearch);
        var pictures = db.Pictures.WithWords(db, sought);
        // The first condition is there for the index: it is where the list begins.
        if (before is { At: var time, Number: var number }) pictures = pictures.Where(picture => picture.AddedAt <= time && (picture.AddedAt < time || picture.Number < number));
        var rows = await pictures.OrderByDescending(picture => picture.AddedAt).ThenByDescending(picture => picture.Number).Take(AtOnce + 1)
            .Select(picture => new PictureLine(
                new ShownPicture(picture.Number, picture.RenditionKey, picture.Cut, picture.Width, picture.Height, picture.Tone, picture.Caption, picture.Credit, picture.Alt), picture.AddedAt, picture.Problem))
            .ToListAsync(stop);
        var held = await Publishing.Publishing.PicturesHeldBack(db, [.. rows.Select(line => line.Shown.Number)], clock.GetUtcNow(), stop);
        var shown = rows.Take(AtOnce).Select(line => line with { Held = held.GetValueOrDefault(line.Shown.Number) }).ToList();
        return new PictureLines(shown, before, rows.Count > AtOnce ? shown[^1].Key : null, sought);
    }

    public async Task<PictureFacts?> Facts(long number, CancellationToken stop) => await Find(number, stop) is { } facts
        ? facts with { Held = await Publishing.Publishing.PictureHeldBack(db, number, clock.GetUtcNow(), stop) } : null;

    Task<PictureFacts?> Find(long number, CancellationToken stop) => db.Pictures.Where(picture => picture.Number == number).Select(picture => new PictureFacts(
        new ShownPicture(picture.Number, picture.RenditionKey, picture.Cut, picture.Width, picture.Height, picture.Tone, picture.Caption, picture.Credit, picture.Alt),
        picture.File, picture.MediaType, picture.UsageTerms, picture.FocusX, picture.FocusY, picture.AddedAt, picture.Problem)).SingleOrDefaultAsync(stop);

    /// <summary>The stories in whose newest or published text it hangs, then those that had it earlier.</summary>
    public async Task<List<PictureUse>> Uses(long number, CancellationToken stop)
    {
        var uses = await (
            from revision in db.Revisions
            where revision.Text.PictureNumber == number
            join story in db.Stories on revision.StoryNumber equals story.Number
            select new PictureUse(story.Number, story.Slugline, story.State, revision.Number != story.LastRevision && revision.Number != story.PublishedRevision,
                story.State == StoryState.Published && revision.Number == story.PublishedRevision)).Distinct().Take(MostRead).ToListAsync(stop);
        return [.. uses.OrderBy(use => use.IsEarlier).ThenByDescending(use => use.Story).ThenByDescending(use => use.IsSeen).DistinctBy(use => use.Story).Take(MostUses)];
    }
}
