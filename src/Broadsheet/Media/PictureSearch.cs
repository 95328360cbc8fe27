using System.Globalization;
using Broadsheet.Kit;
using Broadsheet.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Media;

/// <summary>Finds pictures by words, on both databases the same.</summary>
public static class PictureSearch
{
    const int MostWords = 1_000, MostTyped = 12;

    /// <summary>Its number and each word of what is said of it, once.</summary>
    internal static string WordsOf(Picture picture) =>
        string.Join(' ', FoldedWords.Of(string.Create(CultureInfo.InvariantCulture, $"{picture.Number} {picture.Caption}\n{picture.Credit}\n{picture.Alt}"), MostWords));

    /// <summary>Pictures in which every typed word begins a word. Nothing typed but signs: none is left out.</summary>
    public static IQueryable<Picture> WithWords(this IQueryable<Picture> pictures, NewsroomDb db, string typed)
    {
        if (FoldedWords.Of(typed, MostTyped) is not { Count: > 0 } words) return pictures;
        // Of letters and digits only, so within their quotation marks they are nothing but words.
        var found = db.Database.IsSqlite()
            ? Matching(db, $"""SELECT "rowid" AS "Value" FROM "picture_search" WHERE "picture_search" MATCH {string.Join(' ', words.Select(word => $"\"{word}\"*"))}""")
            : Matching(db, $"""SELECT "number" AS "Value" FROM "pictures" WHERE "search" @@ CAST({string.Join(" & ", words.Select(word => $"'{word}':*"))} AS tsquery)""");
        return pictures.Where(picture => found.Contains(picture.Number));
    }

    static IQueryable<long> Matching(NewsroomDb db, FormattableString sql) => db.Database.SqlQuery<long>(sql);
}
