using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Broadsheet.Storage.Postgres;

/// <summary>What is said of a story belongs to its revision, the kind too; what the agency forbids of an item holds for all that was made of it.</summary>
[DbContext(typeof(PostgresNewsroomDb))]
[Migration("20261125000007_WhatTheAgencyForbids")]
sealed class WhatTheAgencyForbids : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropIndex(
            name: "IX_inbox_lines_taken_and_not_usable",
            table: "inbox_lines");

        migrationBuilder.AddColumn<string>(
            name: "kind",
            table: "revisions",
            type: "character varying(24)",
            maxLength: 24,
            nullable: false,
            defaultValue: "");

        migrationBuilder.AddColumn<DateTimeOffset>(
            name: "said_at",
            table: "pictures",
            type: "timestamp with time zone",
            nullable: false,
            defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

        migrationBuilder.AddColumn<Guid>(
            name: "wire_item_id",
            table: "pictures",
            type: "uuid",
            nullable: true);

        migrationBuilder.AddColumn<bool>(
            name: "is_used",
            table: "inbox_lines",
            type: "boolean",
            nullable: false,
            defaultValue: false);

        migrationBuilder.AddColumn<bool>(
            name: "may_forbid",
            table: "inbox_lines",
            type: "boolean",
            nullable: false,
            defaultValue: false);

        migrationBuilder.CreateIndex(
            name: "IX_pictures_wire_item_id",
            table: "pictures",
            column: "wire_item_id",
            filter: "wire_item_id IS NOT NULL");

        migrationBuilder.CreateIndex(
            name: "IX_inbox_lines_used_and_forbidden",
            table: "inbox_lines",
            column: "arrived_at",
            filter: "is_used AND may_forbid");

        migrationBuilder.Sql("UPDATE revisions SET kind = (SELECT stories.kind FROM stories WHERE stories.number = revisions.story_number)");
        // Not by EF, which on SQLite would make the table anew and lose its triggers.
        migrationBuilder.Sql("ALTER TABLE stories DROP COLUMN kind");
        migrationBuilder.Sql("UPDATE pictures SET said_at = added_at");
        migrationBuilder.Sql("UPDATE inbox_lines SET is_used = (taken_as IS NOT NULL), may_forbid = (status <> 'usable' OR embargoed_until IS NOT NULL OR embargoed_until_lifted)");
    }
}
