using System.Globalization;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Broadsheet.Stories;
using Broadsheet.Stories.Subjects;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Desk.Subjects;

/// <summary>The number of what was saved; none where it is not there, or where <see cref="Namesake"/>, as that is written, has the name.</summary>
public sealed record SavedSubject(int? Id, string? Namesake = null)
{
    internal bool HasOtherName { get; init; }

    /// <summary>By somebody else, since the form was opened.</summary>
    internal bool WasChanged { get; init; }
}

/// <summary>Keeps topics, writers, storylines and what is due on these.</summary>
public sealed class SaveSubject(INewsroomWriter writer, IDbContextFactory<NewsroomDb> reading, CurrentSubjects subjects)
{
    public const int MostDue = 20;
    const int FiledAtOnce = 500;

    public async Task<SavedSubject> Save(SubjectKind kind, int? id, SubjectForm form, CancellationToken stop)
    {
        var saved = await Keep(kind, id, form, stop);
        if (kind == SubjectKind.Writer && saved is { HasOtherName: true, Id: { } writer } && subjects.Facts.Find(writer) is { } named) await FileEarlier(named, stop);
        return saved;
    }

    Task<SavedSubject> Keep(SubjectKind kind, int? id, SubjectForm form, CancellationToken stop) => Write(async (db, stop) =>
    {
        var (name, about) = (form.Name!, form.About ?? "");
        var key = Subject.KeyOf(name);
        if (await db.Subjects.Where(other => other.Kind == kind && other.Id != (id ?? 0) && other.NameKey == key).Select(other => other.Name).SingleOrDefaultAsync(stop) is { } namesake) return new SavedSubject(null, namesake);
        var subject = id is null ? null : await db.Subjects.SingleOrDefaultAsync(subject => subject.Id == id && subject.Kind == kind, stop);
        if (id is not null && subject is null) return new SavedSubject(null);
        if (subject is not null && SubjectForm.SeenOf(subject) == form.Says) return new SavedSubject(subject.Id); // pressed twice
        if (subject is not null && form.Seen is { } seen && seen != SubjectForm.SeenOf(subject)) return new SavedSubject(null) { WasChanged = true };
        var hasOtherName = subject?.Name != name;
        if (subject is null) db.Add(subject = new Subject { Kind = kind, Slug = await FreeSlug(db, kind, StorySlug.Of(name), stop), Name = name, About = about });
        subject.Name = name;
        subject.About = about;
        subject.IsOnFront = kind == SubjectKind.Storyline && form.OnFront is not null;
        db.Record(new SubjectsChanged());
        await db.SaveChangesAsync(stop);
        return new SavedSubject(subject.Id) { HasOtherName = hasOtherName };
    }, stop);

    /// <summary>What readers see already under that name. It is looked for outside of the change: it may take long.</summary>
    async Task FileEarlier(Subject named, CancellationToken stop)
    {
        await using var before = await reading.CreateDbContextAsync(stop);
        var bylines = await (
            from story in before.Stories
            where story.State == StoryState.Published
            join revision in before.Revisions on new { Story = story.Number, Number = story.PublishedRevision } equals new { Story = revision.StoryNumber, Number = (int?)revision.Number }
            where revision.Text.Byline.Contains(named.Name)
            select new { story.Number, story.PublishedAt, revision.Text.Byline }).ToListAsync(stop);
        // A name may be part of a longer one: Ann, Ann Lee.
        var theirs = bylines.Where(story => Bylines.WritersIn(story.Byline, subjects.Facts.Writers).Any(found => found.Id == named.Id));
        foreach (var some in theirs.Chunk(FiledAtOnce))
        {
            var numbers = some.Select(story => story.Number).ToArray();
            await writer.Write(async (db, stop) =>
            {
                var there = await db.Filed.Where(filed => filed.SubjectId == named.Id && numbers.Contains(filed.StoryNumber)).Select(filed => filed.StoryNumber).ToListAsync(stop);
                db.AddRange(some.Where(story => !there.Contains(story.Number)).Select(story => new Filed { SubjectId = named.Id, StoryNumber = story.Number, PublishedAt = story.PublishedAt!.Value }));
                db.Record(new SubjectsChanged());
                return await db.SaveChangesAsync(stop);
            }, stop);
        }
    }

    /// <summary>False where stories stand under it: their readers would lose it.</summary>
    public Task<bool> Remove(SubjectKind kind, int id, CancellationToken stop) => Write(async (db, stop) =>
    {
        if (await db.Subjects.SingleOrDefaultAsync(subject => subject.Id == id && subject.Kind == kind, stop) is not { } subject) return true;
        if (await db.Filed.AnyAsync(filed => filed.SubjectId == id, stop)) return false;
        db.Remove(subject);
        db.Record(new SubjectsChanged());
        await db.SaveChangesAsync(stop);
        return true;
    }, stop);

    /// <summary>What is there already is not added again. False where there are too many.</summary>
    public Task<bool> AddDue(int storyline, DateOnly day, string what, CancellationToken stop) => Write(async (db, stop) =>
    {
        // Written to, though nothing changes: of two presses at the same moment the second then looks again.
        await db.Subjects.Where(subject => subject.Id == storyline).ExecuteUpdateAsync(row => row.SetProperty(subject => subject.Name, subject => subject.Name), stop);
        if (await db.DuePoints.AnyAsync(point => point.SubjectId == storyline && point.On == day && point.What == what, stop)) return true;
        if (await db.DuePoints.CountAsync(point => point.SubjectId == storyline, stop) >= MostDue) return false;
        db.Add(new DuePoint { SubjectId = storyline, On = day, What = what });
        db.Record(new SubjectsChanged());
        await db.SaveChangesAsync(stop);
        return true;
    }, stop);

    public Task<bool> RemoveDue(int storyline, long id, CancellationToken stop) => Write(async (db, stop) =>
    {
        if (await db.DuePoints.SingleOrDefaultAsync(point => point.Id == id && point.SubjectId == storyline, stop) is not { } point) return false;
        db.Remove(point);
        db.Record(new SubjectsChanged());
        await db.SaveChangesAsync(stop);
        return true;
    }, stop);

    async Task<T> Write<T>(Func<NewsroomDb, CancellationToken, Task<T>> change, CancellationToken stop)
    {
        var written = await writer.WriteUnique(change, stop);
        await subjects.Load(stop); // at once for whoever saved it; other nodes hear of it
        return written;
    }

    /// <summary>Two names can make one slug: Ann Lee, Ann-Lee.</summary>
    static async Task<string> FreeSlug(NewsroomDb db, SubjectKind kind, string wished, CancellationToken stop)
    {
        var taken = await db.Subjects.Where(other => other.Kind == kind && other.Slug.StartsWith(wished)).Select(other => other.Slug).ToListAsync(stop);
        var slug = wished;
        for (var next = 2; taken.Contains(slug); next++) slug = string.Create(CultureInfo.InvariantCulture, $"{wished}-{next}");
        return slug;
    }
}
