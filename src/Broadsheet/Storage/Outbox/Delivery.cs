using Broadsheet.Kit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Broadsheet.Storage.Outbox;

/// <summary>One event on its way to one durable consumer: deleted when it arrived, kept as a dead letter when it never did.</summary>
public sealed class Delivery
{
    public const int MostAttempts = 12;
    const int LongestError = 1000;

    public long Id { get; private set; }
    public long EventId { get; private set; }
    public required OutboxEvent Event { get; init; }
    public required string Consumer { get; init; }
    public required DateTimeOffset DueAt { get; set; }
    public DateTimeOffset? LeasedUntil { get; set; }
    public int Attempts { get; private set; }
    public DateTimeOffset? DeadAt { get; private set; }
    public string? LastError { get; private set; }

    /// <summary>To be tried again after 1, 2, 4 ... seconds, an hour at most; after the last attempt it is a dead letter.</summary>
    public void Failed(string error, DateTimeOffset now)
    {
        Attempts++;
        LastError = SoundCut.Of(error, LongestError); // never half a sign, which PostgreSQL does not take
        LeasedUntil = null;
        DueAt = now + TimeSpan.FromSeconds(Math.Min(3600, Math.Pow(2, Attempts - 1)));
        if (Attempts >= MostAttempts) DeadAt = now;
    }

    public void TryAgain(DateTimeOffset now)
    {
        Attempts = 0;
        DeadAt = null;
        DueAt = now;
    }
}

sealed class DeliveryConfiguration : IEntityTypeConfiguration<Delivery>
{
    public void Configure(EntityTypeBuilder<Delivery> builder)
    {
        builder.ToTable("Deliveries");
        builder.Property(delivery => delivery.Consumer).HasMaxLength(60);
        builder.HasOne(delivery => delivery.Event).WithMany().HasForeignKey(delivery => delivery.EventId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(delivery => new { delivery.Consumer, delivery.DeadAt, delivery.DueAt });
    }
}
