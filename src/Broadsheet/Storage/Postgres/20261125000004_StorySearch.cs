using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Broadsheet.Storage.Postgres;

/// <summary>Full text over what readers may read. The words come folded, so no dictionary is asked; one language's would miss another's.</summary>
[DbContext(typeof(PostgresNewsroomDb))]
[Migration("20261125000004_StorySearch")]
sealed class StorySearch : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        ALTER TABLE searched_stories ADD COLUMN search tsvector GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED;
        CREATE INDEX ix_searched_stories_search ON searched_stories USING gin (search);
        """);
}
