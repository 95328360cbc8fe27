using Broadsheet.Kit;
using Broadsheet.Readers;
using Broadsheet.Words;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Desk.People;

/// <summary>Who works at the desk: invite, give another role, end access; and who did all that.</summary>
static class PeopleEndpoints
{
    public const string Address = "/desk/people";

    public static void MapPeople(this IEndpointRouteBuilder endpoints)
    {
        var people = endpoints.MapDesk(Address, Policies.Administer);
        people.MapGet("", (long? before, string? invited, bool? kept, PeopleReading reading, IStringLocalizer<DeskWords> say, CancellationToken stop) =>
            List(new InviteForm(), [], before, invited, kept is true, reading, say, stop));
        people.MapPost("", Invite).WithFormAntiforgery();
        people.MapGet("/{id:guid}", async (Guid id, bool? saved, CurrentReader me, PeopleReading reading, IStringLocalizer<DeskWords> say, CancellationToken stop) => await Show(id, saved is true, null, me, reading, say, stop));
        people.MapPost("/{id:guid}", (Guid id, [FromForm] string? role, CurrentReader me, Registrar registrar, PeopleReading reading, IStringLocalizer<ReadersWords> sayWhyNot, IStringLocalizer<DeskWords> say, CancellationToken stop) =>
            Give(id, InviteForm.RoleOf(role), me, registrar, reading, sayWhyNot, say, stop)).WithFormAntiforgery();
        people.MapPost("/{id:guid}/end", (Guid id, CurrentReader me, Registrar registrar, PeopleReading reading, IStringLocalizer<ReadersWords> sayWhyNot, IStringLocalizer<DeskWords> say, CancellationToken stop) =>
            Give(id, Role.Reader, me, registrar, reading, sayWhyNot, say, stop)).WithFormAntiforgery();
    }

    static async Task<IResult> Invite(
        [FromForm] string? handle, [FromForm] string? email, [FromForm] string? role, CurrentReader me, Registrar registrar, PeopleReading reading,
        IStringLocalizer<ReadersWords> sayWhyNot, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        var typed = new InviteForm { Handle = TypedText.Line(handle), Email = TypedText.Line(email), Role = role };
        var given = InviteForm.RoleOf(role);
        var problems = Registrar.Unfit(typed.Handle, typed.Email).ToDictionary(InviteForm.FieldOf, sayWhyNot.Sentence);
        if (given is null) problems[nameof(InviteForm.Role)] = say["PeopleRoleMissing"];
        if (problems.Count == 0 && await registrar.Invite(typed.Handle, typed.Email, given!.Value, me.Id, stop) is { } problem) problems[InviteForm.FieldOf(problem)] = sayWhyNot.Sentence(problem);
        if (problems.Count > 0) return await List(typed, problems, null, null, false, reading, say, stop);
        var kept = await reading.HandleOf(typed.Email, stop) is { } theirs && Reader.KeyOf(theirs) != Reader.KeyOf(typed.Handle);
        return TypedResults.LocalRedirect($"{Address}?invited={Uri.EscapeDataString(typed.Email)}{(kept ? "&kept=true" : "")}");
    }

    static async Task<IResult> Give(
        Guid id, Role? role, CurrentReader me, Registrar registrar, PeopleReading reading, IStringLocalizer<ReadersWords> sayWhyNot, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        if (await reading.Find(id, stop) is null || role is null) return Results.NotFound();
        if (await registrar.GiveRole(id, role.Value, me.Id, stop) is { } problem) return await Show(id, false, sayWhyNot.Sentence(problem), me, reading, say, stop);
        // Whoever changed their own role is signed out by that.
        return TypedResults.LocalRedirect(id == me.Id ? "/" : $"{Address}/{id}?saved=true");
    }

    static async Task<IResult> List(
        InviteForm form, Dictionary<string, string> problems, long? before, string? invited, bool isKept, PeopleReading reading, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        var trail = await reading.Trail(before, stop);
        return new Page<PeoplePage>(
            new PageHead { Title = say["People"], DeskPart = Address },
            new { People = await reading.AtTheDesk(stop), Trail = trail.Take(PeopleReading.AtOnce).ToList(), Older = trail.Count > PeopleReading.AtOnce ? trail[PeopleReading.AtOnce - 1].Id : (long?)null, Form = form, Problems = problems, Invited = invited, Kept = isKept && invited is not null ? await reading.HandleOf(invited, stop) : null },
            problems.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    static async Task<IResult> Show(Guid id, bool saved, string? problem, CurrentReader me, PeopleReading reading, IStringLocalizer<DeskWords> say, CancellationToken stop) =>
        await reading.Find(id, stop) is { } person
            ? new Page<PersonPage>(
                new PageHead { Title = person.Handle, DeskPart = Address }, new { Person = person, IsSaved = saved, Problem = problem, IsMe = id == me.Id },
                problem is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict)
            : Results.NotFound();
}
