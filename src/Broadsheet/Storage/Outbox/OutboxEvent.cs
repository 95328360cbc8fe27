using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Broadsheet.Storage.Outbox;

/// <summary>A fact that happened, written in the same transaction as the change it tells of.</summary>
public sealed class OutboxEvent
{
    public long Id { get; private set; }

    /// <summary>
    /// The order in which every node sees events: given after commit, so that a cursor over it never passes by a row that
    /// committed late. Null until it is given.
    /// </summary>
    public long? Position { get; private set; }

    /// <summary>Its written name and version, such as <c>story.published/1</c>.</summary>
    public required string Name { get; init; }
    public required string Body { get; init; }
    public required DateTimeOffset At { get; init; }

    public T Read<T>() where T : IEvent => JsonSerializer.Deserialize<T>(Body, JsonSerializerOptions.Web)!;

    /// <summary>The event, if it is of that kind.</summary>
    public bool Is<T>(out T happened) where T : class, IEvent
    {
        happened = Name == T.Name ? Read<T>() : null!;
        return happened is not null;
    }
}

/// <summary>Carries ids, and facts that cannot be looked up later.</summary>
public interface IEvent
{
    static abstract string Name { get; }
}

sealed class OutboxEventConfiguration : IEntityTypeConfiguration<OutboxEvent>
{
    public void Configure(EntityTypeBuilder<OutboxEvent> builder)
    {
        builder.ToTable("OutboxEvents");
        builder.Property(happened => happened.Name).HasMaxLength(80);
        builder.HasIndex(happened => happened.Position).IsUnique();
        builder.HasIndex(happened => happened.At);
    }
}
