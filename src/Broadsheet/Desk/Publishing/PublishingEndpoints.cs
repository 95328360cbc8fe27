using Broadsheet.Desk.Agency;
using Broadsheet.Desk.Editing;
using Broadsheet.Desk.Schedule;
using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Readers;
using Broadsheet.Storage;
using Broadsheet.Stories;
using Broadsheet.Stories.Mends;
using Broadsheet.Words;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Desk.Publishing;

/// <summary>Publish, update and withdraw: each a page that shows what readers will see, before the button.</summary>
static class PublishingEndpoints
{
    public static void MapPublishing(this IEndpointRouteBuilder endpoints)
    {
        var story = endpoints.MapDesk(EditingEndpoints.Address + "/{number:long}", Policies.Write);
        story.MapGet("/publish", ShowPublish);
        story.MapPost("/publish", Publish);
        story.MapGet("/withdraw", (long number, NewsroomDb db, StoryReading reading, IStringLocalizer<DeskWords> say, CancellationToken stop) => Withdrawing(number, "", null, reading, say, stop));
        story.MapPost("/withdraw", Withdraw);
    }

    static Task<IResult> ShowPublish(long number, ConfirmPage confirm, CancellationToken stop) => confirm.Of(number, new UpdateForm(), asked: null, StatusCodes.Status200OK, stop);

    static async Task<IResult> Publish(
        long number, [FromForm] int revision, [FromForm] string? how, [FromForm] string? told, [FromForm] bool? look,
        CurrentReader by, NewsroomDb db, Publishing publishing, StoryReading reading, ConfirmPage confirm, CancellationToken stop)
    {
        var form = new UpdateForm { Revision = revision, How = how, Told = told, Look = look };
        var looked = form.Look is true;
        var refusal = form.Problem ?? (looked ? await publishing.WhyNot(db, number, form.Revision, stop) : await publishing.Publish(number, form.Revision, form.Mend, by.Id, stop));
        if (refusal is null && !looked) return TypedResults.LocalRedirect($"{EditingEndpoints.Address}/{number}?published=true&copy=0");
        if (await reading.Facts(number, stop) is not { } story) return Results.NotFound();
        return await confirm.Of(story, form, refusal, asked: null, looked ? StatusCodes.Status200OK : StatusCodes.Status409Conflict, stop);
    }

    static async Task<IResult> Withdraw(
        long number, [FromForm] string? reason, [FromForm] bool? look, Publishing publishing, StoryReading reading, PaperTime time, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        var typed = TypedText.Lines(reason);
        if (look is true) return await Withdrawing(number, typed, null, reading, say, stop);
        return await publishing.Withdraw(number, typed, stop) is { } refusal
            ? await Withdrawing(number, typed, say.Sentence(refusal, time), reading, say, stop)
            : TypedResults.LocalRedirect($"{EditingEndpoints.Address}/{number}?copy=0");
    }

    static async Task<IResult> Withdrawing(long number, string reason, string? problem, StoryReading reading, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        if (await reading.Facts(number, stop) is not { } story) return Results.NotFound();
        if (story is not { State: StoryState.Published, PublishedRevision: { } seen }) return TypedResults.LocalRedirect($"{EditingEndpoints.Address}/{number}");
        var text = (await reading.Revision(number, seen, stop))!;
        return new Page<WithdrawPage>(
            EditingEndpoints.Head(say["WithdrawTitle", story.Slugline]), new { Story = story, Text = text, Reason = reason, Problem = problem },
            problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}

/// <summary>What will be published, and what readers see now.</summary>
public sealed record PublishShown(StoryFacts Story, RevisionFacts Text, RevisionFacts? Published, string? Address, string? Refusal, AgencyNews? Agency)
{
    public UpdateForm Form { get; init; } = new();

    /// <summary>Readers see this text already; what is left is to add a word in public.</summary>
    public bool OnlyMendLeft { get; init; }

    /// <summary>What is wrong with the public text.</summary>
    public string? MendProblem { get; init; }

    /// <summary>Whether a time is set already.</summary>
    public PlannedStory? Planned { get; init; }

    /// <summary>What stands in the fields of the time.</summary>
    public required TimeAsked Asked { get; init; }
}

/// <summary>How an update is made: in silence, or telling readers what it mends.</summary>
public sealed record UpdateForm
{
    public int Revision { get; init; }

    /// <summary>correction or clarification; anything else: in silence.</summary>
    public string? How { get; init; }
    public string? Told { get; init; }

    /// <summary>Only to see it.</summary>
    public bool? Look { get; init; }

    public MendKind? Kind => How switch { "correction" => MendKind.Correction, "clarification" => MendKind.Clarification, _ => null };

    /// <summary>What was written for readers is not thrown away in silence.</summary>
    internal Refusal? Problem => Kind is null && TypedText.Lines(Told).Length > 0 ? new Refusal("ToldSilently") : null;

    public MendTold? Mend => Kind is { } kind ? new MendTold(kind, TypedText.Lines(Told)) : null;
}
