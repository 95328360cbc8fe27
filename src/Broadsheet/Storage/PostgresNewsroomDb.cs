using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Storage;

public sealed class PostgresNewsroomDb(DbContextOptions<PostgresNewsroomDb> options) : NewsroomDb(options)
{
    /// <summary>The sequence that gives committed events their position.</summary>
    public const string OutboxPosition = "outbox_position";

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.HasSequence<long>(OutboxPosition);
        NumbersFrom1000(modelBuilder);
    }

    static void NumbersFrom1000(ModelBuilder modelBuilder)
    {
        foreach (var table in modelBuilder.Model.GetEntityTypes().Where(table => table.FindAnnotation(AddressNumber) is not null))
            modelBuilder.Entity(table.ClrType).Property<long>("Number").HasIdentityOptions(startValue: 1000);
    }
}
