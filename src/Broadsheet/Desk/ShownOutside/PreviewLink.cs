using Broadsheet.Stories;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Broadsheet.Desk.ShownOutside;

/// <summary>A link by which somebody without an account reads a story before it is out. Only the hash of its token is kept.</summary>
public sealed class PreviewLink
{
    public long Id { get; private set; }
    public required long StoryNumber { get; init; }
    public required string TokenHash { get; init; }

    /// <summary>Whom it is for, as the desk calls them.</summary>
    public required string For { get; init; }
    public required Guid MadeBy { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>It shows the text also while an embargo holds: whoever made it said so.</summary>
    public required bool ShowsEmbargoed { get; init; }
}

sealed class PreviewLinkConfiguration : IEntityTypeConfiguration<PreviewLink>
{
    public void Configure(EntityTypeBuilder<PreviewLink> builder)
    {
        builder.ToTable("PreviewLinks");
        builder.Property(link => link.For).HasMaxLength(Lengths.For);
        builder.HasOne<Story>().WithMany().HasForeignKey(link => link.StoryNumber).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(link => link.TokenHash).IsUnique();
        builder.HasIndex(link => link.ExpiresAt);
    }
}
