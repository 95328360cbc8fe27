using Broadsheet.Desk.PaperItself;
using Broadsheet.Desk.Taking;
using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Readers;
using Broadsheet.Storage;
using Broadsheet.Wire;
using Broadsheet.Words;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Desk.Inbox;

static class InboxEndpoints
{
    public const string Address = "/desk/wire";

    public static void MapInbox(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapDesk("/desk", Policies.Write).MapGet("", (HttpContext http, CurrentEdition edition) =>
            TypedResults.LocalRedirect(edition.Facts.Paper.IsUnfinished && (http.User.IsInRole(nameof(Role.Administrator)) || http.User.IsInRole(nameof(Role.Editor))) ? PaperEndpoints.Address : Address));
        var wire = endpoints.MapDesk(Address, Policies.Write);
        wire.MapGet("", async Task<IResult> (ListKey? before, InboxFilter filter, InboxReading inbox, IStringLocalizer<DeskWords> say, CancellationToken stop) =>
            Inbox(say["Wire"], await inbox.Page(filter, before, preview: null, stop)));
        wire.MapGet("/{line:long}", Preview);
        wire.MapPost("/{line:long}/take", Take);
        wire.MapGet("/refused", Refused);
        wire.MapWireStream();
    }

    static async Task<IResult> Preview(
        long line, long? version, ListKey? before, InboxFilter filter, HttpRequest request, InboxReading inbox, INewsroomWriter writer, TimeProvider clock, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        if (await inbox.Preview(line, version, stop) is not { } shown) return Results.NotFound();
        if (!shown.Line.Seen && shown.IsNewest)
        {
            try { await writer.Write((db, stop) => db.MarkSeen(line, shown.Facts.Version, clock.GetUtcNow(), stop), stop); }
            catch (StorageRefusedException) { /* To be read, an item needs nothing written: it stays unseen. */ }
        }
        shown = shown with { Line = shown.Line with { Seen = true } };
        return request.IsAsked()
            ? Fragment.Of<Preview>(new { Shown = shown })
            : Inbox(shown.Line.Headline, await inbox.Page(filter, before, shown, stop));
    }

    static async Task<IResult> Take(
        long line, [FromForm] int sectionId, CurrentReader me, TakeItem taking, InboxReading inbox, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        var taken = await taking.Take(line, sectionId, me.Id, stop);
        if (taken.Story is { } number) return TypedResults.LocalRedirect($"/desk/stories/{number}");
        if (await inbox.Preview(line, version: null, stop) is not { } shown) return Results.NotFound();
        return Inbox(shown.Line.Headline, await inbox.Page(InboxFilter.None, before: null, shown with { NotTakeable = taken.Problem }, stop), StatusCodes.Status409Conflict);
    }

    static async Task<IResult> Refused(ListKey? before, NewsroomDb db, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        const int atOnce = 50;
        var refusals = db.Refusals.AsQueryable();
        if (before is { At: var time, Number: var id }) refusals = refusals.Where(refusal => refusal.At <= time && (refusal.At < time || refusal.Id < id));
        var rows = await refusals.OrderByDescending(refusal => refusal.At).ThenByDescending(refusal => refusal.Id)
            .Select(refusal => new RefusedFile(refusal.Id, refusal.At, refusal.Source!.Name, refusal.File, refusal.Reason)).Take(atOnce + 1).ToListAsync(stop);
        var shown = rows.Take(atOnce).ToList();
        return new Page<RefusedPage>(Head(say["Refused"]), new { Files = shown, Older = rows.Count > atOnce ? shown[^1].Key : (ListKey?)null, IsFirst = before is null });
    }

    static Page<InboxPage> Inbox(string title, InboxShown shown, int status = StatusCodes.Status200OK) => new(Head(title), new { Shown = shown }, status);

    static PageHead Head(string title) => new() { Title = title, DeskPart = Address };
}

public sealed record RefusedFile(long Id, DateTimeOffset At, string Source, string File, string Reason)
{
    public ListKey Key => new(At, Id);
}
