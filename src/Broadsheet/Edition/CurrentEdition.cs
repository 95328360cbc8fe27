using System.Globalization;
using System.Text;
using Broadsheet.Kit;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Edition;

/// <summary>The paper as it is now, in memory, for it stands on every page.</summary>
public sealed class CurrentEdition(IDbContextFactory<NewsroomDb> reading, SiteAddress site) : INodeConsumer, IDisposable
{
    readonly SemaphoreSlim loading = new(1, 1); // or what was read earlier could come last, and stay
    volatile EditionFacts facts = EditionFacts.None;

    public EditionFacts Facts => facts;

    public async Task Load(CancellationToken stop)
    {
        await loading.WaitAsync(stop);
        try { await Read(stop); }
        finally { loading.Release(); }
    }

    async Task Read(CancellationToken stop)
    {
        await using var db = await reading.CreateDbContextAsync(stop);
        var paper = await db.Papers.SingleOrDefaultAsync(stop);
        if (paper is null) return;
        facts = new EditionFacts(paper, await db.Sections.OrderBy(section => section.Order).ThenBy(section => section.Id).ToListAsync(stop)) { Former = await db.FormerSlugs.ToListAsync(stop) };
        site.UseChosen(paper.Address);
    }

    public async ValueTask Handle(OutboxEvent happened, CancellationToken stop)
    {
        if (happened.Name == EditionChanged.Name) await Load(stop);
    }

    public void Dispose() => loading.Dispose();
}

public sealed record EditionFacts(Paper Paper, IReadOnlyList<Section> Sections)
{
    /// <summary>Before the paper is set up.</summary>
    public static readonly EditionFacts None = new(
        new Paper { Name = "Broadsheet", Language = "en", Zone = "Europe/London", Currency = "EUR", IsUnfinished = true }, []);

    public CultureInfo Culture { get; } = PaperCulture.Of(Paper.Language);

    /// <summary>Names in the order in which readers of the language look them up; each database has an order of its own.</summary>
    public StringComparer Sorting { get; } = StringComparer.Create(PaperCulture.Of(Paper.Language), CompareOptions.None);
    public DateTimeZone Zone { get; } = DateTimeZoneProviders.Tzdb.GetZoneOrNull(Paper.Zone) ?? DateTimeZone.Utc;

    /// <summary>Where sections stood before.</summary>
    public IReadOnlyList<FormerSlug> Former { get; init; } = [];

    /// <summary>The section to which a first segment leads, however it is written, also one that it had before.</summary>
    public Section? SectionAt(string segment) => SectionWritten(TypedText.Normal(segment, NormalizationForm.FormC));

    Section? SectionWritten(string segment) =>
        Sections.FirstOrDefault(section => section.Slug.Equals(segment, StringComparison.OrdinalIgnoreCase))
        ?? (Former.FirstOrDefault(former => former.Slug.Equals(segment, StringComparison.OrdinalIgnoreCase)) is { } before ? SectionOf(before.SectionId) : null);

    public Section? SectionOf(string slug) => Sections.FirstOrDefault(section => section.Slug == slug);

    public Section? SectionOf(int id) => Sections.FirstOrDefault(section => section.Id == id);

    /// <summary>How text of that language is marked in this paper.</summary>
    public Tongue TongueOf(string language) => language.Length == 0 || Tongue.AreOneLanguage(language, Culture.Name) ? default : Tongue.Of(language);
}
