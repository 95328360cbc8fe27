using Broadsheet.Kit;
using Broadsheet.Storage;
using Broadsheet.Words;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Desk.Machine;

/// <summary>What could not be delivered, for those who run the paper.</summary>
static class MachineEndpoints
{
    public const string Address = "/desk/machine";
    const int AtOnce = 50;

    public static void MapMachine(this IEndpointRouteBuilder endpoints)
    {
        var machine = endpoints.MapDesk(Address, Policies.Administer);
        machine.MapGet("", Show);
        machine.MapPost("/deliveries/{id:long}/again", TryAgain).WithFormAntiforgery();
        machine.MapPost("/deliveries/{id:long}/throw-away", async (long id, INewsroomWriter writer, CancellationToken stop) =>
        {
            await writer.Write((db, stop) => db.Deliveries.Where(delivery => delivery.Id == id && delivery.DeadAt != null).ExecuteDeleteAsync(stop), stop);
            return TypedResults.LocalRedirect(Address);
        }).WithFormAntiforgery();
    }

    static async Task<IResult> Show(long? before, NewsroomDb db, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        var letters = await db.Deliveries.Where(delivery => delivery.DeadAt != null && delivery.Id < (before ?? long.MaxValue)).OrderByDescending(delivery => delivery.Id).Take(AtOnce + 1)
            .Select(delivery => new DeadLetter(delivery.Id, delivery.Consumer, delivery.Event.Name, delivery.Event.At, delivery.DeadAt!.Value, delivery.LastError ?? "")).ToListAsync(stop);
        var shown = letters.Take(AtOnce).ToList();
        return new Page<MachinePage>(new PageHead { Title = say["Machine"], DeskPart = Address }, new { Letters = shown, Older = letters.Count > AtOnce ? shown[^1].Id : (long?)null });
    }

    static async Task<IResult> TryAgain(long id, INewsroomWriter writer, TimeProvider clock, CancellationToken stop)
    {
        await writer.Write(async (db, stop) =>
        {
            if (await db.Deliveries.SingleOrDefaultAsync(delivery => delivery.Id == id && delivery.DeadAt != null, stop) is not { } letter) return;
            letter.TryAgain(clock.GetUtcNow());
            await db.SaveChangesAsync(stop);
        }, stop);
        return TypedResults.LocalRedirect(Address);
    }
}

public sealed record DeadLetter(long Id, string Consumer, string Event, DateTimeOffset HappenedAt, DateTimeOffset DeadAt, string Error);
