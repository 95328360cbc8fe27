using Broadsheet.Kit;
using Broadsheet.Storage;
using Broadsheet.Wire;

namespace Broadsheet.Desk.Inbox;

/// <summary>What a line of the inbox shows.</summary>
public sealed record WireLine
{
    public required long Id { get; init; }
    public required DateTimeOffset ArrivedAt { get; init; }
    public required int? Urgency { get; init; }
    public required string Headline { get; init; }
    public required string Slugline { get; init; }
    public required string Agency { get; init; }
    public required string Language { get; init; }
    public required string Status { get; init; }
    public required string Type { get; init; }
    public required bool IsCorrection { get; init; }
    public required bool IsFlash { get; init; }
    public required bool IsStory { get; init; }
    public required DateTimeOffset? EmbargoedUntil { get; init; }
    public required bool EmbargoedUntilLifted { get; init; }
    public required int Words { get; init; }
    public required int Pictures { get; init; }
    public required int Versions { get; init; }
    public required bool Seen { get; init; }
    public required long? TakenAs { get; init; }
    public required string? TakenBy { get; init; }
    public required string? TakenSlugline { get; init; }

    public bool IsKilled => Status == WireStatus.Canceled;

    public ListKey Key => new(ArrivedAt, Id);

    public bool IsEmbargoed(DateTimeOffset now) => EmbargoedUntilLifted || EmbargoedUntil > now;

    public static IQueryable<WireLine> Of(NewsroomDb db, IQueryable<InboxLine> lines) =>
        from line in lines
        select new WireLine
        {
            Id = line.Id,
            ArrivedAt = line.ArrivedAt,
            Urgency = line.Urgency,
            Headline = line.Headline,
            Slugline = line.Slugline,
            Agency = line.Agency,
            Language = line.Language,
            Status = line.Status,
            Type = line.Type,
            IsCorrection = line.IsCorrection,
            IsFlash = line.IsFlash,
            IsStory = line.IsStory,
            EmbargoedUntil = line.EmbargoedUntil,
            EmbargoedUntilLifted = line.EmbargoedUntilLifted,
            Words = line.Words,
            Pictures = line.Pictures,
            Versions = line.Versions,
            Seen = line.SeenAt != null,
            TakenAs = line.TakenAs,
            TakenBy = (from revision in db.Revisions
                       where revision.StoryNumber == line.TakenAs && revision.Number == 1
                       join reader in db.Readers on revision.SavedBy equals reader.Id
                       select reader.Handle).FirstOrDefault(),
            TakenSlugline = db.Stories.Where(story => story.Number == line.TakenAs).Select(story => story.Slugline).FirstOrDefault(),
        };
}
