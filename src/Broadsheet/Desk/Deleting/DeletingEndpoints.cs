using Broadsheet.Desk.Editing;
using Broadsheet.Desk.Publishing;
using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Readers;
using Broadsheet.Storage;
using Broadsheet.Words;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Desk.Deleting;

/// <summary>The page before a draft is deleted, and its button.</summary>
static class DeletingEndpoints
{
    public static void MapDeleting(this IEndpointRouteBuilder endpoints)
    {
        var story = endpoints.MapDesk(EditingEndpoints.Address + "/{number:long}/delete", Policies.Write);
        story.MapGet("", async (long number, CurrentReader me, NewsroomDb db, StoryReading reading, PaperTime time, IStringLocalizer<DeskWords> say, CancellationToken stop) =>
            await reading.Facts(number, stop) is { } facts ? await Ask(facts, await DeleteDraft.WhyNot(db, number, facts.LastRevision, me, stop), me, db, reading, time, say, StatusCodes.Status200OK, stop) : Results.NotFound());
        story.MapPost("", Delete).WithFormAntiforgery();
    }

    static async Task<IResult> Delete(long number, [FromForm] int revision, CurrentReader me, DeleteDraft deleting, NewsroomDb db, StoryReading reading, PaperTime time, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        if (await reading.Facts(number, stop) is not { } facts) return TypedResults.LocalRedirect(EditingEndpoints.Address);
        return await deleting.Delete(number, revision, me, stop) is { } refusal
            ? await Ask(facts, refusal, me, db, reading, time, say, StatusCodes.Status409Conflict, stop)
            : TypedResults.LocalRedirect($"{EditingEndpoints.Address}?deleted={Uri.EscapeDataString(facts.Slugline)}");
    }

    static async Task<IResult> Ask(
        StoryFacts story, Refusal? refusal, CurrentReader me, NewsroomDb db, StoryReading reading, PaperTime time, IStringLocalizer<DeskWords> say, int status, CancellationToken stop)
    {
        if (await reading.Revision(story.Number, story.LastRevision, stop) is not { } last) return Results.NotFound();
        return new Page<DeletePage>(
            EditingEndpoints.Head(say["DeleteTitle", story.Slugline]),
            new { Story = story, Last = last, Refusal = refusal is null ? null : say.Sentence(refusal, time), Unsaved = await DeleteDraft.Unsaved(db, story.Number, me.Id, stop) }, status);
    }
}
