using Broadsheet.Storage.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Broadsheet.Storage;

public sealed class SqliteNewsroomDb(DbContextOptions<SqliteNewsroomDb> options) : NewsroomDb(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<OutboxEvent>().Property(happened => happened.Position).HasComputedColumnSql("id", stored: false);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<MicrosecondsSinceYearOne>();
    }

    /// <summary>SQLite has no time type that sorts and compares; a whole number does.</summary>
    internal sealed class MicrosecondsSinceYearOne() : ValueConverter<DateTimeOffset, long>(
        time => time.UtcTicks / 10, number => new DateTimeOffset(number * 10, TimeSpan.Zero));
}
