using Broadsheet.Media;
using Broadsheet.Storage;
using Broadsheet.Stories;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Cli.Export;

sealed record ExportedPicture(string File, string Caption, string Credit, string Alt);

sealed record ExportedRevision(int Number, DateTimeOffset SavedAt, StoryText Text);

/// <summary>A story with all that was ever saved of it.</summary>
sealed record ExportedStory
{
    public required long Number { get; init; }
    public required string State { get; init; }
    public required string Section { get; init; }
    public required string Address { get; init; }
    public required string Slugline { get; init; }
    public DateTimeOffset? PublishedAt { get; init; }
    public DateTimeOffset? UpdatedAt { get; init; }
    public DateTimeOffset? WithdrawnAt { get; init; }
    public string? WithdrawnReason { get; init; }
    public DateTimeOffset? EmbargoedUntil { get; init; }
    public ExportedPicture? Picture { get; init; }

    /// <summary>What readers read it in; of a draft, its own. Empty: the paper's.</summary>
    public string Language { get; init; } = "";
    public required int? PublishedRevision { get; init; }
    public required IReadOnlyList<ExportedRevision> Revisions { get; init; }

    /// <summary>What readers see or saw last; of a draft, the newest.</summary>
    public ExportedRevision Shown => Revisions.FirstOrDefault(revision => revision.Number == PublishedRevision) ?? Revisions[^1];

    public string Kind => Shown.Text.Kind.ToString().ToLowerInvariant();

    /// <summary>Those with the highest numbers below that.</summary>
    public static async Task<IReadOnlyList<ExportedStory>> Before(NewsroomDb db, long number, int most, CancellationToken stop)
    {
        var stories = await db.Stories.AsNoTracking().Include(story => story.Section).Where(story => story.Number < number).OrderByDescending(story => story.Number).Take(most).ToListAsync(stop);
        var numbers = stories.Select(story => story.Number).ToList();
        var revisions = (await db.Revisions.AsNoTracking().Where(revision => numbers.Contains(revision.StoryNumber)).OrderBy(revision => revision.Number)
            .Select(revision => new { revision.StoryNumber, Revision = new ExportedRevision(revision.Number, revision.SavedAt, revision.Text) }).ToListAsync(stop)).ToLookup(revision => revision.StoryNumber, revision => revision.Revision);
        var named = revisions.SelectMany(story => story).Select(revision => revision.Text.PictureNumber).OfType<long>().Distinct().ToList();
        var pictures = await db.Pictures.AsNoTracking().Where(picture => named.Contains(picture.Number)).ToDictionaryAsync(picture => picture.Number, stop);
        return [.. stories.Where(story => revisions.Contains(story.Number)).Select(story => Of(story, [.. revisions[story.Number]], pictures))];
    }

    static ExportedStory Of(Story story, IReadOnlyList<ExportedRevision> revisions, Dictionary<long, Picture> pictures)
    {
        var exported = new ExportedStory
        {
            Number = story.Number,
            State = story.State.ToString().ToLowerInvariant(),
            Section = story.Section!.Name,
            Address = StoryAddress.Of(story.Section.Slug, story.Slug, story.Number),
            Slugline = story.Slugline,
            PublishedAt = story.PublishedAt,
            UpdatedAt = story.UpdatedAt,
            WithdrawnAt = story.WithdrawnAt,
            WithdrawnReason = story.WithdrawnReason,
            EmbargoedUntil = story.EmbargoedUntil,
            PublishedRevision = story.PublishedRevision,
            Revisions = revisions,
        };
        exported = exported with { Language = story.Language.Length > 0 ? story.Language : exported.Shown.Text.Language };
        return exported.Shown.Text.PictureNumber is { } number && pictures.TryGetValue(number, out var picture)
            ? exported with { Picture = new(picture.File, picture.Caption, picture.Credit, picture.Alt) }
            : exported;
    }
}
