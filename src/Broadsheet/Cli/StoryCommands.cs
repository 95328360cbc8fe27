using System.CommandLine;
using System.Globalization;
using Broadsheet.Desk.Publishing;
using Broadsheet.Desk.Taking;
using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Storage;
using Broadsheet.Stories;
using Broadsheet.Wire;
using Broadsheet.Words;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Cli;

/// <summary><c>broadsheet story take GUID --section S [--publish] [--source NAME]</c></summary>
static class StoryCommands
{
    const int MostNamed = 20;

    public static Command Create() => new("story", "The stories of the paper.") { Take() };

    static Command Take()
    {
        var guid = new Argument<string>("guid") { Description = "The agency's identifier of the wire item." };
        var section = new Option<string>("--section") { Description = "The section, as in its address.", Required = true };
        var publish = new Option<bool>("--publish") { Description = "Publish it at once." };
        var source = new Option<string?>("--source") { Description = "The source, where two have sent an item of that identifier." };
        var take = new Command("take", "Make a story of a wire item and print its address.") { guid, section, publish, source };
        take.SetAction(async (given, stop) =>
        {
            await using var newsroom = await Newsroom.Open(given, stop);
            // A paper that was never served has no section yet to put a story into.
            if (await newsroom.Get<FirstStart>().FoundThePaper(stop)) await newsroom.Get<CurrentEdition>().Load(stop);
            CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = newsroom.Get<CurrentEdition>().Facts.Culture;
            var (address, problem) = await Take(newsroom, given.GetRequiredValue(guid), given.GetRequiredValue(section), given.GetValue(source), given.GetValue(publish), stop);
            if (address is not null) await Console.Out.WriteLineAsync(address);
            if (problem is not null) await Console.Error.WriteLineAsync(problem);
            return problem is null ? CommandLine.Done : CommandLine.Failed;
        });
        return take;
    }

    /// <summary>The story's address, and what of the wish was refused: a story that could not be published is a draft.</summary>
    static async Task<(string? Address, string? Problem)> Take(Newsroom newsroom, string guid, string section, string? source, bool publish, CancellationToken stop)
    {
        var say = newsroom.Get<IStringLocalizer<DeskWords>>();
        var edition = newsroom.Get<CurrentEdition>().Facts;
        if (edition.SectionOf(section) is not { } chosen) return (null, say["NoSuchSectionOf", section, string.Join(", ", edition.Sections.Select(one => one.Slug))]);
        var (line, unclear) = await Line(newsroom, guid, source, say, stop);
        if (line is null) return (null, unclear);

        var taken = await newsroom.Get<TakeItem>().Take(line.Value, chosen.Id, by: null, stop);
        if (taken.Story is not { } number) return (null, say[taken.Problem!]);
        if (!publish) return (await Address(newsroom, number, stop), null);
        var story = await Read(newsroom, number, stop);
        if (story.State == StoryState.Published) return (await Address(newsroom, number, stop), null);
        var refusal = await newsroom.Get<Publishing>().Publish(number, story.LastRevision, stop);
        return (await Address(newsroom, number, stop), refusal is null ? null : say.Sentence(refusal, newsroom.Get<PaperTime>()));
    }

    static async Task<(long? Line, string? Problem)> Line(Newsroom newsroom, string guid, string? source, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        await using var db = await newsroom.Get<IDbContextFactory<NewsroomDb>>().CreateDbContextAsync(stop);
        var lines = await db.InboxLines.OfGuid(guid).Where(line => source == null || line.Source!.Name == source).OrderBy(line => line.Id)
            .Select(line => new { line.Id, line.Guid, line.Source!.Name, IsAnothersToo = line.SentGuid != null }).Take(MostNamed).ToListAsync(stop);
        if (lines.Exists(line => !line.IsAnothersToo || line.Guid == guid)) lines.RemoveAll(line => line.IsAnothersToo && line.Guid != guid);
        return lines.Count switch
        {
            0 => (null, say["NoItemOfGuid", guid]),
            1 => (lines[0].Id, null),
            _ when lines.DistinctBy(line => line.Name).Count() == 1 => (null, say["ItemsOfOneGuid", guid, string.Join(", ", lines.Select(line => line.Guid))]),
            _ => (null, say["ItemOfTwoSources", guid, string.Join(", ", lines.Select(line => line.Name).Distinct())]),
        };
    }

    static async Task<Story> Read(Newsroom newsroom, long number, CancellationToken stop)
    {
        await using var db = await newsroom.Get<IDbContextFactory<NewsroomDb>>().CreateDbContextAsync(stop);
        return await db.Stories.Include(story => story.Section).SingleAsync(story => story.Number == number, stop);
    }

    /// <summary>Where readers find it; where the desk does, while it is not published.</summary>
    static async Task<string> Address(Newsroom newsroom, long number, CancellationToken stop)
    {
        var story = await Read(newsroom, number, stop);
        return newsroom.Get<SiteAddress>().Of(story.State == StoryState.Published ? StoryAddress.Of(story) : $"/desk/stories/{number}");
    }
}
