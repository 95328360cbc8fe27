using Broadsheet.Storage.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Broadsheet.Edition;

/// <summary>The paper itself: one row.</summary>
public sealed class Paper
{
    public int Id { get; init; } = 1;
    public required string Name { get; set; }

    /// <summary>Stands beside the date: "Merrin edition".</summary>
    public string? Label { get; set; }

    /// <summary>A sentence beside the nameplate.</summary>
    public string? Tagline { get; set; }

    /// <summary>BCP 47: en, de.</summary>
    public required string Language { get; set; }

    /// <summary>IANA: Europe/London.</summary>
    public required string Zone { get; set; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; set; }

    /// <summary>The public address as the desk says it; a setting of the machine goes before it.</summary>
    public Uri? Address { get; set; }

    /// <summary>Nobody has yet said what it is called: the desk asks for that first.</summary>
    public bool IsUnfinished { get; set; }
}

/// <summary>A fixed part of the paper.</summary>
public sealed class Section
{
    public int Id { get; private set; }

    /// <summary>The first segment of its addresses; it cannot be one that is taken.</summary>
    /// <exception cref="ArgumentException">It is taken, or cannot stand in an address.</exception>
    public required string Slug
    {
        get;
        set => field = TakenSegments.Problem(value) is { } problem ? throw new ArgumentException(problem, nameof(value)) : value;
    }

    public required string Name { get; set; }
    public int Order { get; set; }
}

public sealed record EditionChanged : IEvent
{
    public static string Name => "edition.changed/1";
}

sealed class PaperConfiguration : IEntityTypeConfiguration<Paper>
{
    public void Configure(EntityTypeBuilder<Paper> builder)
    {
        builder.ToTable("Papers");
        builder.Property(paper => paper.Id).ValueGeneratedNever();
        builder.Property(paper => paper.Name).HasMaxLength(80);
        builder.Property(paper => paper.Address).HasMaxLength(300);
    }
}

sealed class SectionConfiguration : IEntityTypeConfiguration<Section>
{
    public void Configure(EntityTypeBuilder<Section> builder)
    {
        builder.ToTable("Sections");
        builder.Property(section => section.Slug).HasMaxLength(60);
        builder.HasIndex(section => section.Slug).IsUnique();
    }
}
