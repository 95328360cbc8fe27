using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Storage;
using Broadsheet.Words;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Desk.PaperItself;

/// <summary>What the paper is called, how it speaks, what it is made of: asked at the first start, changed here later.</summary>
static class PaperEndpoints
{
    public const string Address = "/desk/paper";

    public static void MapPaper(this IEndpointRouteBuilder endpoints)
    {
        var paper = endpoints.MapDesk(Address, Policies.RunThePaper);
        paper.MapGet("", IResult (bool? saved, CurrentEdition edition, IStringLocalizer<DeskWords> say) => Show(PaperForm.Of(edition.Facts, say), [], edition, say, saved is true));
        paper.MapPost("", Save).WithFormAntiforgery();
    }

    static async Task<IResult> Save(PaperForm form, SavePaper saving, CurrentEdition edition, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        var first = edition.Facts.Paper.IsUnfinished;
        var problems = form.Problems(say);
        if (problems.Count > 0) return Show(form, problems, edition, say);
        if (await saving.Save(form.Change, first ? null : form.Seen, form.Wanted(), HasStories, stop) is { } refusal)
        {
            if (refusal == PaperRefusal.Changed)
                return Show(form with { Seen = PaperForm.Of(edition.Facts, say).Seen }, new Dictionary<string, string> { ["Meanwhile"] = say["SavedMeanwhile"] }, edition, say, status: StatusCodes.Status409Conflict);
            return Show(form, new Dictionary<string, string>
            {
                [(refusal.TakenSlug is null ? PaperForm.SectionRemoveField : PaperForm.SectionSlugField) + refusal.Id] =
                    refusal.TakenSlug is { } slug ? say["PaperSlugTaken", slug] : say["PaperSectionHasStories", refusal.Name],
            }, edition, say);
        }
        return TypedResults.LocalRedirect(first ? "/desk/wire" : Address + "?saved=true");
    }

    /// <summary>Also such as readers do not see: a draft, or a text it had once.</summary>
    static Task<bool> HasStories(NewsroomDb db, int section, CancellationToken stop) =>
        db.Stories.AnyAsync(story => story.SectionId == section || db.WorkingCopies.Any(copy => copy.StoryNumber == story.Number && copy.Text.SectionId == section), stop);

    static Page<PaperPage> Show(PaperForm form, Dictionary<string, string> problems, CurrentEdition edition, IStringLocalizer<DeskWords> say, bool saved = false, int? status = null) => new(
        new PageHead { Title = say[edition.Facts.Paper.IsUnfinished ? "PaperBegins" : "ThePaper"], DeskPart = Address },
        new { Form = form, Problems = problems, IsSaved = saved, IsFirst = edition.Facts.Paper.IsUnfinished },
        status ?? (problems.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK));
}
