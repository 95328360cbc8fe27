using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Broadsheet.Storage;

// For `dotnet ef migrations add`: needs no server and no data folder.
sealed class DesignTimeSqlite : IDesignTimeDbContextFactory<SqliteNewsroomDb>
{
    public SqliteNewsroomDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteNewsroomDb>().UseSqlite("Data Source=:memory:").Options);
}

sealed class DesignTimePostgres : IDesignTimeDbContextFactory<PostgresNewsroomDb>
{
    public PostgresNewsroomDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresNewsroomDb>().UseNpgsql("Host=none").Options);
}
