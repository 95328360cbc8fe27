using Broadsheet.NewsFormats;
using Broadsheet.Storage.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Broadsheet.Wire;

/// <summary>A configured place that wire items come from. The agency, who is credited, stands in the item.</summary>
public sealed class Source
{
    public int Id { get; private set; }
    public required string Name { get; set; }

    /// <summary>The folder that is watched; its <c>done</c> and <c>failed</c> lie inside. Null: items are only handed in.</summary>
    public string? Folder { get; set; }

    /// <summary>The zone in which times without one are read.</summary>
    public required string Zone { get; set; }
    public DateTimeOffset? LastSuccessAt { get; set; }
    public DateTimeOffset? LastErrorAt { get; set; }
    public string? LastError { get; set; }
}

/// <summary>One item as an agency sent it, in one version. Never changed.</summary>
public sealed class WireItem
{
    public required Guid Id { get; init; }
    public required int SourceId { get; init; }
    public Source? Source { get; private set; }
    public required string Guid { get; init; }

    /// <summary>Compared as a number. Of an item without one, a counter of ours.</summary>
    public required long Version { get; init; }
    public required string ContentHash { get; init; }
    public required string Format { get; init; }
    public required DateTimeOffset ArrivedAt { get; init; }

    /// <summary>All that was read of it, as a news item of the library, in JSON.</summary>
    public required string Content { get; init; }

    /// <summary>The item as it was read.</summary>
    public NewsItem Read() => WireContent.Read(Content);
}

/// <summary>The line in the inbox: an agency's item over all its versions, and what the desk did with it.</summary>
public sealed class InboxLine
{
    public long Id { get; private set; }
    public required int SourceId { get; init; }
    public Source? Source { get; private set; }
    public required string Guid { get; init; }

    /// <summary>The highest version so far.</summary>
    public required Guid ItemId { get; set; }
    public WireItem? Item { get; private set; }
    public required long Version { get; set; }

    /// <summary>How many versions arrived.</summary>
    public required int Versions { get; set; }

    /// <summary>When the highest version arrived: the inbox shows the newest first.</summary>
    public required DateTimeOffset ArrivedAt { get; set; }

    // What a line shows and is chosen by, of the highest version, so that the list reads no item.
    public required string Headline { get; set; }
    public required string Slugline { get; set; }
    public required string Agency { get; set; }
    public required string Language { get; set; }
    public int? Urgency { get; set; }

    /// <summary>usable, withheld, canceled or unknown.</summary>
    public required string Status { get; set; }
    public bool IsCorrection { get; set; }
    public bool IsFlash { get; set; }

    /// <summary>text, picture, composite, planning and so on, as the agency says.</summary>
    public string Type { get; set; } = "text";

    /// <summary>False for planning, concept, knowledge and event items, pictures and packages: never offered as stories.</summary>
    public bool IsStory { get; set; }
    public DateTimeOffset? EmbargoedUntil { get; set; }

    /// <summary>The agency set an embargo and gave no end.</summary>
    public bool EmbargoedUntilLifted { get; set; }
    public int Words { get; set; }
    public int Pictures { get; set; }

    public DateTimeOffset? SeenAt { get; set; }
    public DateTimeOffset? TakenAt { get; set; }

    /// <summary>The number of the story that was made of it; the desk knows what that is.</summary>
    public long? TakenAs { get; set; }

    public bool IsEmbargoed(DateTimeOffset now) => EmbargoedUntilLifted || EmbargoedUntil > now;
}

/// <summary>Something a source sent that could not be taken, and why, in words for the desk.</summary>
public sealed class Refusal
{
    public long Id { get; private set; }
    public required int SourceId { get; init; }
    public Source? Source { get; private set; }
    public required string File { get; init; }
    public required string Reason { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>A new item, or a newer version of one, is on hand.</summary>
public sealed record WireItemArrived(long Line, Guid Item, int SourceId, long Version) : IEvent
{
    public static string Name => "wire.item-arrived/1";
}

/// <summary>A source sent something that was refused.</summary>
public sealed record WireItemRefused(int SourceId, string File) : IEvent
{
    public static string Name => "wire.item-refused/1";
}

sealed class SourceConfiguration : IEntityTypeConfiguration<Source>
{
    public void Configure(EntityTypeBuilder<Source> builder)
    {
        builder.ToTable("Sources");
        builder.Property(source => source.Name).HasMaxLength(80);
        builder.HasIndex(source => source.Name).IsUnique();
    }
}

sealed class WireItemConfiguration : IEntityTypeConfiguration<WireItem>
{
    public void Configure(EntityTypeBuilder<WireItem> builder)
    {
        builder.ToTable("WireItems");
        builder.HasOne(item => item.Source).WithMany().HasForeignKey(item => item.SourceId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(item => new { item.SourceId, item.Guid, item.Version }).IsUnique();
    }
}

sealed class InboxLineConfiguration : IEntityTypeConfiguration<InboxLine>
{
    public void Configure(EntityTypeBuilder<InboxLine> builder)
    {
        builder.ToTable("InboxLines");
        builder.HasOne(line => line.Source).WithMany().HasForeignKey(line => line.SourceId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(line => line.Item).WithMany().HasForeignKey(line => line.ItemId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(line => new { line.SourceId, line.Guid }).IsUnique();
        builder.HasIndex(line => line.Guid);
        builder.HasIndex(line => new { line.ArrivedAt, line.Id }).IsDescending(true, true);
    }
}

sealed class RefusalConfiguration : IEntityTypeConfiguration<Refusal>
{
    public void Configure(EntityTypeBuilder<Refusal> builder)
    {
        builder.ToTable("Refusals");
        builder.HasOne(refusal => refusal.Source).WithMany().HasForeignKey(refusal => refusal.SourceId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(refusal => new { refusal.At, refusal.Id }).IsDescending(true, true);
    }
}
