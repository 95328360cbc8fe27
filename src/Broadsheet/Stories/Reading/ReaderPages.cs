using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Storage;
using Broadsheet.Stories.Machines;
using Broadsheet.Stories.Mends;
using Broadsheet.Stories.Subjects;
using Broadsheet.Words;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Stories.Reading;

/// <summary>The pages on which readers read: front page, section, story.</summary>
static class ReaderPages
{
    // The time of day stands on the front page.
    static readonly TimeSpan FrontPageKept = TimeSpan.FromMinutes(1);
    const int LongestDescription = 200;

    public static void MapReaderPages(this IEndpointRouteBuilder endpoints)
    {
        endpoints.ForReaders().MapMethods("/", CachedPages.GetOrHead, ShowFront);
        endpoints.ForReaders().MapMethods("/picture/{number:long}", CachedPages.GetOrHead, PicturePages.Show);
        endpoints.ForReaders(isPaged: true).MapMethods("/{section:section}", CachedPages.GetOrHead, ShowSection);
        endpoints.ForReaders().MapMethods("/{section:section}/{slugAndNumber}", CachedPages.GetOrHead, ShowStory);
    }

    static async Task<IResult> ShowFront(FrontPageReading reading, NewsroomDb db, CurrentEdition edition, PaperTime time, PageTags tags, CancellationToken stop)
    {
        var front = await reading.Read(db, stop);
        tags.Add(PageTag.Front);
        foreach (var picture in front.View.Pictures) tags.Add(PageTag.Picture(picture.Number));
        tags.EndsAt(front.EmbargoEnds);
        tags.EndsAt(time.EndOfToday());
        tags.EndsAt(time.Now + FrontPageKept);
        var head = new PageHead { IsFront = true, CanonicalPath = "/", Description = edition.Facts.Paper.Tagline, FeedsBelow = "/", Social = new Social { Type = "website", Title = edition.Facts.Paper.Name } };
        return new Page<FrontPage>(head, new { front.View, front.Mends, front.Courses });
    }

    static async Task<IResult> ShowSection(
        string section, HttpContext http, ReadStories stories, NewsroomDb db, CurrentEdition edition, PaperTime time, PageTags tags, IStringLocalizer<StoriesWords> say, CancellationToken stop)
    {
        if (edition.Facts.SectionAt(section) is not { } found) return TypedResults.NotFound();
        var address = StoryAddress.OfSection(found.Slug);
        if (http.Request.Path.ToUriComponent() != address) return CachedPages.Moved(http, address);

        ListKey? after = null;
        if (http.Request.Query.TryGetValue("after", out var text))
        {
            if (!ListKey.TryParse(text, out var key)) return TypedResults.BadRequest();
            after = key;
        }
        const int OneMore = SectionView.StoriesOnPage + 1;
        var listed = after is { } from
            ? await stories.EarlierOf(db, found.Id, from, OneMore, stop)
            : await stories.NewestOf(db, found.Id, OneMore, stop);
        var cards = await stories.Cards(db, listed.Take(SectionView.StoriesOnPage).Select(story => story.Number), stop);
        var shown = FrontPageView.Shown(listed, cards);
        var next = listed.Count == OneMore && shown.Count > 0 ? new ListKey(shown[^1].PublishedAt, shown[^1].Number).ToString() : null;

        tags.Add(PageTag.Section(found.Id));
        foreach (var story in shown) if (story.Hung is { } picture) tags.Add(PageTag.Picture(picture.Number));
        tags.EndsAt(await stories.NextEmbargoEnds(db, stop));
        tags.EndsAt(time.EndOfToday());
        var view = after is null ? SectionView.First(found, shown, next) : SectionView.Later(found, shown, next);
        var head = new PageHead
        {
            Title = found.Name,
            Section = found.Slug,
            CanonicalPath = after is null ? address : $"{address}?after={after}",
            Description = say["SectionDescription", found.Name, edition.Facts.Paper.Name],
            FeedsBelow = address + "/",
            Social = new Social { Type = "website", Title = found.Name },
        };
        return new Page<SectionPage>(head, new { View = view });
    }

    static async Task<IResult> ShowStory(string slugAndNumber, HttpContext http, ReadStories stories, NewsroomDb db, StructuredData data, ReadMends mends, ReadCourses courses, PaperTime time, PageTags tags, IStringLocalizer<StoriesWords> say, CancellationToken stop)
    {
        if (StoryAddress.NumberIn(slugAndNumber) is not { } number) return TypedResults.NotFound();
        if (await stories.Find(db, number, stop) is not { } story) return TypedResults.NotFound();
        // The number decides; the rest of an address may have been another before.
        if (http.Request.Path.ToUriComponent() != story.Address) return CachedPages.Moved(http, story.Address);

        tags.Add(PageTag.Story(story.Number));
        if (story.Hung is { } picture) tags.Add(PageTag.Picture(picture.Number));
        if (story.State == StoryState.Withdrawn)
        {
            var gone = new PageHead { Title = say["Withdrawn"], Section = story.Section, NoIndex = true };
            return new Page<WithdrawnPage>(gone, new { Story = story }, StatusCodes.Status410Gone);
        }

        var related = await stories.Beside(db, story, stop);
        foreach (var other in related) tags.Add(PageTag.Story(other.Number));
        tags.EndsAt(story.NextEmbargoEnds);
        tags.EndsAt(time.EndOfThisYear());
        var head = new PageHead
        {
            Title = story.Text.Headline,
            Description = story.Text.Standfirst is { Length: > 0 } standfirst ? WholeCharacters.Cut(standfirst, LongestDescription) : null,
            CanonicalPath = story.Address,
            Section = story.Section,
            StructuredData = data.Of(story),
            Social = SocialOf(story),
        };
        return new Page<StoryPage>(head, new { Story = story, Related = related, Mends = await mends.Of(db, story, stop), Course = await courses.Of(db, story, tags, stop) });
    }

    static Social SocialOf(ReadStory story) => new()
    {
        Type = "article",
        Title = story.Text.Headline,
        Section = story.SectionName,
        PublishedAt = story.PublishedAt,
        ModifiedAt = story.LastChanged,
        Picture = story.Picture is { ForSharing: var shared } picture ? new SocialPicture(shared.Address, shared.Width, shared.Height, picture.Alt) : null,
    };
}
