using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Broadsheet.Storage.Sqlite;

/// <summary>
/// Full text over what readers may read. The words come folded, so the tokenizer only parts them. Each length of a beginning has
/// an index: without it SQLite would gather every story of every word that begins so before it knew the newest.
/// </summary>
[DbContext(typeof(SqliteNewsroomDb))]
[Migration("20261125000004_StorySearch")]
sealed class StorySearch : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        CREATE VIRTUAL TABLE story_search USING fts5(words, content='searched_stories', content_rowid='story_number', detail=none, prefix='2 3 4 5 6 7 8 9 10', tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* Co'");
        CREATE TRIGGER story_search_added AFTER INSERT ON searched_stories BEGIN
          INSERT INTO story_search (rowid, words) VALUES (new.story_number, new.words);
        END;
        CREATE TRIGGER story_search_changed AFTER UPDATE OF words ON searched_stories BEGIN
          INSERT INTO story_search (story_search, rowid, words) VALUES ('delete', old.story_number, old.words);
          INSERT INTO story_search (rowid, words) VALUES (new.story_number, new.words);
        END;
        CREATE TRIGGER story_search_removed AFTER DELETE ON searched_stories BEGIN
          INSERT INTO story_search (story_search, rowid, words) VALUES ('delete', old.story_number, old.words);
        END;
        """);
}
