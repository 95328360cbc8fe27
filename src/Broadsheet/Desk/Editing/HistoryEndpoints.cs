using Broadsheet.Kit;
using Broadsheet.Readers;
using Broadsheet.Words;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Desk.Editing;

/// <summary>All revisions of a story; an older one can be made the current text, which is a new revision.</summary>
static class HistoryEndpoints
{
    const int AtOnce = 50;

    public static void MapHistory(this IEndpointRouteBuilder stories)
    {
        stories.MapGet("/{number:long}/history", History);
        stories.MapGet("/{number:long}/history/{revision:int}", Show);
        stories.MapPost("/{number:long}/history/{revision:int}/restore", Restore);
    }

    static async Task<IResult> History(long number, int? before, StoryReading reading, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        if (await reading.Facts(number, stop) is not { } story) return Results.NotFound();
        var revisions = await reading.History(number, before, stop);
        return new Page<HistoryPage>(EditingEndpoints.Head(say["HistoryOf", story.Slugline]), new { Story = story, Revisions = revisions.Take(AtOnce).ToList(), Older = revisions.Count > AtOnce ? revisions[AtOnce - 1].Number : (int?)null });
    }

    static async Task<IResult> Show(long number, int revision, StoryReading reading, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        if (await reading.Facts(number, stop) is not { } story || await reading.Revision(number, revision, stop) is not { } shown) return Results.NotFound();
        var before = await reading.Revision(number, revision - 1, stop);
        return new Page<RevisionPage>(EditingEndpoints.Head(say["RevisionOf", revision, story.Slugline]), new { Story = story, Shown = shown, Before = before });
    }

    static async Task<IResult> Restore(long number, int revision, [FromForm] int basedOn, CurrentReader me, StoryReading reading, SaveStory saving, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        if (await reading.Facts(number, stop) is not { } story || await reading.Revision(number, revision, stop) is not { } shown) return Results.NotFound();
        var saved = await saving.Restore(number, shown.Text, basedOn, me.Id, stop);
        if (saved.Outcome != Saving.Conflict) return TypedResults.LocalRedirect($"{EditingEndpoints.Address}/{number}?copy=0{(saved.Outcome == Saving.Unchanged ? "&unchanged=true" : $"&saved={basedOn}")}");
        var before = await reading.Revision(number, revision - 1, stop);
        return new Page<RevisionPage>(EditingEndpoints.Head(say["RevisionOf", revision, story.Slugline]), new { Story = story, Shown = shown, Before = before, Newer = await reading.Revision(number, story.LastRevision, stop) }, StatusCodes.Status409Conflict);
    }
}
