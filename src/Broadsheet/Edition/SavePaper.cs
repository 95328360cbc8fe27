using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Edition;

/// <summary>A section as the desk wants it. No id: a new one.</summary>
public sealed record WantedSection(int? Id, string Name, int Order, bool IsRemoved);

/// <summary>Changes what the paper is called, how it speaks and what it is made of.</summary>
public sealed class SavePaper(INewsroomWriter writer, CurrentEdition edition)
{
    /// <summary>The name of a section that was to be removed and has stories; null: all is saved.</summary>
    public async Task<string?> Save(Action<Paper> change, IReadOnlyList<WantedSection> sections, Func<NewsroomDb, int, CancellationToken, Task<bool>> hasStories, CancellationToken stop)
    {
        var kept = await writer.Write(async (db, stop) =>
        {
            var there = await db.Sections.ToListAsync(stop);
            foreach (var wanted in sections)
            {
                if (there.SingleOrDefault(section => section.Id == wanted.Id) is not { } section) continue;
                if (wanted.IsRemoved && await hasStories(db, section.Id, stop)) return section.Name;
                if (wanted.IsRemoved) db.Remove(section);
                (section.Name, section.Order) = (wanted.Name, wanted.Order);
            }
            var taken = there.Select(section => section.Slug).ToHashSet(StringComparer.Ordinal);
            foreach (var wanted in sections.Where(wanted => wanted.Id is null))
                db.Sections.Add(new Section { Slug = SectionSlug.Free(wanted.Name, taken), Name = wanted.Name, Order = wanted.Order });
            var paper = await db.Papers.SingleAsync(stop);
            change(paper);
            paper.IsUnfinished = false;
            db.Record(new EditionChanged());
            await db.SaveChangesAsync(stop);
            return null;
        }, stop);
        if (kept is null) await edition.Load(stop); // at once for whoever saved it; other nodes hear of it
        return kept;
    }
}
