using Broadsheet.Desk.Editing;
using Broadsheet.Desk.Schedule;
using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Storage;
using Broadsheet.Stories;
using Broadsheet.Words;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Desk.Publishing;

/// <summary>The page before the button: what readers will see, what stands in the way, and a time for it.</summary>
sealed class ConfirmPage(NewsroomDb db, Publishing publishing, StoryReading reading, CurrentEdition edition, PaperTime time, IStringLocalizer<DeskWords> say)
{
    /// <summary>As somebody opens it, or after a time was typed that will not do.</summary>
    public async Task<IResult> Of(long number, UpdateForm form, TimeAsked? asked, int status, CancellationToken stop)
    {
        if (await reading.Facts(number, stop) is not { } story) return Results.NotFound();
        return await Of(story, form, await publishing.WhyNot(db, number, story.LastRevision, stop), asked, status, stop);
    }

    public async Task<IResult> Of(StoryFacts story, UpdateForm form, Refusal? refusal, TimeAsked? asked, int status, CancellationToken stop)
    {
        var text = (await reading.Revision(story.Number, story.LastRevision, stop))!;
        var published = story.PublishedRevision is { } before ? await reading.Revision(story.Number, before, stop) : null;
        var address = edition.Facts.SectionOf(text.Text.SectionId) is { } section ? StoryAddress.Of(section.Slug, StorySlug.Of(text.Text.Headline), story.Number) : null;
        var planned = await db.PlannedOf(story.Number, stop);
        var shown = new PublishShown(story, text, published, address, refusal is null ? null : say.Sentence(refusal, time), await reading.Agency(story.Number, stop))
        {
            Form = form,
            OnlyMendLeft = refusal?.Key == Publishing.NothingToUpdate,
            MendProblem = refusal is { Key: "MendMissing" or "TooLong" or "ToldSilently" } ? say.Sentence(refusal, time) : null,
            Planned = planned,
            Asked = asked ?? new TimeAsked(Proposed(refusal, planned), null, null),
        };
        return new Page<PublishPage>(EditingEndpoints.Head(say[PublishPage.Title(story), story.Slugline]), new { Shown = shown }, status);
    }

    /// <summary>The time that is set already, or the end of the embargo.</summary>
    TypedTime Proposed(Refusal? refusal, PlannedStory? planned) => planned is { IsWaiting: true } ? SetTime.Typed(planned.At, edition.Facts.Zone)
        : refusal is { IsEmbargo: true, About: [DateTimeOffset end] } && end > time.Now ? SetTime.Typed(end, edition.Facts.Zone) : new TypedTime();
}
