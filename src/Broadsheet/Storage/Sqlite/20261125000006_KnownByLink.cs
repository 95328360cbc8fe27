using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Broadsheet.Storage.Sqlite;

/// <summary>By what else than its identifier an item is found again.</summary>
[DbContext(typeof(SqliteNewsroomDb))]
[Migration("20261125000006_KnownByLink")]
sealed class KnownByLink : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>(name: "link", table: "inbox_lines", type: "TEXT", nullable: true);
        migrationBuilder.AddColumn<string>(name: "sent_guid", table: "inbox_lines", type: "TEXT", nullable: true);
        migrationBuilder.CreateIndex(name: "IX_inbox_lines_sent_guid", table: "inbox_lines", column: "sent_guid", filter: "sent_guid IS NOT NULL");
        migrationBuilder.CreateIndex(name: "IX_inbox_lines_source_id_link", table: "inbox_lines", columns: ["source_id", "link"], filter: "link IS NOT NULL");
    }
}
