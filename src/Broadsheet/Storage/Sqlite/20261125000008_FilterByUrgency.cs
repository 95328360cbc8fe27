using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Broadsheet.Storage.Sqlite;

/// <summary>The inbox is filtered by urgency within its index. When a picture's words changed is asked by nobody any more: a page's date is that of its making.</summary>
[DbContext(typeof(SqliteNewsroomDb))]
[Migration("20261125000008_FilterByUrgency")]
sealed class FilterByUrgency : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropIndex(name: "IX_inbox_lines_arrived_at_id", table: "inbox_lines");
        migrationBuilder.CreateIndex(name: "IX_inbox_lines_arrived_at_id_urgency", table: "inbox_lines", columns: ["arrived_at", "id", "urgency"], descending: [true, true, false]);
        // Not by EF, which on SQLite would make the table anew and lose its triggers.
        migrationBuilder.Sql("ALTER TABLE pictures DROP COLUMN said_at");
    }
}
