using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Broadsheet.Stories.Mends;

/// <summary>A correction puts right what was wrong; a clarification adds what was missing.</summary>
public enum MendKind { Correction, Clarification }

/// <summary>What was mended in a published story, in public: on the story, and among all corrections.</summary>
public sealed class Mend
{
    public long Id { get; private set; }
    public required long StoryNumber { get; init; }
    public Story? Story { get; private set; }
    public required MendKind Kind { get; init; }

    /// <summary>What readers are told, as plain text.</summary>
    public required string Text { get; init; }
    public required DateTimeOffset At { get; init; }
    public Guid? By { get; init; }
}

sealed class MendConfiguration : IEntityTypeConfiguration<Mend>
{
    public void Configure(EntityTypeBuilder<Mend> builder)
    {
        builder.ToTable("Mends");
        builder.HasOne(mend => mend.Story).WithMany().HasForeignKey(mend => mend.StoryNumber).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(mend => new { mend.StoryNumber, mend.At });
        builder.HasIndex(mend => new { mend.At, mend.Id }).IsDescending(true, true);
    }
}
