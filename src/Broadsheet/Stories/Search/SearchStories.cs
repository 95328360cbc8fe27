using Broadsheet.Kit;
using Broadsheet.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Stories.Search;

/// <summary>Finds stories by words, newest first, on both databases the same.</summary>
public sealed class SearchStories(TimeProvider clock)
{
    const int MostTyped = 12;

    /// <summary>
    /// The numbers of stories in which each typed word begins a word, from before <paramref name="before"/> down; at most
    /// <paramref name="most"/>. Null: nothing was typed that could be a word.
    /// </summary>
    public async Task<List<long>?> Find(NewsroomDb db, string? typed, long? before, int most, CancellationToken stop)
    {
        if (FoldedWords.Of(typed, MostTyped) is not { Count: > 0 } words) return null;
        var below = before ?? long.MaxValue;
        var now = clock.GetUtcNow();
        var found = Matching(db, words);
        return await db.Stories.ReadersMaySee(now).Where(story => story.Number < below && found.Contains(story.Number))
            .OrderByDescending(story => story.Number).Select(story => story.Number).Take(most).ToListAsync(stop);
    }

    // Of letters and digits only, so within their quotation marks they are nothing but words. One letter stands for itself: as
    // the beginning of a word it would find nearly everything.
    static IQueryable<long> Matching(NewsroomDb db, IReadOnlyList<string> words)
    {
        if (db.Database.IsSqlite())
        {
            var asked = string.Join(' ', words.Select(word => $"\"{word}\"{(word.Length > 1 ? "*" : "")}"));
            return db.Database.SqlQuery<long>($"""SELECT "rowid" AS "Value" FROM "story_search" WHERE "story_search" MATCH {asked}""");
        }
        else
        {
            var asked = string.Join(" & ", words.Select(word => $"'{word}'{(word.Length > 1 ? ":*" : "")}"));
            return db.Database.SqlQuery<long>($"""SELECT "story_number" AS "Value" FROM "searched_stories" WHERE "search" @@ CAST({asked} AS tsquery)""");
        }
    }
}
