using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Broadsheet.Storage.Sqlite;

/// <summary>Full text over what is said of pictures. The words come folded, so the tokenizer only parts them.</summary>
[DbContext(typeof(SqliteNewsroomDb))]
[Migration("20261125000005_PictureSearch")]
sealed class PictureSearch : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        CREATE VIRTUAL TABLE picture_search USING fts5(search_words, content='pictures', content_rowid='number', detail=none, tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* Co'");
        CREATE TRIGGER picture_search_added AFTER INSERT ON pictures BEGIN
          INSERT INTO picture_search (rowid, search_words) VALUES (new.number, new.search_words);
        END;
        CREATE TRIGGER picture_search_changed AFTER UPDATE OF search_words ON pictures WHEN old.search_words <> new.search_words BEGIN
          INSERT INTO picture_search (picture_search, rowid, search_words) VALUES ('delete', old.number, old.search_words);
          INSERT INTO picture_search (rowid, search_words) VALUES (new.number, new.search_words);
        END;
        CREATE TRIGGER picture_search_removed AFTER DELETE ON pictures BEGIN
          INSERT INTO picture_search (picture_search, rowid, search_words) VALUES ('delete', old.number, old.search_words);
        END;
        """);
}
