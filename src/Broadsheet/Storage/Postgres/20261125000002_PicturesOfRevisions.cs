using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Broadsheet.Storage.Postgres;

/// <summary>Which stories show a picture; EF makes no index on a part of a complex property.</summary>
[DbContext(typeof(PostgresNewsroomDb))]
[Migration("20261125000002_PicturesOfRevisions")]
sealed class PicturesOfRevisions : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("CREATE INDEX ix_revisions_picture_number ON revisions (picture_number) WHERE picture_number IS NOT NULL");
}
