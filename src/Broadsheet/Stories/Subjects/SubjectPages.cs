using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Storage;
using Broadsheet.Stories.Reading;
using Broadsheet.Words;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Stories.Subjects;

/// <summary>What is gathered under one, and what is due on a storyline; <see cref="After"/> is the key of the next page, null on the last.</summary>
public sealed record SubjectView(Subject Subject, IReadOnlyList<DuePoint> Due, Columns Stories, bool IsFirst, string? After);

/// <summary><c>/topic/{slug}</c>, <c>/writer/{slug}</c> and <c>/storyline/{slug}</c>.</summary>
static class SubjectPages
{
    const int StoriesOnPage = 24, ColumnsOnPage = 3;

    public static void MapSubjectPages(this IEndpointRouteBuilder endpoints)
    {
        foreach (var kind in Enum.GetValues<SubjectKind>())
            endpoints.ForReaders(isPaged: true).MapMethods(SubjectAddress.Of(kind, "") + "{slug}", CachedPages.GetOrHead, (
                string slug, HttpContext http, CurrentSubjects subjects, ReadStories stories, NewsroomDb db, CurrentEdition edition, PaperTime time, PageTags tags, IStringLocalizer<StoriesWords> say, CancellationToken stop) =>
                Show(kind, slug, http, subjects, stories, db, edition, time, tags, say, stop));
    }

    static async Task<IResult> Show(
        SubjectKind kind, string slug, HttpContext http, CurrentSubjects subjects, ReadStories stories, NewsroomDb db, CurrentEdition edition, PaperTime time, PageTags tags, IStringLocalizer<StoriesWords> say, CancellationToken stop)
    {
        if (subjects.Facts.Find(kind, slug.ToLowerInvariant()) is not { } subject) return TypedResults.NotFound();
        var address = SubjectAddress.Of(subject);
        if (http.Request.Path.ToUriComponent() != address) return CachedPages.Moved(http, address);
        ListKey? after = null;
        if (http.Request.Query.TryGetValue("after", out var text))
        {
            if (!ListKey.TryParse(text, out var key)) return TypedResults.BadRequest();
            after = key;
        }
        var listed = await stories.UnderSubject(db, subject.Id, after, StoriesOnPage + 1, stop);
        var cards = await stories.Cards(db, listed.Take(StoriesOnPage).Select(story => story.Number), stop);
        var shown = FrontPageView.Shown(listed, cards);
        var next = listed.Count > StoriesOnPage && shown.Count > 0 ? new ListKey(shown[^1].PublishedAt, shown[^1].Number).ToString() : null;

        tags.Add(PageTag.Subject(subject.Id));
        foreach (var story in shown) tags.Add(PageTag.Story(story.Number));
        foreach (var story in shown) if (story.Hung is { } picture) tags.Add(PageTag.Picture(picture.Number));
        tags.EndsAt(await stories.NextEmbargoEnds(db, stop));
        tags.EndsAt(time.EndOfToday());
        var view = new SubjectView(subject, after is null ? [.. subjects.Facts.DueFrom(subject.Id, time.Today)] : [], Columns.Of([.. shown.Select(story => new PlacedStory(story, Weight.Standfirst))], ColumnsOnPage), after is null, next);
        var head = new PageHead
        {
            Title = subject.Name,
            CanonicalPath = after is null ? address : $"{address}?after={after}",
            Description = subject.About.Length > 0 ? subject.About : say[kind == SubjectKind.Writer ? "WriterDescription" : "SectionDescription", subject.Name, edition.Facts.Paper.Name],
            FeedsBelow = address + "/",
            Social = new Social { Type = kind == SubjectKind.Writer ? "profile" : "website", Title = subject.Name },
        };
        return new Page<SubjectPage>(head, new { View = view });
    }
}
