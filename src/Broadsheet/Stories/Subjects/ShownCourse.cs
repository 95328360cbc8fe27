using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Storage;
using Broadsheet.Stories.Reading;

namespace Broadsheet.Stories.Subjects;

/// <summary>A storyline as readers see it: what happened, the oldest first, and what is due, the next first.</summary>
public sealed record ShownCourse(Subject Storyline, IReadOnlyList<RelatedStory> Happened, IReadOnlyList<DuePoint> Due);

/// <summary>Reads courses of events.</summary>
public sealed class ReadCourses(ReadStories stories, CurrentSubjects subjects, PaperTime time)
{
    const int MostOnFront = 3, HappenedOnFront = 3, DueOnFront = 1, HappenedBeside = 6, DueBeside = 3;

    /// <summary>Those an editor put on the front page; one of which nothing is published yet does not stand there.</summary>
    public async Task<IReadOnlyList<ShownCourse>> OnFront(NewsroomDb db, CancellationToken stop)
    {
        var shown = new List<ShownCourse>();
        foreach (var storyline in subjects.Facts.Storylines.Where(storyline => storyline.IsOnFront).Take(MostOnFront))
            if (await Read(db, storyline, HappenedOnFront, DueOnFront, stop) is { Happened.Count: > 0 } course) shown.Add(course);
        return shown;
    }

    /// <summary>The one a story belongs to; null, and nothing asked, where it belongs to none. Changes with every story on it.</summary>
    public async Task<ShownCourse?> Of(NewsroomDb db, ReadStory story, PageTags tags, CancellationToken stop)
    {
        if (subjects.Facts.StorylineOf(story.Text) is not { } storyline) return null;
        tags.Add(PageTag.Subject(storyline.Id));
        var course = await Read(db, storyline, HappenedBeside, DueBeside, stop);
        foreach (var other in course.Happened) tags.Add(PageTag.Story(other.Number));
        if (course.Due.Count > 0) tags.EndsAt(time.EndOfToday());
        return course;
    }

    async Task<ShownCourse> Read(NewsroomDb db, Subject storyline, int happened, int due, CancellationToken stop)
    {
        var newest = await stories.OnStoryline(db, storyline.Id, happened, stop);
        newest.Reverse();
        return new ShownCourse(storyline, newest, [.. subjects.Facts.DueFrom(storyline.Id, time.Today).Take(due)]);
    }
}
