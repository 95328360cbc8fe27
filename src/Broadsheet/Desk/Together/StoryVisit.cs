using Broadsheet.Storage.Outbox;
using Broadsheet.Stories;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Broadsheet.Desk.Together;

/// <summary>An editor's page that is open on a story. In the database, for they may be open on several nodes.</summary>
public sealed class StoryVisit
{
    public required Guid Id { get; init; }
    public required long StoryNumber { get; init; }
    public required Guid EditorId { get; init; }

    /// <summary>Renewed while the page is open: what a node that died has left behind counts no more after a while.</summary>
    public required DateTimeOffset SeenAt { get; set; }
}

/// <summary>Somebody came to a story's editor, or went.</summary>
public sealed record VisitsChanged(long Story) : IEvent
{
    public static string Name => "story.visits-changed/1";
}

sealed class StoryVisitConfiguration : IEntityTypeConfiguration<StoryVisit>
{
    public void Configure(EntityTypeBuilder<StoryVisit> builder)
    {
        builder.ToTable("StoryVisits");
        builder.Property(visit => visit.Id).ValueGeneratedNever();
        builder.HasOne<Story>().WithMany().HasForeignKey(visit => visit.StoryNumber).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(visit => visit.SeenAt);
    }
}
