using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Stories.Subjects;

/// <summary>Publishing puts a story under its topics, its storyline and the writers its byline names.</summary>
public static class Filing
{
    /// <summary>Shows the revision to readers and files it, in the same change; what was filed before and no longer holds goes.</summary>
    public static async Task Publish(this NewsroomDb db, Story story, Revision revision, DateTimeOffset now, CancellationToken stop)
    {
        var published = story.Publish(revision, now);
        var before = await db.Filed.Where(filed => filed.StoryNumber == story.Number).ToListAsync(stop);
        var wanted = await WantedBy(db, revision.Text, stop);
        db.RemoveRange(before.Where(filed => !wanted.Contains(filed.SubjectId)));
        db.AddRange(wanted.Except(before.Select(filed => filed.SubjectId))
            .Select(subject => new Filed { SubjectId = subject, StoryNumber = story.Number, PublishedAt = story.PublishedAt!.Value }));
        db.Record(published with { Subjects = [.. before.Select(filed => filed.SubjectId).Union(wanted).Order()] });
    }

    static async Task<IReadOnlyList<int>> WantedBy(NewsroomDb db, StoryText text, CancellationToken stop)
    {
        var named = SubjectNumbers.Read(text.Subjects).ToArray();
        var wanted = named.Length == 0 ? [] : await db.Subjects.Where(subject => named.Contains(subject.Id) && subject.Kind != SubjectKind.Writer).Select(subject => subject.Id).ToListAsync(stop);
        if (text.Byline.Length > 0)
        {
            var writers = await db.Subjects.AsNoTracking().Where(subject => subject.Kind == SubjectKind.Writer).ToListAsync(stop);
            wanted.AddRange(Bylines.WritersIn(text.Byline, writers).Select(writer => writer.Id));
        }
        return wanted;
    }
}
