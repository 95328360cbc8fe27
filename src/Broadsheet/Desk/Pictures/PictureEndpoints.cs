using System.Globalization;
using Broadsheet.Kit;
using Broadsheet.Media;
using Broadsheet.Readers;
using Broadsheet.Words;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Desk.Pictures;

/// <summary>The library of pictures: list, upload, and what is said of each.</summary>
static class PictureEndpoints
{
    public const string Address = "/desk/pictures";

    public static string Of(long number) => string.Create(CultureInfo.InvariantCulture, $"{Address}/{number}");

    public static void MapPictures(this IEndpointRouteBuilder endpoints)
    {
        var pictures = endpoints.MapDesk(Address, Policies.Write);
        pictures.MapGet("", async Task<IResult> (string? q, ListKey? before, long? deleted, PictureReading reading, IStringLocalizer<DeskWords> say, CancellationToken stop) =>
            List(await reading.List(q, before, stop), null, say, deleted: deleted));
        pictures.MapPost("", Upload).TakesAPicture();
        pictures.MapGet("/{number:long}", Show);
        pictures.MapPost("/{number:long}", Save);
        // Nobody's own, so it goes by those who decide what the paper is made of.
        var deleting = endpoints.MapDesk(Address + "/{number:long}/delete", Policies.RunThePaper);
        deleting.MapGet("", async (long number, PictureReading reading, IStringLocalizer<DeskWords> say, CancellationToken stop) =>
            await Load(number, null, reading, stop) is { } shown ? Asked(shown, say) : Results.NotFound());
        deleting.MapPost("", Delete).WithFormAntiforgery();
        var web = endpoints.MapDesk(Address + "/{number:long}", Policies.RunThePaper);
        foreach (var (part, isOff) in new[] { ("/off", true), ("/on", false) })
            web.MapPost(part, async Task<IResult> (long number, PictureWork work, CancellationToken stop) =>
                await work.TakeOff(number, isOff, stop) ? TypedResults.LocalRedirect(Of(number)) : Results.NotFound()).WithFormAntiforgery();
    }

    static async Task<IResult> Upload(HttpContext http, IAntiforgery forgery, PictureIntake intake, PictureReading reading, PictureSentences why, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        var taken = await PictureUpload.Read(http, forgery, intake, stop);
        if (taken.Number is { } number) return TypedResults.LocalRedirect($"{Of(number)}?{(taken.WasHere ? "here" : "added")}=true");
        return List(await reading.List(null, null, stop), why[taken.Problem!], say, StatusCodes.Status422UnprocessableEntity);
    }

    /// <param name="story">The story from which it was opened, to go back to.</param>
    static async Task<IResult> Show(long number, bool? added, bool? here, bool? saved, long? story, CurrentReader me, PictureReading reading, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        if (await Load(number, story, reading, stop) is not { } shown) return Results.NotFound();
        return Form(shown with { Said = added is true ? "PictureAdded" : here is true ? "PictureWasHere" : saved is true ? "PictureSaved" : null, MayDelete = shown.Uses.Count == 0 && me.Role is (Role.Editor or Role.Administrator), MayTakeOff = me.Role is Role.Editor or Role.Administrator }, say);
    }

    static async Task<IResult> Save(
        long number, [FromForm] string? caption, [FromForm] string? credit, [FromForm] string? alt, [FromForm] string? usageTerms, [FromForm] string? focus, [FromForm] string? story, [FromForm] string? seen,
        PictureWork work, PictureReading reading, PictureSentences why, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        var from = long.TryParse(story, NumberStyles.None, CultureInfo.InvariantCulture, out var known) ? known : (long?)null;
        if (await Load(number, from, reading, stop) is not { } shown) return Results.NotFound();
        var words = new PictureWords(TypedText.Line(caption), TypedText.Line(credit), TypedText.Line(alt), TypedText.Line(usageTerms));
        var problems = Problems(words, say);
        var point = FocusIn(focus) ?? shown.Focus;
        if (problems.Count > 0) return Form(shown with { Words = words, Focus = point, Seen = seen, Problems = problems }, say, StatusCodes.Status422UnprocessableEntity);

        if (!await work.Say(number, words, seen, stop))
            return await Load(number, from, reading, stop) is { } theirs ? Form(theirs with { Words = words, Focus = point, Problems = new Dictionary<string, string> { ["Meanwhile"] = say["SavedMeanwhile"] } }, say, StatusCodes.Status409Conflict) : Results.NotFound();
        if (shown.Facts.Problem != Picture.TakenOff && point != shown.Focus && await work.Focus(shown.Facts.Shown, shown.Facts.File, point.X, point.Y, stop) is { } problem)
            return Form(shown with { Words = words, Focus = point, Seen = words.Seen, Problems = new Dictionary<string, string> { ["Focus"] = why[problem] } }, say, StatusCodes.Status422UnprocessableEntity);
        return TypedResults.LocalRedirect(from is { } back ? $"{Editing.EditingEndpoints.Address}/{back}?copy=0" : $"{Of(number)}?saved=true");
    }

    static Dictionary<string, string> Problems(PictureWords words, IStringLocalizer say)
    {
        var problems = new Dictionary<string, string>();
        foreach (var (field, text, longest) in new[]
        {
            (nameof(words.Caption), words.Caption, PictureWords.LongestText), (nameof(words.Credit), words.Credit, PictureWords.LongestLine),
            (nameof(words.Alt), words.Alt, PictureWords.LongestText), (nameof(words.UsageTerms), words.UsageTerms, PictureWords.LongestText),
        })
            if (text.Length > longest) problems[field] = say["TooLong", text.Length, longest];
        return problems;
    }

    /// <summary>"30-70": hundredths of width and height; null for anything else.</summary>
    static (int X, int Y)? FocusIn(string? text) =>
        text?.Split('-') is [var x, var y] && int.TryParse(x, NumberStyles.None, CultureInfo.InvariantCulture, out var left) && int.TryParse(y, NumberStyles.None, CultureInfo.InvariantCulture, out var top)
        && left <= 100 && top <= 100 ? (left, top) : null;

    static async Task<PictureShown?> Load(long number, long? story, PictureReading reading, CancellationToken stop) =>
        await reading.Facts(number, stop) is { } facts ? new PictureShown(facts, await reading.Uses(number, stop), story) { Words = facts.Words, Focus = (facts.FocusX, facts.FocusY), Seen = facts.Words.Seen } : null;

    static async Task<IResult> Delete(long number, CurrentReader me, DeletePicture deleting, PictureReading reading, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        if (await deleting.Delete(number, me.Id, stop)) return TypedResults.LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"{Address}?deleted={number}"));
        return await Load(number, null, reading, stop) is { } shown ? Asked(shown, say, StatusCodes.Status409Conflict) : Results.NotFound();
    }

    static Page<DeletePicturePage> Asked(PictureShown shown, IStringLocalizer say, int status = StatusCodes.Status200OK) =>
        new(Head(say["DeletePictureTitle", shown.Facts.Shown.Number]), new { Shown = shown }, status);

    static Page<PicturesPage> List(PictureLines lines, string? problem, IStringLocalizer say, int status = StatusCodes.Status200OK, long? deleted = null) =>
        new(Head(say["PictureLibrary"]), new { Lines = lines, Problem = problem, Deleted = deleted }, status);

    static Page<PictureForm> Form(PictureShown shown, IStringLocalizer say, int status = StatusCodes.Status200OK) =>
        new(Head(say["PictureN", shown.Facts.Shown.Number]), new { Shown = shown }, status);

    static PageHead Head(string title) => new() { Title = title, DeskPart = Address };
}

/// <summary>A picture's form with what stands on it.</summary>
public sealed record PictureShown(PictureFacts Facts, IReadOnlyList<PictureUse> Uses, long? Story)
{
    public required PictureWords Words { get; init; }

    /// <summary>What its crops must keep, in hundredths, as the form has it.</summary>
    public required (int X, int Y) Focus { get; init; }

    /// <summary>What whoever fills it in has seen (<see cref="PictureWords.Seen"/>).</summary>
    public required string? Seen { get; init; }
    public IReadOnlyDictionary<string, string> Problems { get; init; } = new Dictionary<string, string>();

    /// <summary>The key of a sentence on what was just done.</summary>
    public string? Said { get; init; }

    /// <summary>No story has it, and whoever looks decides what the paper is made of.</summary>
    public bool MayDelete { get; init; }

    /// <summary>Off the web, or onto it again.</summary>
    public bool MayTakeOff { get; init; }
}
