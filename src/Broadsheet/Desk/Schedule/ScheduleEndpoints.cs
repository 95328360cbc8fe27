using Broadsheet.Desk.Editing;
using Broadsheet.Desk.Publishing;
using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Readers;
using Broadsheet.Storage;
using Broadsheet.Words;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Desk.Schedule;

/// <summary>What is published at a set time: set it, give it up, see what waits and what went wrong.</summary>
static class ScheduleEndpoints
{
    public const string Address = "/desk/schedule";

    public static void MapSchedule(this IEndpointRouteBuilder endpoints)
    {
        var schedule = endpoints.MapDesk(Address, Policies.Write);
        schedule.MapGet("", async Task<IResult> (ListKey? after, NewsroomDb db, PaperTime time, IStringLocalizer<DeskWords> say, CancellationToken stop) =>
        {
            var (waiting, later) = await db.Planned(after, stop);
            return new Page<SchedulePage>(EditingEndpoints.Head(say["Schedule"]), new { Waiting = waiting, Held = await Publishing.Publishing.HeldBack(db, waiting, stop), Alarms = await db.ScheduleAlarms(time.Now, stop), Later = later });
        });
        schedule.MapPost("/{number:long}/seen", async (long number, Scheduling scheduling, CancellationToken stop) =>
        {
            await scheduling.Seen(number, stop);
            return TypedResults.LocalRedirect(Address);
        }).WithFormAntiforgery();
        var story = endpoints.MapDesk(EditingEndpoints.Address + "/{number:long}/schedule", Policies.Write);
        story.MapPost("", Set);
        story.MapPost("/give-up", async (long number, Scheduling scheduling, CancellationToken stop) =>
        {
            await scheduling.GiveUp(number, stop);
            return TypedResults.LocalRedirect($"{EditingEndpoints.Address}/{number}?copy=0");
        }).WithFormAntiforgery();
    }

    static async Task<IResult> Set(
        long number, [FromForm] int revision, [FromForm] string? on, [FromForm] string? at, [FromForm] string? which,
        CurrentReader me, Scheduling scheduling, ConfirmPage confirm, CurrentEdition edition, PaperTime time, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        var typed = new TypedTime { On = on, At = at, Which = which };
        var asked = SetTime.Of(typed, edition.Facts.Zone, time.Now);
        var refusal = asked.At is { } then ? await scheduling.Set(number, revision, then, me.Id, stop) : asked.Problem;
        if (refusal is null) return TypedResults.LocalRedirect($"{EditingEndpoints.Address}/{number}?copy=0");
        return await confirm.Of(number, new UpdateForm { Revision = revision }, new TimeAsked(typed, say.Sentence(refusal, time), asked.Twice), StatusCodes.Status422UnprocessableEntity, stop);
    }
}

/// <summary>What was typed as a time, and what is wrong with it.</summary>
public sealed record TimeAsked(TypedTime Typed, string? Problem, (DateTimeOffset First, DateTimeOffset Second)? Twice);
