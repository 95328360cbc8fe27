using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Broadsheet.Storage.Sqlite;

/// <summary>Full text over the inbox's lines. The words come folded, so the tokenizer only parts them.</summary>
[DbContext(typeof(SqliteNewsroomDb))]
[Migration("20261125000003_InboxSearch")]
sealed class InboxSearch : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        CREATE VIRTUAL TABLE inbox_search USING fts5(search_words, content='inbox_lines', content_rowid='id', detail=none, tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* Co' tokenchars '_'");
        CREATE TRIGGER inbox_search_added AFTER INSERT ON inbox_lines WHEN new.search_words <> '' BEGIN
          INSERT INTO inbox_search (rowid, search_words) VALUES (new.id, new.search_words);
        END;
        CREATE TRIGGER inbox_search_changed AFTER UPDATE OF search_words ON inbox_lines WHEN old.search_words <> new.search_words BEGIN
          INSERT INTO inbox_search (inbox_search, rowid, search_words) VALUES ('delete', old.id, old.search_words);
          INSERT INTO inbox_search (rowid, search_words) VALUES (new.id, new.search_words);
        END;
        CREATE TRIGGER inbox_search_removed AFTER DELETE ON inbox_lines WHEN old.search_words <> '' BEGIN
          INSERT INTO inbox_search (inbox_search, rowid, search_words) VALUES ('delete', old.id, old.search_words);
        END;
        """);
}
