using Broadsheet.Kit;
using Broadsheet.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Stories.Search;

/// <summary>Finds stories by words, newest first, on both databases the same.</summary>
public sealed class SearchStories(TimeProvider clock)
{
    const int MostTyped = 12, LookedThrough = 2_000;

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
            var newest = await Newest(db, words, below, most, stop);
            if (newest.Count > 0) found.AddRange(await Readable(db, newest, stop));
            if (newest.Count < most) break;
            below = newest[^1];
        }
        return found.Count > most ? found[..most] : found;
    }

    async Task<List<long>> Readable(NewsroomDb db, List<long> numbers, CancellationToken stop) => await db.Stories
        .ReadersMaySee(clock.GetUtcNow()).Where(story => numbers.Contains(story.Number))
        .OrderByDescending(story => story.Number).Select(story => story.Number).ToListAsync(stop);

    // Of letters and digits only, so within their quotation marks they are nothing but words. One letter stands for itself: as
    // the beginning of a word it would find nearly everything.
    static Task<List<long>> Newest(NewsroomDb db, IReadOnlyList<string> words, long below, int most, CancellationToken stop) => db.Database.IsSqlite()
        ? NewestOnSqlite(db, string.Join(' ', words.Select(word => $"\"{word}\"{(word.Length > 1 ? "*" : "")}")), below, most, stop)
        : NewestOnPostgres(db, string.Join(" & ", words.Select(word => $"'{word}'{(word.Length > 1 ? ":*" : "")}")), below, most, stop);

    /// <summary>Walks the index from the newest down and stops: a word that stands everywhere costs no more than a rare one.</summary>
    static Task<List<long>> NewestOnSqlite(NewsroomDb db, string asked, long below, int most, CancellationToken stop) => db.Database
        .SqlQuery<long>($"""SELECT "rowid" AS "Value" FROM "story_search" WHERE "story_search" MATCH {asked} AND "rowid" < {below} ORDER BY "rowid" DESC LIMIT {most}""")
        .ToListAsync(stop);

    /// <summary>
    /// PostgreSQL's index gives all that match or none. So the newest stories are looked through first: common words are found
    /// there. Words that are not are rare, and then the index gives few; the sum keeps the planner from walking through all instead.
    /// </summary>
    static async Task<List<long>> NewestOnPostgres(NewsroomDb db, string asked, long below, int most, CancellationToken stop)
    {
        var edge = await db.SearchedStories.Where(story => story.StoryNumber < below)
            .OrderByDescending(story => story.StoryNumber).Select(story => story.StoryNumber).Skip(LookedThrough).FirstOrDefaultAsync(stop);
        var found = await db.Database
            .SqlQuery<long>($"""SELECT "story_number" AS "Value" FROM "searched_stories" WHERE "search" @@ CAST({asked} AS tsquery) AND "story_number" > {edge} AND "story_number" < {below} ORDER BY "story_number" DESC LIMIT {most}""")
            .ToListAsync(stop);
        if (edge == 0 || found.Count == most) return found;
        var older = await db.Database
            .SqlQuery<long>($"""SELECT "story_number" AS "Value" FROM "searched_stories" WHERE "search" @@ CAST({asked} AS tsquery) AND "story_number" <= {edge} ORDER BY "story_number" + 0 DESC LIMIT {most - found.Count}""")
            .ToListAsync(stop);
        return [.. found, .. older];
    }
}
