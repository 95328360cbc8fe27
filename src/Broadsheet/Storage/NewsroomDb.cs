using Broadsheet.Storage.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Broadsheet.Storage;

/// <summary>
/// The newsroom's one database. Each room adds its own tables in its own folder (<c>NewsroomDb.Stories.cs</c>), so that
/// this file names no room. Inject it to read; to change anything use <see cref="INewsroomWriter"/>.
/// </summary>
public abstract partial class NewsroomDb(DbContextOptions options) : DbContext(options)
{
    /// <summary>Marks a table whose key, <c>Number</c>, stands in addresses: it starts at 1000 and is never used again.</summary>
    public const string AddressNumber = "Broadsheet:AddressNumber";

    public DbSet<OutboxEvent> OutboxEvents => Set<OutboxEvent>();
    public DbSet<Delivery> Deliveries => Set<Delivery>();
    public DbSet<StoredKey> StoredKeys => Set<StoredKey>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(NewsroomDb).Assembly);
        foreach (var table in modelBuilder.Model.GetEntityTypes()) UseSnakeCase(table);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcMicroseconds>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(24);
    }

    static void UseSnakeCase(IMutableEntityType table)
    {
        table.SetTableName(SnakeCase(table.GetTableName()!));
        foreach (var column in table.GetProperties()) column.SetColumnName(SnakeCase(column.Name));
        foreach (var column in table.GetComplexProperties().SelectMany(part => part.ComplexType.GetProperties())) column.SetColumnName(SnakeCase(column.Name));
    }

    static string SnakeCase(string name) =>
        string.Concat(name.Select((letter, at) => at > 0 && char.IsUpper(letter) ? "_" + char.ToLowerInvariant(letter) : char.ToLowerInvariant(letter).ToString()));

    /// <summary>UTC, to the microsecond on both databases, so that a time read back equals the time written.</summary>
    internal sealed class UtcMicroseconds() : ValueConverter<DateTimeOffset, DateTimeOffset>(
        time => new DateTimeOffset(time.UtcTicks / 10 * 10, TimeSpan.Zero), time => time);
}
