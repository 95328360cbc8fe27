using Broadsheet.Edition;
using Broadsheet.Media;
using Broadsheet.Storage;

namespace Broadsheet.Stories.Reading;

/// <summary>How large a story stands: the lead, with its standfirst, or its headline alone.</summary>
public enum Weight { Lead, Standfirst, Headline }

/// <summary>A story in its place on a page.</summary>
public sealed record PlacedStory(StoryCard Story, Weight Weight, bool WithPicture = false);

/// <summary>Columns side by side, stories below one another in each.</summary>
public sealed record Columns(IReadOnlyList<IReadOnlyList<PlacedStory>> All)
{
    public IEnumerable<StoryCard> Stories => All.SelectMany(column => column).Select(placed => placed.Story);

    /// <summary>As many columns as there is something for; read down one column after the other.</summary>
    public static Columns Of(IReadOnlyList<PlacedStory> stories, int most)
    {
        var count = Math.Min(most, stories.Count);
        var columns = new List<IReadOnlyList<PlacedStory>>(count);
        for (int column = 0, from = 0; column < count; column++)
        {
            var length = (stories.Count - from + count - column - 1) / (count - column);
            columns.Add([.. stories.Skip(from).Take(length)]);
            from += length;
        }
        return new(columns);
    }
}

public sealed record SectionBlock(Section Section, Columns Columns);

/// <summary>The front page as it is laid out. Nothing stands on it twice.</summary>
public sealed record FrontPageView(PlacedStory? Lead, IReadOnlyList<PlacedStory> Second, IReadOnlyList<StoryCard> Latest, Columns More, IReadOnlyList<SectionBlock> Sections)
{
    /// <summary>Places at the top of the front page.</summary>
    public const int MostAtTop = 20;


    const int InSecondColumn = 4;
    const int InLatest = 10;
    const int InSection = 6;
    const int PicturesInSection = 2;
    const int ColumnsInBlock = 4;

    /// <summary>The pictures on it, also such as are not ready yet.</summary>
    public IEnumerable<ShownPicture> Pictures =>
        new[] { Lead }.OfType<PlacedStory>().Concat(Second).Select(placed => placed.Story).Concat(More.Stories).Concat(Sections.SelectMany(block => block.Columns.Stories)).Select(story => story.Hung).OfType<ShownPicture>();

    public static async Task<FrontPageView> Read(ReadStories stories, NewsroomDb db, EditionFacts edition, CancellationToken stop)
    {
        var newest = await stories.Newest(db, MostAtTop + InLatest, stop);
        var ranked = await stories.OnFrontPage(db, MostAtTop, stop);
        if (ranked.Count == 0) ranked = [.. newest.Take(InSecondColumn + 1).Select((story, at) => new RankedStory(story.Number, story.SectionId, Math.Min(at + 1, 3)))];

        var shown = ranked.ToDictionary(story => story.Number, story => story.SectionId);
        var latest = newest.Where(story => !shown.ContainsKey(story.Number)).Take(InLatest).ToList();
        foreach (var story in latest) shown.Add(story.Number, story.SectionId);

        var blocks = new List<(Section Section, List<StoryKey> Stories)>(edition.Sections.Count);
        foreach (var section in edition.Sections)
        {
            var own = await stories.NewestOf(db, section.Id, InSection + shown.Values.Count(id => id == section.Id), stop);
            var block = own.Where(story => !shown.ContainsKey(story.Number)).Take(InSection).ToList();
            if (block.Count > 0) blocks.Add((section, block));
        }

        var cards = await stories.Cards(db, [.. shown.Keys, .. blocks.SelectMany(block => block.Stories).Select(story => story.Number)], stop);
        var top = Place([.. ranked.Where(story => cards.ContainsKey(story.Number)).Select(story => (cards[story.Number], story.Rank))]);
        return new(
            top.FirstOrDefault(),
            [.. top.Skip(1).Take(InSecondColumn)],
            Shown(latest, cards),
            Columns.Of([.. top.Skip(1 + InSecondColumn)], ColumnsInBlock),
            [.. blocks.Select(block => new SectionBlock(block.Section, Lay(Shown(block.Stories, cards))))]);
    }

    /// <summary>Without such as was withdrawn between the two queries.</summary>
    public static List<StoryCard> Shown(IEnumerable<StoryKey> stories, Dictionary<long, StoryCard> cards) =>
        [.. stories.Where(story => cards.ContainsKey(story.Number)).Select(story => cards[story.Number])];

    /// <summary>The first leads; the first with a standfirst has its picture too; the rest as the desk ranked them.</summary>
    static List<PlacedStory> Place(IReadOnlyList<(StoryCard Story, int Rank)> places)
    {
        var top = new List<PlacedStory>(places.Count);
        var pictured = false;
        foreach (var (story, rank) in places)
        {
            if (top.Count == 0) top.Add(new(story, Weight.Lead, WithPicture: true));
            else if (rank >= 3) top.Add(new(story, Weight.Headline));
            else
            {
                top.Add(new(story, Weight.Standfirst, WithPicture: !pictured));
                pictured |= story.Picture is not null;
            }
        }
        return top;
    }

    /// <summary>Two with pictures in columns of their own, the others two by two.</summary>
    static Columns Lay(List<StoryCard> stories)
    {
        var pictured = stories.Where(story => story.Picture is not null).Take(PicturesInSection).ToList();
        var plain = stories.Except(pictured).Select((story, at) => new PlacedStory(story, at == 0 ? Weight.Standfirst : Weight.Headline)).ToList();
        return new([
            .. pictured.Select(story => (IReadOnlyList<PlacedStory>)[new(story, Weight.Headline, WithPicture: true)]),
            .. Columns.Of(plain, ColumnsInBlock - pictured.Count).All]);
    }
}

/// <summary>A section's page; <see cref="After"/> is the key of the next, null on the last.</summary>
public sealed record SectionView(Section Section, PlacedStory? Lead, IReadOnlyList<PlacedStory> Second, IReadOnlyList<StoryCard> Latest, Columns More, string? After)
{
    public const int StoriesOnPage = 24;
    const int InSecondColumn = 3;
    const int InLatest = 8;
    const int ColumnsInBlock = 4;

    public static SectionView First(Section section, IReadOnlyList<StoryCard> stories, string? after)
    {
        var second = stories.Skip(1).Take(InSecondColumn).ToList();
        var pictured = second.FirstOrDefault(story => story.Picture is not null);
        return new(
            section,
            stories.Count > 0 ? new(stories[0], Weight.Lead, WithPicture: true) : null,
            [.. second.Select(story => new PlacedStory(story, Weight.Standfirst, WithPicture: story == pictured))],
            [.. stories.Skip(1 + InSecondColumn).Take(InLatest)],
            Columns.Of([.. stories.Skip(1 + InSecondColumn + InLatest).Select(story => new PlacedStory(story, Weight.Standfirst))], ColumnsInBlock),
            after);
    }

    public static SectionView Later(Section section, IReadOnlyList<StoryCard> stories, string? after) =>
        new(section, null, [], [], Columns.Of([.. stories.Select(story => new PlacedStory(story, Weight.Standfirst))], ColumnsInBlock), after);
}
