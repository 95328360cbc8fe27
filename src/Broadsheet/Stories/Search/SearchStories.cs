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
        var found = new List<long>(most);
        for (var below = before ?? long.MaxValue; found.Count < most;)
        {
            var newest = await Newest(db, words, below, most).ToListAsync(stop);
            found.AddRange(await Readable(db, newest, stop));
            if (newest.Count < most) break;
            below = newest[^1];
        }
        return found.Count > most ? found[..most] : found;
    }

    async Task<List<long>> Readable(NewsroomDb db, List<long> numbers, CancellationToken stop) => await db.Stories
        .ReadersMaySee(clock.GetUtcNow()).Where(story => numbers.Contains(story.Number))
        .OrderByDescending(story => story.Number).Select(story => story.Number).ToListAsync(stop);

    // The databases walk their index from the newest down and stop: a word that stands everywhere costs no more than a rare one.
    // Of letters and digits only, so within their quotation marks they are nothing but words. One letter stands for itself: as
    // the beginning of a word it would find nearly everything.
    static IQueryable<long> Newest(NewsroomDb db, IReadOnlyList<string> words, long below, int most)
    {
        if (db.Database.IsSqlite())
        {
            var asked = string.Join(' ', words.Select(word => $"\"{word}\"{(word.Length > 1 ? "*" : "")}"));
            return db.Database.SqlQuery<long>($"""SELECT "rowid" AS "Value" FROM "story_search" WHERE "story_search" MATCH {asked} AND "rowid" < {below} ORDER BY "rowid" DESC LIMIT {most}""");
        }
        else
        {
            var asked = string.Join(" & ", words.Select(word => $"'{word}'{(word.Length > 1 ? ":*" : "")}"));
            return db.Database.SqlQuery<long>($"""SELECT "story_number" AS "Value" FROM "searched_stories" WHERE "search" @@ CAST({asked} AS tsquery) AND "story_number" < {below} ORDER BY "story_number" DESC LIMIT {most}""");
        }
    }
}
