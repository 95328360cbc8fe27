using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Broadsheet.Edition;
using Broadsheet.Media;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Broadsheet.Stories;
using Broadsheet.Stories.Mends;
using Broadsheet.Stories.Subjects;
using Broadsheet.Stories.Texts;
using Broadsheet.Wire;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Cli.Demo;

/// <summary>
/// The news of Merrin, invented: something to look at before there is news of one's own. Laid into an empty paper only,
/// with its times counted back from now.
/// </summary>
sealed partial class DemoEdition(INewsroomWriter writer, PictureIntake intake, Sources sources, TimeProvider clock)
{
    static readonly string content = Path.Combine(AppContext.BaseDirectory, "Cli", "Demo", "Content");
    static readonly JsonSerializerOptions json = new(JsonSerializerDefaults.Web);

    /// <summary>False, and nothing done, where there is a paper already.</summary>
    public async Task<bool> Lay(CancellationToken stop)
    {
        if (await writer.Write((db, stop) => db.Papers.AnyAsync(stop), stop)) return false;
        var edition = await Read<DemoPaper>("edition.json", stop);
        var pictures = await KeepPictures(await Read<DemoPicture[]>("pictures.json", stop), stop);
        var stories = await Read<DemoStory[]>("stories.json", stop);
        var laid = await writer.Write(async (db, stop) =>
        {
            if (await db.Papers.AnyAsync(stop)) return false;
            db.Papers.Add(new Paper { Name = edition.Name, Label = edition.Label, Tagline = edition.Tagline, Language = edition.Language, Zone = edition.Zone, Currency = edition.Currency });
            var sections = edition.Sections.Select((section, at) => new Section { Slug = section.Slug, Name = section.Name, Order = at + 1 }).ToDictionary(section => section.Slug);
            db.Sections.AddRange(sections.Values);
            var subjects = Subjects(edition).ToDictionary(subject => subject.Name);
            db.Subjects.AddRange(subjects.Values);
            await db.SaveChangesAsync(stop);
            db.DuePoints.AddRange(edition.Storylines.SelectMany(storyline => storyline.Due.Select(due => Due(subjects[storyline.Name], due))));
            db.KeptTexts.AddRange(edition.Texts.Select(text => new KeptText { Name = text.Name, BodyHtml = text.Body, ChangedAt = clock.GetUtcNow() }));
            await Publish(db, [.. stories.OrderByDescending(story => story.MinutesAgo)], sections, pictures, subjects, stop);
            db.Record(new EditionChanged());
            db.Record(new SubjectsChanged());
            await db.SaveChangesAsync(stop);
            return true;
        }, stop);
        if (laid) await DropWireFiles(await sources.EnsureFolderSource(Sources.First, Sources.First, edition.Zone, stop), stop);
        return laid;
    }

    static IEnumerable<Subject> Subjects(DemoPaper edition) =>
    [
        .. edition.Writers.Select(writer => Subject(SubjectKind.Writer, writer.Name, writer.About)),
        .. edition.Topics.Select(topic => Subject(SubjectKind.Topic, topic.Name, topic.About)),
        .. edition.Storylines.Select(storyline => Subject(SubjectKind.Storyline, storyline.Name, "")),
    ];

    static Subject Subject(SubjectKind kind, string name, string about) =>
        new() { Kind = kind, Slug = StorySlug.Of(name), Name = name, About = about, IsOnFront = kind == SubjectKind.Storyline };

    DuePoint Due(Subject storyline, DemoDue due) => new() { SubjectId = storyline.Id, On = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(due.InDays), What = due.What };

    async Task<Dictionary<string, long>> KeepPictures(DemoPicture[] pictures, CancellationToken stop)
    {
        var kept = new Dictionary<string, long>(pictures.Length);
        foreach (var picture in pictures)
        {
            await using var file = File.OpenRead(Path.Combine(content, "pictures", picture.File));
            var taken = await intake.Take(file, new PictureWords(picture.Caption, picture.Credit, picture.Alt), stop);
            kept[picture.File] = taken.Number ?? throw new InvalidOperationException($"The demo's {picture.File} could not be taken: {taken.Problem}.");
        }
        return kept;
    }

    async Task Publish(NewsroomDb db, IReadOnlyList<DemoStory> stories, Dictionary<string, Section> sections, Dictionary<string, long> pictures, Dictionary<string, Subject> subjects, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var written = stories.Select(story => Write(story, sections[story.Section], story.Picture is null ? null : pictures[story.Picture], story.Under.Select(name => subjects[name].Id), now)).ToList();
        db.Revisions.AddRange(written.SelectMany(story => story.Revisions));
        await db.SaveChangesAsync(stop); // the numbers are given here, the oldest story's first
        foreach (var (story, revisions, demo) in written)
        {
            await db.Publish(story, revisions[0], revisions[0].SavedAt, stop);
            if (revisions.Count == 1) continue;
            await db.SaveChangesAsync(stop);
            await db.Publish(story, revisions[1], revisions[1].SavedAt, stop);
            if (demo.Mend is { } mend) db.Mends.Add(story.MendInPublic(mend.Kind, mend.Text, by: null, revisions[1].SavedAt));
        }
        var places = written.Where(story => story.Demo.Front is not null).OrderByDescending(story => story.Story.UpdatedAt ?? story.Story.PublishedAt);
        db.FrontPlaces.AddRange(places.Select((place, at) => new FrontPlace { StoryNumber = place.Story.Number, Rank = place.Demo.Front!.Rank, Order = at + 1 }));
    }

    static (Story Story, List<Revision> Revisions, DemoStory Demo) Write(DemoStory demo, Section section, long? picture, IEnumerable<int> subjects, DateTimeOffset now)
    {
        var published = now.AddMinutes(-demo.MinutesAgo);
        var story = new Story { Id = Guid.CreateVersion7(published), Slugline = demo.Slug, SectionId = section.Id, ChangedAt = published };
        var text = new StoryText
        {
            Kind = demo.Kind,
            Headline = demo.Headline,
            Standfirst = demo.Standfirst,
            Byline = demo.Byline,
            Dateline = demo.Dateline,
            CreditLine = demo.Credit,
            BodyHtml = demo.Body,
            SectionId = section.Id,
            PictureNumber = picture,
            Subjects = SubjectNumbers.Write(subjects),
            Language = demo.Language,
        };
        var revisions = new List<Revision> { story.Revise(text, by: null, published) };
        if (demo.UpdatedMinutesAgo is { } ago) revisions.Add(story.Revise(text, by: null, now.AddMinutes(-ago)));
        return (story, revisions, demo);
    }

    /// <summary>Into the watched folder, whole: under another name first, for a file that still grows would be held up.</summary>
    async Task DropWireFiles(Source source, CancellationToken stop)
    {
        var folder = Directory.CreateDirectory(sources.FolderOf(source)!).FullName;
        foreach (var picture in Directory.GetFiles(Path.Combine(content, "wire-pictures"))) File.Copy(picture, Path.Combine(folder, Path.GetFileName(picture)), overwrite: true);
        var now = clock.GetUtcNow();
        foreach (var file in Directory.GetFiles(Path.Combine(content, "wire")).Order(StringComparer.Ordinal))
        {
            var text = Placeholder().Replace(await File.ReadAllTextAsync(file, stop), found =>
                now.AddMinutes(int.Parse(found.Groups[1].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
            var path = Path.Combine(folder, Path.GetFileName(file));
            var unfinished = Path.Combine(folder, "." + Path.GetFileName(file) + ".part");
            await File.WriteAllTextAsync(unfinished, text, stop);
            File.Move(unfinished, path, overwrite: true);
        }
    }

    static async Task<T> Read<T>(string file, CancellationToken stop)
    {
        await using var stream = File.OpenRead(Path.Combine(content, file));
        return (await JsonSerializer.DeserializeAsync<T>(stream, json, stop))!;
    }

    [GeneratedRegex("@@([+-][0-9]+)m@@")]
    private static partial Regex Placeholder();

    sealed record DemoPaper(string Name, string Label, string Tagline, string Language, string Zone, string Currency, DemoSection[] Sections, DemoSubject[] Writers, DemoSubject[] Topics, DemoStoryline[] Storylines, DemoText[] Texts);

    sealed record DemoSection(string Slug, string Name);

    sealed record DemoText(string Name, string Body);

    sealed record DemoMend([property: JsonConverter(typeof(JsonStringEnumConverter<MendKind>))] MendKind Kind, string Text);

    sealed record DemoSubject(string Name, string About);

    sealed record DemoStoryline(string Name, DemoDue[] Due);

    sealed record DemoDue(int InDays, string What);

    sealed record DemoPicture(string File, string Caption, string Credit, string Alt);

    sealed record DemoPlace(int Rank);

    sealed record DemoStory
    {
        public required string Section { get; init; }
        public required string Slug { get; init; }

        [JsonConverter(typeof(JsonStringEnumConverter<StoryKind>))]
        public required StoryKind Kind { get; init; }
        public required string Headline { get; init; }
        public string Standfirst { get; init; } = "";
        public string Byline { get; init; } = "";
        public string Dateline { get; init; } = "";
        public string Credit { get; init; } = "";
        public required int MinutesAgo { get; init; }
        public int? UpdatedMinutesAgo { get; init; }
        public DemoMend? Mend { get; init; }
        public string? Picture { get; init; }
        public required string Body { get; init; }
        public DemoPlace? Front { get; init; }
        public string[] Topics { get; init; } = [];
        public string? Storyline { get; init; }
        public string Language { get; init; } = "";

        public IEnumerable<string> Under => Storyline is null ? Topics : [.. Topics, Storyline];
    }
}
