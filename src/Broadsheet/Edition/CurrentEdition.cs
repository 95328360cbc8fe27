using System.Globalization;
using Broadsheet.Kit;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Edition;

/// <summary>The paper as it is now, in memory, for it stands on every page.</summary>
public sealed class CurrentEdition(IDbContextFactory<NewsroomDb> reading, SiteAddress site) : INodeConsumer
{
    volatile EditionFacts facts = EditionFacts.None;

    public EditionFacts Facts => facts;

    public async Task Load(CancellationToken stop)
    {
        await using var db = await reading.CreateDbContextAsync(stop);
        var paper = await db.Papers.SingleOrDefaultAsync(stop);
        if (paper is null) return;
        facts = new EditionFacts(paper, await db.Sections.OrderBy(section => section.Order).ThenBy(section => section.Id).ToListAsync(stop));
        site.UseChosen(paper.Address);
    }

    public async ValueTask Handle(OutboxEvent happened, CancellationToken stop)
    {
        if (happened.Name == EditionChanged.Name) await Load(stop);
    }
}

public sealed record EditionFacts(Paper Paper, IReadOnlyList<Section> Sections)
{
    /// <summary>Before the paper is set up.</summary>
    public static readonly EditionFacts None = new(
        new Paper { Name = "Broadsheet", Language = "en", Zone = "Europe/London", Currency = "EUR" }, []);

    public CultureInfo Culture { get; } = PaperCulture.Of(Paper.Language);

    /// <summary>Names in the order in which readers of the language look them up; each database has an order of its own.</summary>
    public StringComparer Sorting { get; } = StringComparer.Create(PaperCulture.Of(Paper.Language), CompareOptions.None);
    public DateTimeZone Zone { get; } = DateTimeZoneProviders.Tzdb.GetZoneOrNull(Paper.Zone) ?? DateTimeZone.Utc;

    public Section? SectionOf(string slug) => Sections.FirstOrDefault(section => section.Slug == slug);

    public Section? SectionOf(int id) => Sections.FirstOrDefault(section => section.Id == id);

    /// <summary>How text of that language is marked in this paper.</summary>
    public Tongue TongueOf(string language) => language.Length == 0 || Tongue.AreOneLanguage(language, Culture.Name) ? default : Tongue.Of(language);
}
