using Broadsheet.Desk.Agency;
using Broadsheet.Desk.Pictures;
using Broadsheet.Desk.Publishing;
using Broadsheet.Desk.Schedule;
using Broadsheet.Desk.Together;
using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Readers;
using Broadsheet.Storage;
using Broadsheet.Stories;
using Broadsheet.Words;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Desk.Editing;

static class EditingEndpoints
{
    public const string Address = "/desk/stories";

    public static void MapEditing(this IEndpointRouteBuilder endpoints)
    {
        var stories = endpoints.MapDesk(Address, Policies.Write);
        stories.MapGet("", List);
        stories.MapPost("", Begin).WithFormAntiforgery();
        stories.MapGet("/{number:long}", Open);
        // Its own check of the token: one of an older identity must not cost the text that comes with it.
        stories.MapPost("/{number:long}", Save);
        stories.MapPost("/{number:long}/working-copy", Keep);
        stories.MapPost("/{number:long}/throw-away", ThrowAway);
        stories.MapGet("/{number:long}/stream", async (long number, int revision, long? agency, CurrentReader me, StoryReading reading, OpenStreams streams, StoryRoom room, CancellationToken stop) =>
            await reading.Facts(number, stop) is null ? Results.NotFound() : new LiveAnswer(room.Of(number, revision, agency, me.Id, stop), streams.EndOf(me.Id)));
        stories.MapHistory();
    }

    static async Task<IResult> List(string? state, ListKey? before, string? deleted, StoryReading reading, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        var only = Enum.TryParse<StoryState>(state, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : (StoryState?)null;
        if (state is { Length: > 0 } && only is null) return Results.NotFound();
        return new Page<StoriesPage>(Head(say["Stories"]), new { Shown = await reading.List(only, before, stop), Only = only, Deleted = deleted });
    }

    static async Task<IResult> Begin(CurrentReader me, SaveStory saving, CurrentEdition edition, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        if (edition.Facts.Sections.Count == 0) return Results.Redirect(Address);
        return TypedResults.LocalRedirect($"{Address}/{await saving.Begin(say["NewSlugline"], edition.Facts.Sections[0].Id, me.Id, stop)}");
    }

    /// <param name="copy">Which kept text to show, by the revision it began on; 0 for the saved text.</param>
    /// <param name="saved">The revision on which the text began that was saved just now.</param>
    static async Task<IResult> Open(long number, int? copy, int? saved, int? began, bool? unchanged, bool? published, CurrentReader me, StoryReading reading, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        if (await Load(number, me, reading, stop) is not { } loaded) return Results.NotFound();
        var kept = loaded.Kept.FirstOrDefault(kept => copy is null || kept.Edit.BasedOn == copy);
        var edit = kept?.Edit ?? loaded.SavedEdit;
        return Editor(say, loaded with { Edit = edit, Kept = loaded.Kept, Shown = kept, SavedFrom = saved, Began = began, Unchanged = unchanged is true, Published = published is true });
    }

    static async Task<IResult> Save(
        long number, StoryForm form, HttpContext http, IAntiforgery forgery, CurrentReader me, SaveStory saving, KeepWorkingCopy keeping, StoryReading reading, CurrentEdition edition,
        IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        var edit = form.Edit();
        var problems = FieldProblems.Of(edit.Clean(), edition.Facts, say);
        var (problem, status) = !await forgery.IsRequestValidAsync(http) ? (say["OlderToken"].Value, StatusCodes.Status400BadRequest)
            : problems.Count > 0 ? (say["NotSavedYet"].Value, StatusCodes.Status422UnprocessableEntity) : ((string?)null, StatusCodes.Status200OK);
        if (problem is null)
        {
            try
            {
                switch (await saving.Save(number, edit, me.Id, stop))
                {
                    case { Outcome: Saving.NoStory }: return Results.NotFound();
                    case { Outcome: Saving.Saved or Saving.Unchanged } when form.Then == "publish": return TypedResults.LocalRedirect($"{Address}/{number}/publish");
                    case { Outcome: Saving.Saved or Saving.Unchanged } when form.Then == "picture": return TypedResults.LocalRedirect(ChoosingEndpoints.Of(number));
                    case { Outcome: Saving.Saved }: return TypedResults.LocalRedirect($"{Address}/{number}?saved={edit.BasedOn}{form.AlsoSaved}&copy=0");
                    case { Outcome: Saving.Unchanged }: return TypedResults.LocalRedirect($"{Address}/{number}?saved={edit.BasedOn}&copy=0&unchanged=true");
                    case { Outcome: Saving.Conflict }:
                        await keeping.Keep(number, edit, me.Id, stop);
                        return await Conflict(number, edit, me, reading, say, stop);
                }
            }
            catch (StorageRefusedException refused)
            {
                (problem, status) = (say["Refused" + refused.Reason].Value, StatusCodes.Status503ServiceUnavailable);
                http.Response.Headers.RetryAfter = StorageRefusedException.TryAgainAfterSeconds;
            }
        }
        if (await Load(number, me, reading, stop) is not { } loaded) return Results.NotFound();
        return Editor(say, loaded with { Edit = edit, Kept = [], Problem = problem, Problems = problems }, status);
    }

    static async Task<IResult> Keep(
        long number, StoryForm form, HttpContext http, IAntiforgery forgery, CurrentReader me, KeepWorkingCopy keeping, StoryReading reading, PaperTime time, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        if (!await forgery.IsRequestValidAsync(http)) return Results.Text(say["OlderToken"], statusCode: StatusCodes.Status400BadRequest);
        var edit = form.Edit();
        if (edit.Text.BodyHtml.Length > Lengths.Body) return Results.Text(say["TooLong", edit.Text.BodyHtml.Length, Lengths.Body], statusCode: StatusCodes.Status422UnprocessableEntity);
        if (!await keeping.Keep(number, edit, me.Id, stop)) return Results.NotFound();
        var facts = (await reading.Facts(number, stop))!;
        if (facts.LastRevision == edit.BasedOn) return Results.NoContent();
        var theirs = (await reading.Revision(number, facts.LastRevision, stop))!;
        return Results.Text(say["OtherSaved", theirs.SavedBy ?? say["CommandLine"], theirs.Number, time.Clock(theirs.SavedAt)]);
    }

    static async Task<IResult> ThrowAway(long number, [FromForm] int basedOn, CurrentReader me, KeepWorkingCopy keeping, CancellationToken stop)
    {
        await keeping.ThrowAway(number, basedOn, me.Id, stop);
        return TypedResults.LocalRedirect($"{Address}/{number}");
    }

    static async Task<IResult> Conflict(long number, StoryEdit mine, CurrentReader me, StoryReading reading, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        if (await Load(number, me, reading, stop) is not { } loaded) return Results.NotFound();
        var parent = await reading.Revision(number, mine.BasedOn, stop);
        return new Page<ConflictPage>(
            Head(say["ConflictTitle"]), new { Mine = mine, Theirs = loaded.Last, TheirEdit = loaded.SavedEdit, loaded.Story, Parent = parent }, StatusCodes.Status409Conflict);
    }

    static async Task<EditorShown?> Load(long number, CurrentReader me, StoryReading reading, CancellationToken stop)
    {
        if (await reading.Facts(number, stop) is not { } story || await reading.Revision(number, story.LastRevision, stop) is not { } last) return null;
        var saved = new StoryEdit(last.Text, story.Slugline, last.Number);
        var kept = await reading.Kept(number, me.Id, stop);
        return new EditorShown(story, last, saved, [.. kept.Where(copy => !copy.Edit.SaysTheSameAs(saved))], me.Id, await reading.SavedBy(number, me.Id, stop), await reading.Agency(number, stop))
        {
            Planned = await reading.Planned(number, stop),
            PictureHeldBack = await reading.PictureHeldBack(last.Text.PictureNumber, stop),
        };
    }

    static Page<EditorPage> Editor(IStringLocalizer<DeskWords> say, EditorShown shown, int status = StatusCodes.Status200OK) =>
        new(Head(shown.Story.Slugline) with { Script = "editor.js" }, new { Shown = shown }, status);

    internal static PageHead Head(string title) => new() { Title = title, DeskPart = Address };
}

/// <summary>The editor with everything that stands on it; among it which of the last revisions are the editor's own.</summary>
public sealed record EditorShown(StoryFacts Story, RevisionFacts Last, StoryEdit SavedEdit, IReadOnlyList<KeptCopy> Kept, Guid Editor, IReadOnlyList<int> Mine, AgencyNews? Agency)
{
    public StoryEdit Edit { get; init; } = SavedEdit;

    /// <summary>The kept text that the fields show.</summary>
    public KeptCopy? Shown { get; init; }
    public string? Problem { get; init; }
    public IReadOnlyDictionary<string, string> Problems { get; init; } = new Dictionary<string, string>();

    /// <summary>The revision on which the text began that was saved just now.</summary>
    public int? SavedFrom { get; init; }
    public int? Began { get; init; }
    public bool Unchanged { get; init; }
    public bool Published { get; init; }
    public PlannedStory? Planned { get; init; }

    /// <summary>Why the agency that the picture came from does not let it be shown.</summary>
    public Refusal? PictureHeldBack { get; init; }
}
