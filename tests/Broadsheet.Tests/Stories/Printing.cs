using Broadsheet.Edition;
using Broadsheet.Media;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Broadsheet.Stories;
using Broadsheet.Stories.Subjects;
using Broadsheet.Tests.World;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Tests.Stories;

/// <summary>What the desk does, done at once: stories for readers to read.</summary>
static class Printing
{
    public static readonly StoryText Gate = new()
    {
        Headline = "Harbour board delays the second tide gate",
        Standfirst = "Members asked for a clearer picture.",
        Byline = "Tomas Ekwall",
        Dateline = "Merrin",
        BodyHtml = "<p>The board put off its decision.</p>",
    };

    public static DateTimeOffset Now(this Newsroom newsroom) => newsroom.Get<TimeProvider>().GetUtcNow();

    public static Section Section(this Newsroom newsroom, string slug) => newsroom.Get<CurrentEdition>().Facts.SectionOf(slug)!;

    /// <summary>Until the paper has heard of all that happened so far.</summary>
    public static async Task HasHeardAll(this Newsroom newsroom)
    {
        var feed = newsroom.Get<NodeFeed>();
        await Newsroom.Eventually(async () =>
        {
            await using var db = await newsroom.Read();
            return (feed.Seen, Last: await db.OutboxEvents.MaxAsync(happened => happened.Position, Newsroom.Stop) ?? 0, Waiting: await db.OutboxEvents.AnyAsync(happened => happened.Position == null, Newsroom.Stop));
        }, now => now.Seen >= now.Last && !now.Waiting);
    }

    public static async Task<long> Draft(this Newsroom newsroom, StoryText text, string section = "harbour", DateTimeOffset? embargo = null) =>
        await newsroom.Writer.Write(async (db, stop) =>
        {
            var revision = Write(newsroom, text, section, embargo);
            db.Add(revision);
            await db.SaveChangesAsync(stop);
            return revision.StoryNumber;
        }, Newsroom.Stop);

    public static async Task<long> Print(
        this Newsroom newsroom, StoryText text, string section = "harbour", DateTimeOffset? embargo = null, DateTimeOffset? at = null) =>
        await newsroom.Writer.Write(async (db, stop) =>
        {
            var revision = Write(newsroom, text, section, embargo);
            db.Add(revision);
            await db.SaveChangesAsync(stop);
            await db.Publish(revision.Story, revision, at ?? newsroom.Now(), stop);
            await db.SaveChangesAsync(stop);
            return revision.StoryNumber;
        }, Newsroom.Stop);

    /// <summary>A topic, writer or storyline; its number.</summary>
    public static async Task<int> Gather(this Newsroom newsroom, SubjectKind kind, string name)
    {
        var subject = new Subject { Kind = kind, Slug = StorySlug.Of(name), Name = name, About = "", IsOnFront = kind == SubjectKind.Storyline };
        await newsroom.Writer.Save(db =>
        {
            db.Add(subject);
            db.Record(new SubjectsChanged());
        }, Newsroom.Stop);
        await newsroom.Get<CurrentSubjects>().Load(Newsroom.Stop);
        return subject.Id;
    }

    public static Task Reprint(this Newsroom newsroom, long number, Func<StoryText, StoryText> change, string? section = null) => newsroom.Writer.Write(async (db, stop) =>
    {
        var story = await db.Stories.SingleAsync(story => story.Number == number, stop);
        var last = await db.Revisions.SingleAsync(revision => revision.StoryNumber == number && revision.Number == story.LastRevision, stop);
        var text = change(last.Text) with { SectionId = section is null ? last.Text.SectionId : newsroom.Section(section).Id };
        var revision = story.Revise(text, by: null, newsroom.Now());
        db.Add(revision);
        await db.Publish(story, revision, newsroom.Now(), stop);
        await db.SaveChangesAsync(stop);
    }, Newsroom.Stop);

    public static Task Withdraw(this Newsroom newsroom, long number, string reason) => newsroom.Writer.Write(async (db, stop) =>
    {
        var story = await db.Stories.SingleAsync(story => story.Number == number, stop);
        db.Record(story.Withdraw(reason, newsroom.Now()));
        await db.SaveChangesAsync(stop);
    }, Newsroom.Stop);

    public static Task PutOnFront(this Newsroom newsroom, params (long Story, int Rank)[] places) => newsroom.Writer.Save(db =>
    {
        db.FrontPlaces.AddRange(places.Select((place, at) => new FrontPlace { StoryNumber = place.Story, Rank = place.Rank, Order = at }));
        db.Record(new FrontPageChanged());
    }, Newsroom.Stop);

    /// <summary>A picture that is cut already, without anybody having cut it.</summary>
    public static async Task<long> Hang(this Newsroom newsroom, string alt = "A gate", PictureCut cut = PictureCut.Full)
    {
        const string key = "0123456789abcdef";
        var (width, height) = (1200, 750);
        var folder = Directory.CreateDirectory(Path.Combine(newsroom.Get<PictureFiles>().RenditionsFolder, key[..2])).FullName;
        foreach (var rendition in Renditions.All(width, height))
            foreach (var ending in new[] { Renditions.Jpeg, Renditions.Webp, Renditions.Avif }) await File.WriteAllBytesAsync(Path.Combine(folder, rendition.File(key, ending)), [1], Newsroom.Stop);
        return await newsroom.Writer.Write(async (db, stop) =>
        {
            var picture = new Picture { Id = Guid.CreateVersion7(newsroom.Now()), File = "0123456789abcdef.webp", MediaType = "image/webp", Width = width, Height = height, Tone = 21, Caption = "", Credit = "", Alt = "", AddedAt = newsroom.Now() };
            picture.Say(new PictureWords("The first gate.", "Drawing: Ines Morrow", alt));
            picture.WasCut(key, cut);
            db.Add(picture);
            await db.SaveChangesAsync(stop);
            return picture.Number;
        }, Newsroom.Stop);
    }

    public static async Task Become(this Newsroom newsroom, Action<Paper> change)
    {
        await newsroom.Writer.Write(async (db, stop) =>
        {
            change(await db.Papers.SingleAsync(stop));
            db.Record(new EditionChanged());
            await db.SaveChangesAsync(stop);
        }, Newsroom.Stop);
        await newsroom.Get<CurrentEdition>().Load(Newsroom.Stop);
    }

    /// <summary>The address to which the number alone leads.</summary>
    public static async Task<string> AddressOf(this HttpClient visitor, long number)
    {
        using var answer = await visitor.GetAsync($"/x/{number}", Newsroom.Stop);
        Assert.Equal(System.Net.HttpStatusCode.MovedPermanently, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    /// <summary>A first revision that is not yet in the database.</summary>
    public static Revision Write(Newsroom newsroom, StoryText text, string section = "harbour", DateTimeOffset? embargo = null)
    {
        var id = newsroom.Section(section).Id;
        var now = newsroom.Now();
        var story = new Story { Id = Guid.CreateVersion7(now), Slugline = "gate-merrin", SectionId = id, ChangedAt = now, EmbargoedUntil = embargo };
        return story.Revise(text with { SectionId = id }, by: null, now);
    }
}
