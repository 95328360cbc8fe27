using System.Globalization;
using System.Text;
using Broadsheet.Edition;
using Broadsheet.Kit;
using Microsoft.Extensions.Localization;
using NodaTime;

namespace Broadsheet.Desk.PaperItself;

/// <summary>The paper's name, language and sections as a browser sends them.</summary>
public sealed record PaperForm
{
    internal const string SectionSlugField = "Slug-", SectionRemoveField = "Remove-", SectionOrderField = "Order-";
    const string SectionName = "Name-";
    const int LongestName = 80, LongestTagline = 200, LongestSection = 40, MostSections = 40, LongestAddress = 300;

    /// <summary>The languages in which every word of the program stands.</summary>
    public static readonly IReadOnlyList<string> Languages = ["en", "de", "fr", "ar"];

    static readonly Lazy<HashSet<string>> currencies = new(() => [.. CultureInfo.GetCultures(CultureTypes.SpecificCultures).Select(culture => new RegionInfo(culture.Name).ISOCurrencySymbol)]);

    public string Name { get; init; } = "";
    public string Label { get; init; } = "";
    public string Tagline { get; init; } = "";
    public string Language { get; init; } = "en";
    public string Zone { get; init; } = "";
    public string Currency { get; init; } = "";
    public string Address { get; init; } = "";
    public IReadOnlyList<WantedSection> Sections { get; init; } = [];

    /// <summary>What was typed as a section's place and is none, by the section.</summary>
    public IReadOnlyDictionary<int, string> NoPlaces { get; init; } = new Dictionary<int, string>();

    /// <summary>What stood in the form when it was opened.</summary>
    public string? Seen { get; init; }

    /// <summary>Names of new ones, one a line.</summary>
    public string NewSections { get; init; } = "";

    public static PaperForm Of(EditionFacts edition, IStringLocalizer say) => new()
    {
        Name = edition.Paper.IsUnfinished ? "" : edition.Paper.Name,
        Label = edition.Paper.Label ?? "",
        Tagline = edition.Paper.Tagline ?? "",
        Language = edition.Paper.IsUnfinished ? CultureInfo.CurrentUICulture.Name : edition.Paper.Language,
        Zone = edition.Paper.Zone,
        Currency = edition.Paper.Currency,
        Address = edition.Paper.Address?.GetLeftPart(UriPartial.Authority) ?? "",
        Seen = SavePaper.SeenOf(edition.Paper, edition.Sections),
        Sections = [.. edition.Sections.Select((section, at) => new WantedSection(section.Id, edition.Paper.IsUnfinished && section.Slug == FirstStart.Section ? say["SectionNews"] : section.Name, at + 1, IsRemoved: false, section.Slug))],
    };

    /// <summary>So that an endpoint takes it as a parameter; null, and so 400, for what is no form or much too large.</summary>
    public static async ValueTask<PaperForm?> BindAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType) return null;
        try
        {
            return Read(await http.Request.ReadFormAsync(http.RequestAborted));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    static PaperForm Read(IFormCollection form) => new()
    {
        Name = TypedText.Line(form[nameof(Name)]),
        Label = TypedText.Line(form[nameof(Label)]),
        Tagline = TypedText.Line(form[nameof(Tagline)]),
        Language = TypedText.Line(form[nameof(Language)]),
        Zone = TypedText.Line(form[nameof(Zone)]),
        Currency = TypedText.Line(form[nameof(Currency)]).ToUpperInvariant(),
        Address = TypedText.Line(form[nameof(Address)]),
        Sections = [.. form.Keys.Where(field => field.StartsWith(SectionName, StringComparison.Ordinal)).Select(field => Section(form, field[SectionName.Length..])).OfType<WantedSection>().Take(MostSections * 2)],
        NoPlaces = NoPlacesIn(form),
        Seen = form[nameof(Seen)],
        NewSections = TypedText.Sound(form[nameof(NewSections)]).Trim(),
    };

    static WantedSection? Section(IFormCollection form, string id) => int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var known)
        ? new WantedSection(known, TypedText.Line(form[SectionName + id]), PlaceIn(form[SectionOrderField + id]) ?? int.MaxValue, form[SectionRemoveField + id] == "true",
            form.ContainsKey(SectionSlugField + id) ? TypedText.Line(form[SectionSlugField + id]) : null)
        : null;

    static int? PlaceIn(string? typed) => int.TryParse(TypedText.Line(typed), NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : null;

    static Dictionary<int, string> NoPlacesIn(IFormCollection form) => form
        .Where(field => field.Key.StartsWith(SectionOrderField, StringComparison.Ordinal) && PlaceIn(field.Value) is null)
        .Select(field => (Id: PlaceIn(field.Key[SectionOrderField.Length..]), Typed: TypedText.Line(field.Value))).Where(typed => typed.Id is not null)
        .Take(MostSections * 2).ToDictionary(typed => typed.Id!.Value, typed => typed.Typed);

    /// <summary>Those that stay in their order, then the new ones.</summary>
    public IReadOnlyList<WantedSection> Wanted()
    {
        var kept = Sections.OrderBy(section => section.Order).Select((section, at) => section with { Order = at + 1, Slug = section.Slug is { } slug ? SectionSlug.Of(slug) : null }).ToList();
        return [.. kept, .. Added().Select((name, at) => new WantedSection(null, name, kept.Count + at + 1, IsRemoved: false))];
    }

    IEnumerable<string> Added() => NewSections.Split('\n').Select(TypedText.Line).Where(name => name.Length > 0);

    public void Change(Paper paper)
    {
        (paper.Name, paper.Language, paper.Zone, paper.Currency) = (Name, Language, Zone, Currency);
        (paper.Label, paper.Tagline) = (Label.Length > 0 ? Label : null, Tagline.Length > 0 ? Tagline : null);
        paper.Address = Public(Address);
    }

    /// <summary>Null: it is none, or none that can be the paper's.</summary>
    static Uri? Public(string typed) =>
        typed.Length <= LongestAddress && Uri.TryCreate(typed, UriKind.Absolute, out var address) && SiteAddress.CanBe(address) ? address : null;

    /// <summary>By field, in the paper's language.</summary>
    public Dictionary<string, string> Problems(IStringLocalizer say)
    {
        var problems = new Dictionary<string, string>();
        if (Name.Length == 0) problems[nameof(Name)] = say["PaperNameMissing"];
        foreach (var (field, text, most) in new[] { (nameof(Name), Name, LongestName), (nameof(Label), Label, LongestName), (nameof(Tagline), Tagline, LongestTagline) })
            if (text.Length > most) problems[field] = say["TooLong", text.Length, most];
        if (!Languages.Contains(Language)) problems[nameof(Language)] = say["PaperLanguageUnknown"];
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(Zone) is null) problems[nameof(Zone)] = say["PaperZoneUnknown"];
        if (!currencies.Value.Contains(Currency)) problems[nameof(Currency)] = say["PaperCurrencyUnknown"];
        if (Address.Length > 0 && Public(Address) is null) problems[nameof(Address)] = say["PaperAddressWrong"];
        foreach (var section in Wanted().Where(section => section is { IsRemoved: false, Slug: not null }))
        {
            if (section.Slug!.Length == 0) problems[SectionSlugField + section.Id] = say["PaperSlugMissing"];
            else if (TakenSegments.Problem(section.Slug) is not null) problems[SectionSlugField + section.Id] = say["PaperSlugTaken", section.Slug];
        }
        foreach (var section in NoPlaces.Keys) problems[SectionOrderField + section] = say["PaperSectionOrderWrong"];
        if (SectionProblem(say) is { } problem) problems[nameof(NewSections)] = problem;
        return problems;
    }

    string? SectionProblem(IStringLocalizer say)
    {
        var staying = Wanted().Where(section => !section.IsRemoved).ToList();
        if (staying.Count == 0) return say["PaperNoSection"];
        if (staying.Count > MostSections) return say["PaperTooManySections", MostSections];
        if (staying.FirstOrDefault(section => section.Name.Length == 0 || SectionSlug.Of(section.Name).Length == 0) is { } nameless) return say["PaperSectionNameless", nameless.Name];
        if (staying.GroupBy(section => TypedText.Normal(section.Name, NormalizationForm.FormKC), StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice) return say["PaperSectionTwice", twice.First().Name];
        return staying.FirstOrDefault(section => section.Name.Length > LongestSection) is { } tooLong ? say["PaperSectionTooLong", tooLong.Name, LongestSection].Value : null;
    }
}
