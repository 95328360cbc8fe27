using Broadsheet.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Edition;

/// <summary>An empty data folder gets a paper, so that everything works from the first start on; the desk changes it later.</summary>
public sealed class FirstStart(IDbContextFactory<NewsroomDb> reading, INewsroomWriter writer)
{
    /// <summary>The slug of the one section a paper begins with.</summary>
    public const string Section = "news";

    /// <summary>False where there is a paper already.</summary>
    public async Task<bool> FoundThePaper(CancellationToken stop)
    {
        await using (var db = await reading.CreateDbContextAsync(stop))
            if (await db.Papers.AnyAsync(stop)) return false;
        return await writer.Write(Found, stop);
    }

    // Of two nodes that start at once, one founds it.
    static async Task<bool> Found(NewsroomDb db, CancellationToken stop)
    {
        if (await db.Papers.AnyAsync(stop)) return false;
        db.Papers.Add(new Paper { Name = "Broadsheet", Language = "en", Zone = "Europe/London", Currency = "EUR", IsUnfinished = true });
        db.Sections.Add(new Section { Slug = Section, Name = "News", Order = 1 });
        await db.SaveChangesAsync(stop);
        return true;
    }
}
