using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Broadsheet.Storage.Sqlite;

/// <summary>Numbers in addresses start at 1000; AUTOINCREMENT never uses one again.</summary>
[DbContext(typeof(SqliteNewsroomDb))]
[Migration("20261125000001_NumbersFrom1000")]
sealed class NumbersFrom1000 : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("INSERT INTO sqlite_sequence (name, seq) VALUES ('stories', 999), ('pictures', 999)");
}
