using Broadsheet.Storage.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Broadsheet.Stories.Texts;

/// <summary>A text that stands for long and is no story: what the paper is, how to reach it, what it knows of its readers.</summary>
public sealed class KeptText
{
    /// <summary>Their names are their addresses, in the order of the footer.</summary>
    public static readonly IReadOnlyList<string> Names = ["about", "contact", "privacy"];

    public required string Name { get; init; }

    /// <summary>Sanitised HTML of the small subset; empty: not written yet.</summary>
    public required string BodyHtml { get; set; }
    public required DateTimeOffset ChangedAt { get; set; }
    public Guid? ChangedBy { get; set; }
}

public sealed record TextKept(string TextName) : IEvent
{
    public static string Name => "text.kept/1";
}

sealed class KeptTextConfiguration : IEntityTypeConfiguration<KeptText>
{
    public void Configure(EntityTypeBuilder<KeptText> builder)
    {
        builder.ToTable("KeptTexts").HasKey(text => text.Name);
        builder.Property(text => text.Name).HasMaxLength(24);
    }
}
