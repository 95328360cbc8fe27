using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Wire;
using Broadsheet.Words;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Desk.WireSources;

/// <summary>Where wire items come from: how each source fares, set up one, change it, try it, pause it.</summary>
static class SourcesEndpoints
{
    public const string Address = "/desk/sources";

    public static void MapWireSources(this IEndpointRouteBuilder endpoints)
    {
        var sources = endpoints.MapDesk(Address, Policies.RunThePaper);
        sources.MapGet("", async Task<IResult> (SourceReading reading, IStringLocalizer<DeskWords> say, CancellationToken stop) => new Page<SourcesPage>(Head(say["Sources"]), new { Sources = await reading.List(stop) }));
        sources.MapGet("/new", IResult (CurrentEdition edition, IStringLocalizer<DeskWords> say) => Source(new SourceShown(null, SourceForm.Empty(edition.Facts.Paper.Zone)), say));
        sources.MapPost("", (SourceForm form, SourceReading reading, SaveSource saving, TrySource trying, WireSettings settings, IStringLocalizer<DeskWords> say, CancellationToken stop) =>
            Save(null, form, reading, saving, trying, settings, say, stop)).WithFormAntiforgery();
        sources.MapGet("/{id:int}", Show);
        sources.MapPost("/{id:int}", Save).WithFormAntiforgery();
        sources.MapPost("/{id:int}/pause", async (int id, SaveSource saving, CancellationToken stop) => Back(id, await saving.Pause(id, stop))).WithFormAntiforgery();
        sources.MapPost("/{id:int}/resume", async (int id, SaveSource saving, CancellationToken stop) => Back(id, await saving.Resume(id, stop))).WithFormAntiforgery();
        sources.MapPost("/{id:int}/ask", async (int id, SaveSource saving, CancellationToken stop) => Back(id, await saving.Ask(id, stop))).WithFormAntiforgery();
    }

    static async Task<IResult> Show(int id, bool? saved, SourceReading reading, IStringLocalizer<DeskWords> say, CancellationToken stop) =>
        await reading.Find(id, stop) is { } line ? Source(new SourceShown(line, SourceForm.Of(line.Source)) { IsSaved = saved is true }, say) : Results.NotFound();

    static async Task<IResult> Save(
        int? id, SourceForm form, SourceReading reading, SaveSource saving, TrySource trying, WireSettings settings, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        var line = id is { } known ? await reading.Find(known, stop) : null;
        if (id is not null && line is null) return Results.NotFound();
        var typed = form.Sound();
        var shown = new SourceShown(line, typed) { Problems = typed.Problems(line?.Source, settings, say) };
        if (shown.Problems.Count > 0) return Source(shown, say, StatusCodes.Status422UnprocessableEntity);
        if (typed.Then == "try") return Source(shown with { Tried = await trying.Try(typed, line?.Source, stop) }, say);
        var (saved, taken) = await saving.Save(id, typed, stop);
        if (taken is not null) return Source(shown with { Problems = new Dictionary<string, string> { [taken] = say["Source" + taken + "Taken"] } }, say, StatusCodes.Status422UnprocessableEntity);
        return saved is null ? Results.NotFound() : TypedResults.LocalRedirect($"{Address}/{saved}?saved=true");
    }

    static IResult Back(int id, bool isThere) => isThere ? TypedResults.LocalRedirect($"{Address}/{id}") : Results.NotFound();

    static Page<SourcePage> Source(SourceShown shown, IStringLocalizer<DeskWords> say, int status = StatusCodes.Status200OK) =>
        new(Head(shown.Line?.Source.Name ?? say["SourceNew"]), new { Shown = shown }, status);

    static PageHead Head(string title) => new() { Title = title, DeskPart = Address };
}

/// <summary>A source's page: what stands in the fields, and what a try found.</summary>
public sealed record SourceShown(SourceLine? Line, SourceForm Form)
{
    public IReadOnlyDictionary<string, string> Problems { get; init; } = new Dictionary<string, string>();
    public Tried? Tried { get; init; }
    public bool IsSaved { get; init; }
}
