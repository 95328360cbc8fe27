using Broadsheet.Edition;
using Broadsheet.NewsFormats;
using Broadsheet.Storage;
using Broadsheet.Stories;
using Broadsheet.Wire;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Desk.Taking;

/// <summary>The story's number, or the key of the sentence that says why there is none.</summary>
public sealed record Taken(long? Story, string? Problem);

/// <summary>Makes a story of a wire item. However often an item is taken, by however many at once, it is one story.</summary>
public sealed class TakeItem(INewsroomWriter writer, CurrentEdition edition, TimeProvider clock)
{
    public async Task<Taken> Take(long line, int section, Guid? by, CancellationToken stop)
    {
        if (edition.Facts.SectionOf(section) is null) return new Taken(null, "NoSuchSection");
        return await writer.Write((db, stop) => Take(db, line, section, by, stop), stop);
    }

    /// <summary>Why this can be no story, or null.</summary>
    public static string? Problem(bool isStory, string status) => (isStory, status) switch
    {
        (_, WireStatus.Canceled) => "NotTakenCanceled",
        (_, WireStatus.Withheld) => "NotTakenWithheld",
        (_, not WireStatus.Usable) => "NotTakenUnknown",
        (false, _) => "NotTakenNoStory",
        _ => null,
    };

    async Task<Taken> Take(NewsroomDb db, long id, int section, Guid? by, CancellationToken stop)
    {
        var line = await db.InboxLines.Include(line => line.Item).SingleOrDefaultAsync(line => line.Id == id, stop);
        if (line is null) return new Taken(null, "NoSuchItem");
        if (line.TakenAs is not null) return new Taken(line.TakenAs, null);
        if (Problem(line.IsStory, line.Status) is { } problem) return new Taken(null, problem);

        var now = clock.GetUtcNow();
        line.TakenAt = now;
        line.IsUsed = true;
        line.SeenAt ??= now;
        // The line's row first: on PostgreSQL whoever takes it at the same moment then waits here, and uses up no number.
        await db.SaveChangesAsync(stop);
        var item = line.Item!.Read();
        var text = TextOf(item, section) with { Language = Language(item) };
        var story = new Story
        {
            Id = Guid.CreateVersion7(now),
            Slugline = SluglineOf(item, text.Headline),
            SectionId = section,
            ChangedAt = now,
            WireItemId = line.ItemId,
            EmbargoedUntil = line.EmbargoedUntil,
        };
        db.Revisions.Add(story.Revise(text, by, now));
        await db.SaveChangesAsync(stop);
        line.TakenAs = story.Number;
        await db.SaveChangesAsync(stop);
        return new Taken(story.Number, null);
    }

    /// <summary>The item's, where it is another than the paper's.</summary>
    string Language(NewsItem item) => edition.Facts.TongueOf(Tongue.Sound(item.Language)).Lang ?? "";

    /// <summary>The parts of a story as that item has them.</summary>
    public static StoryText TextOf(NewsItem item, int section) => new StoryText
    {
        Headline = Bounded(item.Headline, Lengths.Headline),
        Standfirst = Bounded(item.Description, Lengths.Standfirst),
        Byline = Bounded(item.Byline, Lengths.Line),
        Dateline = Bounded(item.Dateline, Lengths.Line),
        CreditLine = Bounded(item.Credit ?? item.Provider ?? item.Source, Lengths.Line),
        BodyHtml = item.BodyHtml ?? "",
        SectionId = section,
    }.Clean();

    static string SluglineOf(NewsItem item, string headline) =>
        Bounded(item.Slugline is { Length: > 0 } slugline ? slugline : StorySlug.Of(headline), Lengths.Slugline) is { Length: > 0 } named ? named : "wire";

    /// <summary>No agency's line is too long for the editor's field; the desk can still see it whole in the preview.</summary>
    static string Bounded(string? text, int longest) => Kit.WholeCharacters.Fit(Kit.TypedText.Line(text), longest);
}
