using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Broadsheet.Storage.Postgres;

/// <summary>Full text over what is said of pictures. The words come folded, so no dictionary is asked; one language's would miss another's.</summary>
[DbContext(typeof(PostgresNewsroomDb))]
[Migration("20261125000005_PictureSearch")]
sealed class PictureSearch : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        ALTER TABLE pictures ADD COLUMN search tsvector GENERATED ALWAYS AS (array_to_tsvector(string_to_array(search_words, ' '))) STORED;
        CREATE INDEX ix_pictures_search ON pictures USING gin (search);
        """);
}
