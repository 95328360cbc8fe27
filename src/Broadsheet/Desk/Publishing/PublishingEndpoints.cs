using Broadsheet.Desk.Agency;
using Broadsheet.Desk.Editing;
using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Storage;
using Broadsheet.Stories;
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

    static async Task<IResult> ShowPublish(
        long number, NewsroomDb db, Publishing publishing, StoryReading reading, CurrentEdition edition, PaperTime time, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        if (await reading.Facts(number, stop) is not { } story) return Results.NotFound();
        return await Confirm(story, await publishing.WhyNot(db, number, story.LastRevision, stop), StatusCodes.Status200OK, reading, edition, time, say, stop);
    }

    static async Task<IResult> Publish(
        long number, [FromForm] int revision, Publishing publishing, StoryReading reading, CurrentEdition edition, PaperTime time, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        var refusal = await publishing.Publish(number, revision, stop);
        if (refusal is null) return TypedResults.LocalRedirect($"{EditingEndpoints.Address}/{number}?published=true&copy=0");
        if (await reading.Facts(number, stop) is not { } story) return Results.NotFound();
        return await Confirm(story, refusal, StatusCodes.Status409Conflict, reading, edition, time, say, stop);
    }

    static async Task<IResult> Confirm(
        StoryFacts story, Refusal? refusal, int status, StoryReading reading, CurrentEdition edition, PaperTime time, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        var text = (await reading.Revision(story.Number, story.LastRevision, stop))!;
        var published = story.PublishedRevision is { } before ? await reading.Revision(story.Number, before, stop) : null;
        var address = edition.Facts.SectionOf(text.Text.SectionId) is { } section ? StoryAddress.Of(section.Slug, StorySlug.Of(text.Text.Headline), story.Number) : null;
        var shown = new PublishShown(story, text, published, address, refusal is null ? null : say.Sentence(refusal, time), await reading.Agency(story.Number, stop));
        return new Page<PublishPage>(EditingEndpoints.Head(say[PublishPage.Title(story), story.Slugline]), new { Shown = shown }, status);
    }

    static async Task<IResult> Withdraw(
        long number, [FromForm] string? reason, [FromForm] bool? look, Publishing publishing, StoryReading reading, PaperTime time, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        var typed = TypedText.Sound(reason).Trim();
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
public sealed record PublishShown(StoryFacts Story, RevisionFacts Text, RevisionFacts? Published, string? Address, string? Refusal, AgencyNews? Agency);
