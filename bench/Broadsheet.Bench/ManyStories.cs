using System.Text;
using Broadsheet.Edition;
using Broadsheet.Storage;
using Broadsheet.Stories;
using Broadsheet.Stories.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Broadsheet.Bench;

/// <summary>A paper with very many stories of ordinary length, made once.</summary>
static class ManyStories
{
    const int InOneWrite = 500, Names = 20_000;
    static readonly string[] syllables = "ka lo mer vin ost pel ur sig dan bre tol fis hag nur wen jo ska rim eld a vo tre quin zet bar lun mo shi pa gru".Split(' ');
    static readonly string[] words = "harbour board tide gate ferry islands vote council sound winter survey crowns growers mussel engineers water street power minister budget night boat wall promise report".Split(' ');

    public static async Task<string> Folder(int count, CancellationToken stop)
    {
        var folder = Path.Combine(Workplace.Data, $"stories-{count}");
        if (File.Exists(Path.Combine(folder, "complete"))) return folder;
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Console.Error.WriteLine($"  preparing {count:n0} stories");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Broadsheet:Data", folder)]).Build();
        await using (var services = new ServiceCollection().AddNewsroom(configuration).AddLogging().BuildServiceProvider())
            await Fill(services, count, stop);
        await File.WriteAllTextAsync(Path.Combine(folder, "complete"), "", stop);
        return folder;
    }

    /// <summary>Into an empty database.</summary>
    public static async Task Fill(IServiceProvider services, int count, CancellationToken stop)
    {
        await StorageRoom.Migrate(services, stop);
        var writer = services.GetRequiredService<INewsroomWriter>();
        await writer.Save(Found, stop);
        for (var done = 0; done < count; done += InOneWrite)
        {
            var from = done;
            await writer.Write((db, stop) => Add(db, from, Math.Min(InOneWrite, count - from), stop), stop);
            if (done % 10_000 == 0) Console.Error.WriteLine($"  {done:n0}");
        }
    }

    /// <summary>A name that stands in few stories or in many, as names do.</summary>
    public static string Name(Random random)
    {
        var rank = (int)(Math.Pow(random.NextDouble(), 3) * Names);
        return string.Concat(syllables[rank % syllables.Length], syllables[rank / syllables.Length % syllables.Length], syllables[rank / syllables.Length / syllables.Length % syllables.Length]);
    }

    static void Found(NewsroomDb db)
    {
        db.Papers.Add(new Paper { Name = "The Bench", Language = "en", Zone = "Europe/London", Currency = "EUR" });
        for (var number = 1; number <= 5; number++) db.Sections.Add(new Section { Slug = $"part-{number}", Name = $"Part {number}", Order = number });
    }

    static async Task<int> Add(NewsroomDb db, int from, int count, CancellationToken stop)
    {
        var sections = await db.Sections.Select(section => section.Id).ToArrayAsync(stop);
        var published = new List<Revision>();
        for (var number = from; number < from + count; number++)
        {
            var random = new Random(number);
            var at = DateTimeOffset.UnixEpoch.AddYears(55).AddMinutes(number);
            var story = new Story { Id = Guid.CreateVersion7(at), Slugline = $"bench-{number}", SectionId = sections[number % sections.Length], ChangedAt = at };
            db.Stories.Add(story);
            var revision = story.Revise(Text(random, number, story.SectionId), by: null, at);
            db.Revisions.Add(revision);
            story.Publish(revision, "en", at);
            published.Add(revision);
        }
        var written = await db.SaveChangesAsync(stop); // gives the stories their numbers
        db.SearchedStories.AddRange(published.Select(revision => new SearchedStory { StoryNumber = revision.Story.Number, Words = SearchedStory.WordsOf(revision.Text) }));
        return written + await db.SaveChangesAsync(stop);
    }

    static StoryText Text(Random random, int number, int section)
    {
        var body = new StringBuilder();
        for (var paragraph = 0; paragraph < 10; paragraph++) body.Append("<p>").Append(Sentence(random, 50)).Append("</p>");
        return new StoryText { Headline = $"{Sentence(random, 7)} {Name(random)} {number}", Standfirst = Sentence(random, 22), Byline = "Tomas Ekwall", Dateline = "Merrin", BodyHtml = body.ToString(), SectionId = section };
    }

    static string Sentence(Random random, int length) => string.Join(' ', Enumerable.Range(0, length).Select(_ => words[random.Next(words.Length)]));
}
