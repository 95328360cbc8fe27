using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Broadsheet.Storage.Postgres;

/// <summary>Full text over the inbox's lines. The words come folded, so no dictionary is asked; one language's would miss another's.</summary>
[DbContext(typeof(PostgresNewsroomDb))]
[Migration("20261125000003_InboxSearch")]
sealed class InboxSearch : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        ALTER TABLE inbox_lines ADD COLUMN search tsvector GENERATED ALWAYS AS (array_to_tsvector(string_to_array(search_words, ' '))) STORED;
        CREATE INDEX ix_inbox_lines_search ON inbox_lines USING gin (search);
        """);
}
