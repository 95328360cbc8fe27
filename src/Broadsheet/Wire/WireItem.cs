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

    /// <summary>What went wrong last, as <see cref="SourceTrouble"/> writes it.</summary>
    public string? LastError { get; set; }

    /// <summary>Since when nothing is taken from it.</summary>
    public DateTimeOffset? PausedAt { get; set; }

    /// <summary>The address of the feed that is asked; null for a folder.</summary>
    public string? Feed { get; set; }

    /// <summary>How often the feed is asked while all is well.</summary>
    public int EverySeconds { get; set; } = 300;

    // What is known of the feed from the last time it was asked, so that a restart changes nothing.

    /// <summary>When it is asked next.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>How often in a row it failed.</summary>
    public int Failures { get; set; }
    public string? ETag { get; set; }
    public string? LastModified { get; set; }

    /// <summary>Of the last answer that was taken in, for those who send the same again and again.</summary>
    public string? AnswerHash { get; set; }

    /// <summary>Where the feed says it has moved for good.</summary>
    public string? MovedTo { get; set; }

    /// <summary>What is odd about what it sends, a line each, as <see cref="Oddity"/> writes them.</summary>
    public string Oddities { get; set; } = "";

    /// <summary>It is another feed from now on: nothing is known of it yet.</summary>
    public void Forget()
    {
        (ETag, LastModified, AnswerHash, MovedTo, Oddities, Failures) = (null, null, null, null, "", 0);
        (LastSuccessAt, LastErrorAt, LastError) = (null, null, null);
    }

    /// <summary>Whether what went wrong last went wrong after what last went well.</summary>
    public bool IsInTrouble => LastErrorAt is { } error && (LastSuccessAt is not { } success || error > success);
}

/// <summary>One item as an agency sent it, in one version. Never changed.</summary>
public sealed class WireItem
{
    public required Guid Id { get; init; }
    public required int SourceId { get; init; }
    public Source? Source { get; private set; }
    public required string Guid { get; init; }

    /// <summary>Compared as a number. Of an item without one, a counter of ours; of a kill without one, below zero.</summary>
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

    /// <summary>The agency's identifier, where it is not by itself what the item is known by.</summary>
    public string? SentGuid { get; init; }

    /// <summary>The address of a feed's item, by which it is found when the feed gives out identifiers anew.</summary>
    public string? Link { get; set; }

    /// <summary>The highest version so far, or a kill without a version, which stands above them.</summary>
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

    /// <summary>What it is found by (<see cref="InboxSearch"/>).</summary>
    public string SearchWords { get; set; } = "";
    public int Pictures { get; set; }

    public DateTimeOffset? SeenAt { get; set; }
    public DateTimeOffset? TakenAt { get; set; }

    /// <summary>The number of the story that was made of it; the desk knows what that is.</summary>
    public long? TakenAs { get; set; }

    /// <summary>A story was made of it or a picture taken: what the agency forbids from now on concerns the paper.</summary>
    public bool IsUsed { get; set; }

    /// <summary>It is not usable, or under an embargo that may have ended since.</summary>
    public bool MayForbid { get; set; }

    public bool IsEmbargoed(DateTimeOffset now) => EmbargoedUntilLifted || EmbargoedUntil > now;
}

/// <summary>An agency's word on whether an item may be published, as the inbox line has it. Only what is usable can be.</summary>
public static class WireStatus
{
    public const string Usable = "usable", Withheld = "withheld", Canceled = "canceled";
}

/// <summary>Something a source sent that could not be taken, and why, in words for the desk.</summary>
public sealed class Refusal
{
    public long Id { get; private set; }
    public required int SourceId { get; init; }
    public Source? Source { get; private set; }
    public required string File { get; init; }

    /// <summary>As <see cref="SourceTrouble"/> writes it.</summary>
    public required string Reason { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>A new item, or a newer version of one, is on hand.</summary>
/// <param name="Line">The line of the inbox.</param>
/// <param name="TakenAs">The story that was made of it, where there is one.</param>
/// <param name="IsUsed">A story was made of it or a picture taken.</param>
public sealed record WireItemArrived(long Line, Guid Item, int SourceId, long Version, long? TakenAs = null, bool IsUsed = false) : IEvent
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
        builder.Ignore(source => source.IsInTrouble);
        builder.HasIndex(source => source.DueAt);
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
        builder.Property(line => line.SearchWords).HasDefaultValue("");
        builder.HasIndex(line => new { line.SourceId, line.Guid }).IsUnique();
        builder.HasIndex(line => line.Guid);
        builder.HasIndex(line => line.SentGuid).HasFilter("sent_guid IS NOT NULL");
        builder.HasIndex(line => new { line.SourceId, line.Link }).HasFilter("link IS NOT NULL");
        // With the urgency, so that a filter by it passes over lines without reading them.
        builder.HasIndex(line => new { line.ArrivedAt, line.Id, line.Urgency }).IsDescending(true, true, false);
        builder.HasIndex(line => new { line.SourceId, line.ArrivedAt, line.Id }).IsDescending(false, true, true);
        builder.HasIndex(line => line.TakenAs).HasFilter("taken_as IS NOT NULL");
        builder.Property(line => line.IsUsed).HasDefaultValue(false);
        builder.Property(line => line.MayForbid).HasDefaultValue(false);
        builder.HasIndex(line => line.ArrivedAt).HasFilter("is_used AND may_forbid").HasDatabaseName("IX_inbox_lines_used_and_forbidden");
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
