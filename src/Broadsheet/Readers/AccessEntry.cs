using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Broadsheet.Readers;

/// <summary>That somebody's place at the desk changed, and who did it. Names as they were then: it outlasts the accounts.</summary>
public sealed class AccessEntry
{
    public long Id { get; private set; }
    public required Guid ReaderId { get; init; }
    public required string Handle { get; init; }

    /// <summary>Null: the account was made with it.</summary>
    public Role? Before { get; init; }
    public required Role After { get; init; }

    /// <summary>The administrator's handle; null for the command line.</summary>
    public string? By { get; init; }
    public required DateTimeOffset At { get; init; }
}

sealed class AccessEntryConfiguration : IEntityTypeConfiguration<AccessEntry>
{
    public void Configure(EntityTypeBuilder<AccessEntry> builder)
    {
        builder.ToTable("AccessEntries");
        builder.Property(entry => entry.Handle).HasMaxLength(40);
        builder.Property(entry => entry.By).HasMaxLength(40);
    }
}
