using Broadsheet.Kit;
using Broadsheet.NewsFormats;
using Broadsheet.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Wire;

/// <summary>Finds lines of the inbox by words, on both databases the same.</summary>
public static class InboxSearch
{
    const int MostWords = 3_000, MostTyped = 12;
    const string TopicMark = "topic_";

    /// <summary>What a line is found by: each word of the item once, and its topics, each as a whole and by each of its words.</summary>
    internal static string WordsOf(InboxLine line, NewsItem item, string body)
    {
        List<string> topics = [.. Topics(item)];
        var text = string.Join('\n', [line.Headline, line.Slugline, line.Agency, item.Byline, item.Dateline, item.Description, .. topics, body]);
        return string.Join(' ', topics.SelectMany(NamesOf).Distinct().Select(name => TopicMark + name).Concat(FoldedWords.Of(text, MostWords)));
    }

    /// <summary>Lines in which every typed word begins a word. Nothing typed but signs: none of the lines is left out.</summary>
    /// <param name="lines">Those to choose from.</param>
    /// <param name="db">Where they stand.</param>
    /// <param name="typed">The words.</param>
    /// <param name="only">Where one line alone is asked for: the index is not walked for all the others.</param>
    public static IQueryable<InboxLine> WithWords(this IQueryable<InboxLine> lines, NewsroomDb db, string typed, long? only = null) =>
        FoldedWords.Of(typed, MostTyped) is { Count: > 0 } words ? lines.Matching(db, words, isWhole: false, only) : lines;

    /// <summary>
    /// Lines of which the agency says that they are about that: the topic's name, or one of its words, for agencies put several
    /// sections of a paper into one ("economy, business and finance").
    /// </summary>
    public static IQueryable<InboxLine> About(this IQueryable<InboxLine> lines, NewsroomDb db, string topic, long? only = null) =>
        FoldedWords.AsOne(topic) is { Length: > 0 } whole ? lines.Matching(db, [TopicMark + whole], isWhole: true, only) : lines;

    // Of letters, digits and the mark's line only, so within their quotation marks they are nothing but words.
    static IQueryable<InboxLine> Matching(this IQueryable<InboxLine> lines, NewsroomDb db, IReadOnlyList<string> words, bool isWhole, long? only)
    {
        if (db.Database.IsSqlite())
        {
            var asked = string.Join(' ', words.Select(word => $"\"{word}\"{(isWhole ? "" : "*")}"));
            var found = only is { } one
                ? db.Database.SqlQuery<long>($"""SELECT "rowid" AS "Value" FROM "inbox_search" WHERE "inbox_search" MATCH {asked} AND "rowid" = {one}""")
                : db.Database.SqlQuery<long>($"""SELECT "rowid" AS "Value" FROM "inbox_search" WHERE "inbox_search" MATCH {asked}""");
            return lines.Where(line => found.Contains(line.Id));
        }
        else
        {
            var asked = string.Join(" & ", words.Select(word => $"'{word}'{(isWhole ? "" : ":*")}"));
            var found = only is { } one
                ? db.Database.SqlQuery<long>($"""SELECT "id" AS "Value" FROM "inbox_lines" WHERE "id" = {one} AND "search" @@ CAST({asked} AS tsquery)""")
                : db.Database.SqlQuery<long>($"""SELECT "id" AS "Value" FROM "inbox_lines" WHERE "search" @@ CAST({asked} AS tsquery)""");
            return lines.Where(line => found.Contains(line.Id));
        }
    }

    /// <summary>Whether a topic goes by that name: its own, or one of its words.</summary>
    public static bool IsCalled(string topic, string name) => FoldedWords.AsOne(name) is { Length: > 0 } sought && NamesOf(topic).Contains(sought);

    static IEnumerable<string> NamesOf(string topic) => FoldedWords.Of(topic, MostTyped).Append(FoldedWords.AsOne(topic)).Where(name => name.Length > 0);

    static IEnumerable<string> Topics(NewsItem item) => item.Subjects.Select(subject => subject.Name).OfType<string>().Concat(item.Keywords).Distinct(StringComparer.OrdinalIgnoreCase).Take(100);
}
