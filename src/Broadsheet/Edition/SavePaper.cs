using System.Globalization;
using Broadsheet.Kit;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Edition;

/// <summary>A section as the desk wants it. No id: a new one. No slug: it keeps the one it has, or gets one of its name.</summary>
public sealed record WantedSection(int? Id, string Name, int Order, bool IsRemoved, string? Slug = null);

/// <summary>The section for whose sake nothing was saved: its new slug is taken, or else it was to be removed and has stories.</summary>
public sealed record PaperRefusal(int Id, string Name, string? TakenSlug)
{
    /// <summary>Somebody else changed the paper since the form was opened.</summary>
    public static readonly PaperRefusal Changed = new(0, "", null);
}

/// <summary>Changes what the paper is called, how it speaks and what it is made of.</summary>
public sealed class SavePaper(INewsroomWriter writer, CurrentEdition edition)
{
    /// <summary>What a form was filled with.</summary>
    public static string SeenOf(Paper paper, IEnumerable<Section> sections) => Seen.Of(
        [paper.Name, paper.Label, paper.Tagline, paper.Language, paper.Zone, paper.Currency, paper.Address?.ToString(), .. sections.OrderBy(section => section.Id).SelectMany(section => new[] { section.Id.ToString(CultureInfo.InvariantCulture), section.Name, section.Slug, section.Order.ToString(CultureInfo.InvariantCulture) })]);

    /// <summary>Null: all is saved.</summary>
    /// <param name="change">What becomes of the paper.</param>
    /// <param name="seen">As <see cref="SeenOf"/>; null where nobody looked.</param>
    /// <param name="sections">All there are to be.</param>
    /// <param name="hasStories">Whether a section has any, also such as readers do not see.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<PaperRefusal?> Save(Action<Paper> change, string? seen, IReadOnlyList<WantedSection> sections, Func<NewsroomDb, int, CancellationToken, Task<bool>> hasStories, CancellationToken stop)
    {
        var refusal = await writer.WriteUnique(async (db, stop) =>
        {
            var there = await db.Sections.ToListAsync(stop);
            var former = await db.FormerSlugs.ToListAsync(stop);
            var paper = await db.Papers.SingleAsync(stop);
            if (seen is not null && seen != SeenOf(paper, there)) return IsSaved(change, paper, sections, there) ? null : PaperRefusal.Changed;
            foreach (var wanted in sections)
            {
                if (there.SingleOrDefault(section => section.Id == wanted.Id) is not { } section) continue;
                if (wanted.IsRemoved && await hasStories(db, section.Id, stop)) return new PaperRefusal(section.Id, section.Name, null);
                if (!wanted.IsRemoved && wanted.Slug is { } slug && (IsAnothers(slug, section, there, former) || IsWishedBefore(slug, wanted, sections))) return new PaperRefusal(section.Id, section.Name, slug);
            }
            var taken = there.Select(section => section.Slug).Concat(former.Select(slug => slug.Slug)).Concat(sections.Select(wanted => wanted.Slug).OfType<string>()).ToHashSet(StringComparer.Ordinal);
            foreach (var wanted in sections)
            {
                if (wanted.Id is null && !there.Any(section => SectionSlug.AreOneName(section.Name, wanted.Name))) db.Sections.Add(new Section { Slug = SectionSlug.Free(wanted.Name, taken), Name = wanted.Name, Order = wanted.Order });
                if (there.SingleOrDefault(section => section.Id == wanted.Id) is not { } section) continue;
                if (wanted.IsRemoved) { db.Remove(section); there.Remove(section); }
                else if (wanted.Slug is { } slug) Move(db, section, slug, former);
                (section.Name, section.Order) = (wanted.Name, wanted.Order);
            }
            change(paper);
            paper.IsUnfinished = false;
            db.Record(new EditionChanged());
            await db.SaveChangesAsync(stop);
            return null;
        }, stop);
        if (refusal is null) await edition.Load(stop); // at once for whoever saved it; other nodes hear of it
        return refusal;
    }

    /// <summary>All stands as it was sent: whoever pressed twice is told what the first press did.</summary>
    static bool IsSaved(Action<Paper> change, Paper paper, IReadOnlyList<WantedSection> sections, List<Section> there)
    {
        var before = SeenOf(paper, []);
        change(paper);
        return before == SeenOf(paper, []) && there.Count == sections.Count(wanted => !wanted.IsRemoved) && sections.All(wanted => wanted.IsRemoved || there.Any(section => IsAs(wanted, section)));
    }

    static bool IsAs(WantedSection wanted, Section section) => (wanted.Id ?? section.Id) == section.Id && section.Name == wanted.Name && section.Order == wanted.Order && (wanted.Slug ?? section.Slug) == section.Slug;

    /// <summary>Also one that another section had before: links to that lead there.</summary>
    static bool IsAnothers(string slug, Section section, List<Section> there, List<FormerSlug> former) =>
        there.Any(other => other != section && other.Slug == slug) || former.Any(before => before.SectionId != section.Id && before.Slug == slug);

    static bool IsWishedBefore(string slug, WantedSection wanted, IReadOnlyList<WantedSection> sections) =>
        sections.TakeWhile(other => other != wanted).Any(other => !other.IsRemoved && other.Slug == slug);

    /// <summary>The slug of before leads to the new one, which may be one it had once.</summary>
    static void Move(NewsroomDb db, Section section, string slug, List<FormerSlug> former)
    {
        if (section.Slug == slug) return;
        if (former.SingleOrDefault(before => before.Slug == slug) is { } back) db.Remove(back);
        db.Add(new FormerSlug { Slug = section.Slug, SectionId = section.Id });
        section.Slug = slug;
    }
}
