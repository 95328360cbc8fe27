using Broadsheet.Desk.Schedule;
using Broadsheet.Kit;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Broadsheet.Stories;
using Broadsheet.Stories.Mends;
using Broadsheet.Stories.Reading;
using Broadsheet.Stories.Subjects;
using Broadsheet.Wire;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Desk.Publishing;

/// <summary>Why readers will not see it: the key of a sentence, and what that sentence names.</summary>
public sealed record Refusal(string Key, params object[] About)
{
    /// <summary>It may go out later, and whoever has a right to it may see it before.</summary>
    internal bool IsEmbargo => Key is "NotPublishedEmbargo" or "EmbargoLiftedMore" or "PictureEmbargo" or "PictureEmbargoUntilLifted";
}

/// <summary>What readers are told of an update.</summary>
public sealed record MendTold(MendKind Kind, string Text)
{
    internal Refusal? Problem => Text.Length == 0 ? new Refusal("MendMissing") : Text.Length > Lengths.Reason ? new Refusal("TooLong", Text.Length, Lengths.Reason) : null;
}

/// <summary>
/// The rules of publishing. They are asked when the page before the button is shown, and again in the same write that
/// publishes: an agency's kill that came in between stops it.
/// </summary>
public sealed class Publishing(INewsroomWriter writer, TimeProvider clock)
{
    /// <summary>Readers see that text already: a public addition can be made all the same.</summary>
    public const string NothingToUpdate = "NothingToUpdate";

    /// <summary>Shows that revision to readers, for the first time or in place of the one before. Null: it is done.</summary>
    public Task<Refusal?> Publish(long number, int revision, CancellationToken stop) => Publish(number, revision, mend: null, by: null, stop);

    /// <summary>The same, and says in public what it mends.</summary>
    public Task<Refusal?> Publish(long number, int revision, MendTold? mend, Guid? by, CancellationToken stop) => writer.Write(async (db, stop) =>
    {
        var refusal = await WhyNot(db, number, revision, stop);
        if (refusal is not null && !(mend is not null && refusal.Key == NothingToUpdate)) return refusal;
        if (mend?.Problem is { } problem) return problem;
        if (refusal is not null && await IsTold(db, number, revision, mend!, stop)) return null;
        if (mend is not null && !await db.Stories.AnyAsync(story => story.Number == number && story.State == StoryState.Published, stop)) return new Refusal("NotMendedNotPublished");
        var now = clock.GetUtcNow();
        var story = await Show(db, number, revision, now, stop);
        if (mend is not null) db.Add(story.MendInPublic(mend.Kind, mend.Text, by, now));
        // Whoever publishes by hand does not wait for the time that was set.
        if (await db.ScheduledStories.Where(planned => planned.StoryNumber == number).ExecuteDeleteAsync(stop) > 0) db.Record(new ScheduleChanged(number));
        await db.SaveChangesAsync(stop);
        return null;
    }, stop);

    /// <summary>With that revision already, by a first press of the same button: nothing older than the revision was told with it.</summary>
    static Task<bool> IsTold(NewsroomDb db, long number, int revision, MendTold told, CancellationToken stop) =>
        db.Mends.AnyAsync(mend => mend.StoryNumber == number && mend.Kind == told.Kind && mend.Text == told.Text
            && db.Revisions.Any(one => one.StoryNumber == number && one.Number == revision && one.SavedAt <= mend.At), stop);

    /// <summary>Within a change that asked <see cref="WhyNot(NewsroomDb, long, int, DateTimeOffset, bool, CancellationToken)"/>.</summary>
    internal static async Task<Story> Show(NewsroomDb db, long number, int revision, DateTimeOffset now, CancellationToken stop)
    {
        var story = await db.Stories.SingleAsync(story => story.Number == number, stop);
        var shown = await db.Revisions.SingleAsync(one => one.StoryNumber == number && one.Number == revision, stop);
        // The agency may have lifted or moved its embargo since the item was taken; readers' pages ask the story alone.
        if (story.WireItemId is { } item && await db.LineOf(item, stop) is { } line) story.EmbargoedUntil = line.EmbargoedUntil;
        await db.Publish(story, shown, now, stop);
        return story;
    }

    /// <summary>Takes it from the readers; they see the reason.</summary>
    public Task<Refusal?> Withdraw(long number, string reason, CancellationToken stop) => writer.Write(async (db, stop) =>
    {
        if (await db.Stories.SingleOrDefaultAsync(story => story.Number == number, stop) is not { } story) return new Refusal("NoSuchStory");
        if (story.State != StoryState.Published) return new Refusal("NotWithdrawnNotPublished");
        if (reason.Length == 0) return new Refusal("ReasonMissing");
        if (reason.Length > Lengths.Reason) return new Refusal("TooLong", reason.Length, Lengths.Reason);
        db.Record(story.Withdraw(reason, clock.GetUtcNow()));
        // Nor may whoever was shown it outside read on, nor does it come back to its old place of the front page.
        await db.PreviewLinks.Where(link => link.StoryNumber == number).ExecuteDeleteAsync(stop);
        await db.FrontPlaces.Where(place => place.StoryNumber == number).ExecuteDeleteAsync(stop);
        await db.SaveChangesAsync(stop);
        return null;
    }, stop);

    /// <summary>Why that revision cannot be published now, or null.</summary>
    public Task<Refusal?> WhyNot(NewsroomDb db, long number, int revision, CancellationToken stop) => WhyNot(db, number, revision, clock.GetUtcNow(), newestOnly: true, stop);

    /// <summary>The same for another time. A time was set for a revision that was the newest then; it stays that one.</summary>
    internal static async Task<Refusal?> WhyNot(NewsroomDb db, long number, int revision, DateTimeOffset at, bool newestOnly, CancellationToken stop)
    {
        var story = await db.Stories.Where(story => story.Number == number)
            .Select(story => new { story.LastRevision, story.State, story.PublishedRevision, story.EmbargoedUntil, story.WireItemId }).SingleOrDefaultAsync(stop);
        if (story is null) return new Refusal("NoSuchStory");
        if (newestOnly && revision != story.LastRevision) return await NewerRevision(db, number, story.LastRevision, stop);
        var text = await db.Revisions.Where(one => one.StoryNumber == number && one.Number == revision).Select(one => one.Text).SingleAsync(stop);
        if (!TypedText.IsSeen(text.Headline)) return new Refusal("NotPublishedNoHeadline");
        if (!StoryBody.IsSeen(text.BodyHtml)) return new Refusal("NotPublishedNoBody");
        if (!await db.Sections.AnyAsync(section => section.Id == text.SectionId, stop)) return new Refusal("NoSuchSection");
        // Before what follows, for that does not stop a mend.
        if (await HeldBack(db, story.WireItemId, story.EmbargoedUntil, text.PictureNumber, at, stop) is { } forbidden) return forbidden;
        return story.State == StoryState.Published && revision == story.PublishedRevision ? new Refusal(NothingToUpdate) : null;
    }

    /// <summary>What an agency forbids at that time, of the item or of the picture: what it says now, not what it said when they were taken.</summary>
    internal static async Task<Refusal?> HeldBack(NewsroomDb db, Guid? wireItem, DateTimeOffset? embargo, long? picture, DateTimeOffset at, CancellationToken stop)
    {
        var line = wireItem is { } item ? await db.LineOf(item, stop) : null;
        var ofItem = line is not null ? Item(line, at) : embargo > at ? new Refusal("NotPublishedEmbargo", embargo.Value) : null;
        var ofPicture = await PictureHeldBack(db, picture, at, stop);
        // Whoever may see what is under embargo may not see what was killed.
        return ofPicture is { IsEmbargo: false } && ofItem is null or { IsEmbargo: true } ? ofPicture : ofItem ?? ofPicture;
    }

    /// <summary>The same of a picture alone.</summary>
    internal static async Task<Refusal?> PictureHeldBack(NewsroomDb db, long? picture, DateTimeOffset at, CancellationToken stop) =>
        picture is not null && await db.Pictures.Where(one => one.Number == picture).Select(one => one.WireItemId).SingleOrDefaultAsync(stop) is { } item
            && await db.LineOf(item, stop) is { } line ? Picture(line, at) : null;

    /// <summary>The same of many pictures, by their numbers; those that may be shown are left out.</summary>
    internal static async Task<IReadOnlyDictionary<long, Refusal>> PicturesHeldBack(NewsroomDb db, IReadOnlyCollection<long> pictures, DateTimeOffset at, CancellationToken stop) =>
        Forbidden((await LinesOf(db, pictures, stop)).Select(line => (line.Key, Picture(line.Value, at))));

    /// <summary>What forbids stories that wait for their time, as far as their agencies have said by now.</summary>
    internal static async Task<IReadOnlyDictionary<long, Refusal>> HeldBack(NewsroomDb db, IReadOnlyList<PlannedStory> planned, CancellationToken stop)
    {
        var items = await (from story in db.ScheduledStories
                           where story.DoneAt == null
                           join line in db.InboxLines on (long?)story.StoryNumber equals line.TakenAs
                           where line.MayForbid
                           select line).ToDictionaryAsync(line => line.TakenAs!.Value, stop);
        var pictures = await LinesOf(db, [.. planned.Select(story => story.Picture).OfType<long>()], stop);
        return Forbidden(planned.Select(story => (story.Story,
            (items.TryGetValue(story.Story, out var item) ? Item(item, story.At) : null)
            ?? (story.Picture is { } number && pictures.TryGetValue(number, out var picture) ? Picture(picture, story.At) : null))));
    }

    static async Task<Dictionary<long, InboxLine>> LinesOf(NewsroomDb db, IReadOnlyCollection<long> pictures, CancellationToken stop) =>
        await (from picture in db.Pictures
               where pictures.Contains(picture.Number)
               join item in db.WireItems on picture.WireItemId equals (Guid?)item.Id
               join line in db.InboxLines on new { item.SourceId, item.Guid } equals new { line.SourceId, line.Guid }
               where line.MayForbid
               select new { picture.Number, Line = line }).ToDictionaryAsync(one => one.Number, one => one.Line, stop);

    static Dictionary<long, Refusal> Forbidden(IEnumerable<(long Number, Refusal? Held)> all) =>
        all.Where(one => one.Held is not null).ToDictionary(one => one.Number, one => one.Held!);

    static Refusal? Item(InboxLine line, DateTimeOffset at) => line.Status switch
    {
        WireStatus.Canceled => new Refusal("NotTakenCanceled"),
        WireStatus.Withheld => new Refusal("NotPublishedWithheld"),
        not WireStatus.Usable => new Refusal("NotTakenUnknown"),
        _ when line.EmbargoedUntilLifted => new Refusal("EmbargoLiftedMore"),
        _ when line.EmbargoedUntil > at => new Refusal("NotPublishedEmbargo", line.EmbargoedUntil.Value),
        _ => null,
    };

    static Refusal? Picture(InboxLine line, DateTimeOffset at) => line.Status switch
    {
        WireStatus.Canceled => new Refusal("PictureCanceled"),
        not WireStatus.Usable => new Refusal("PictureWithheld"),
        _ when line.EmbargoedUntilLifted => new Refusal("PictureEmbargoUntilLifted"),
        _ when line.EmbargoedUntil > at => new Refusal("PictureEmbargo", line.EmbargoedUntil.Value),
        _ => null,
    };

    static async Task<Refusal> NewerRevision(NewsroomDb db, long number, int last, CancellationToken stop)
    {
        var newer = await (from revision in db.Revisions
                           where revision.StoryNumber == number && revision.Number == last
                           select new { revision.SavedAt, By = db.Readers.Where(reader => reader.Id == revision.SavedBy).Select(reader => reader.Handle).FirstOrDefault() }).SingleAsync(stop);
        return newer.By is null ? new Refusal("NewerRevision", last, newer.SavedAt) : new Refusal("NewerRevisionBy", last, newer.SavedAt, newer.By);
    }
}
