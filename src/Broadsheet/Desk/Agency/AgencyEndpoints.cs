using Broadsheet.Desk.Editing;
using Broadsheet.Kit;
using Broadsheet.Readers;
using Broadsheet.Storage;
using Broadsheet.Words;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Desk.Agency;

/// <summary>A newer version of the item a story was made of: what changed, into the story with it, or seen.</summary>
static class AgencyEndpoints
{
    public static void MapAgency(this IEndpointRouteBuilder endpoints)
    {
        var story = endpoints.MapDesk(EditingEndpoints.Address + "/{number:long}/agency", Policies.Write);
        story.MapGet("", (long number, NewsroomDb db, StoryReading reading, IStringLocalizer<DeskWords> say, CancellationToken stop) => Compare(number, hasMoved: false, db, reading, say, stop));
        story.MapPost("/take", Take);
        story.MapPost("/seen", Seen);
    }

    static async Task<IResult> Take(
        long number, [FromForm] Guid item, [FromForm] int revision, CurrentReader me, TakeNewer taking, NewsroomDb db, StoryReading reading, IStringLocalizer<DeskWords> say, CancellationToken stop) =>
        await taking.Take(number, item, revision, me.Id, stop)
            ? TypedResults.LocalRedirect($"{EditingEndpoints.Address}/{number}?saved={revision}&copy=0")
            : await Compare(number, hasMoved: true, db, reading, say, stop);

    static async Task<IResult> Seen(long number, [FromForm] Guid item, TakeNewer taking, NewsroomDb db, StoryReading reading, IStringLocalizer<DeskWords> say, CancellationToken stop) =>
        await taking.Seen(number, item, stop) ? TypedResults.LocalRedirect($"{EditingEndpoints.Address}/{number}") : await Compare(number, hasMoved: true, db, reading, say, stop);

    static async Task<IResult> Compare(long number, bool hasMoved, NewsroomDb db, StoryReading reading, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        if (await reading.Facts(number, stop) is not { WireItemId: { } knownId } story || await db.AgencyNewsOf(number, stop) is not { } news) return Results.NotFound();
        if (!news.IsNewer) return TypedResults.LocalRedirect($"{EditingEndpoints.Address}/{number}");
        var text = (await reading.Revision(number, story.LastRevision, stop))!.Text;
        var known = await db.WireItems.SingleAsync(item => item.Id == knownId, stop);
        var newest = await db.WireItems.SingleAsync(item => item.Id == news.NewestItem, stop);
        var shown = new ComparisonShown(story, news, NewerVersion.Of(text, TakeNewer.TextOf(known, text.SectionId), TakeNewer.TextOf(newest, text.SectionId)), newest.Read().EdNote, hasMoved);
        return new Page<ComparisonPage>(EditingEndpoints.Head(say["AgencyNewerOf", story.Slugline]), new { Shown = shown }, hasMoved ? StatusCodes.Status409Conflict : StatusCodes.Status200OK);
    }
}

/// <summary>What the agency changed, beside the story.</summary>
public sealed record ComparisonShown(StoryFacts Story, AgencyNews News, NewerVersion Newer, string? EdNote, bool HasMoved);
