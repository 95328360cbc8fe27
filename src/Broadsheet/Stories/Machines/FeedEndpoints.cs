using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Storage;
using Broadsheet.Stories.Reading;
using Broadsheet.Stories.Subjects;
using Broadsheet.Words;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Stories.Machines;

/// <summary>Feeds of the paper, of each section, topic, writer and storyline, kept as pages are.</summary>
static class FeedEndpoints
{
    public static void MapFeeds(this IEndpointRouteBuilder endpoints)
    {
        Map(endpoints, "feed.xml", "application/rss+xml", (writer, feed) => writer.Rss(feed));
        Map(endpoints, "feed.atom", "application/atom+xml", (writer, feed) => writer.Atom(feed));
        Map(endpoints, "feed.json", "application/feed+json", (writer, feed) => writer.Json(feed));
    }

    static void Map(IEndpointRouteBuilder endpoints, string file, string type, Func<FeedWriter, Feed, string> write)
    {
        endpoints.ForReaders().MapMethods("/" + file, CachedPages.GetOrHead, async (FeedStories stories, FeedWriter writer, NewsroomDb db, ReadStories reading, CurrentEdition edition, PageTags tags, CancellationToken stop) =>
        {
            var paper = edition.Facts.Paper;
            tags.Add(PageTag.Front);
            tags.EndsAt(await reading.NextEmbargoEnds(db, stop));
            return Answer(writer, new Feed(paper.Name, paper.Tagline, "/", await stories.Newest(db, section: null, stop)));
        });
        endpoints.ForReaders().MapMethods("/{section:section}/" + file, CachedPages.GetOrHead, async Task<IResult> (
            string section, HttpContext http, FeedStories stories, FeedWriter writer, NewsroomDb db, ReadStories reading, CurrentEdition edition, PageTags tags, IStringLocalizer<StoriesWords> say, CancellationToken stop) =>
        {
            if (edition.Facts.SectionAt(section) is not { } found) return TypedResults.NotFound();
            var below = StoryAddress.OfSection(found.Slug) + "/";
            if (http.Request.Path.ToUriComponent() != below + file) return CachedPages.Moved(http, below + file);
            tags.Add(PageTag.Section(found.Id));
            tags.EndsAt(await reading.NextEmbargoEnds(db, stop));
            var paper = edition.Facts.Paper.Name;
            return Answer(writer, new Feed($"{found.Name} – {paper}", say["SectionDescription", found.Name, paper], below, await stories.Newest(db, found.Id, stop)));
        });

        foreach (var kind in Enum.GetValues<SubjectKind>())
            endpoints.ForReaders().MapMethods(SubjectAddress.Of(kind, "") + "{slug}/" + file, CachedPages.GetOrHead, async Task<IResult> (
                string slug, FeedStories stories, FeedWriter writer, NewsroomDb db, ReadStories reading, CurrentEdition edition, CurrentSubjects subjects, PageTags tags, CancellationToken stop) =>
            {
                if (subjects.Facts.Find(kind, slug) is not { } found) return TypedResults.NotFound();
                var under = await stories.NewestUnder(db, found.Id, stop);
                tags.Add(PageTag.Subject(found.Id));
                foreach (var story in under) tags.Add(PageTag.Story(story.Number));
                tags.EndsAt(await reading.NextEmbargoEnds(db, stop));
                return Answer(writer, new Feed($"{found.Name} – {edition.Facts.Paper.Name}", found.About.Length > 0 ? found.About : null, SubjectAddress.Of(found) + "/", under));
            });

        Text Answer(FeedWriter writer, Feed feed) => new(type, write(writer, feed));
    }
}
