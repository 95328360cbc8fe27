using System.CommandLine;
using System.Globalization;
using Broadsheet.Edition;
using Broadsheet.Storage;
using Broadsheet.Storage.Backup;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Cli.Demo;

/// <summary><c>broadsheet demo [--stories N] [--readers N] [--seed N]</c>: a paper of that size, invented, the same for the same seed.</summary>
static class DemoCommand
{
    static readonly Option<int> stories = Count("--stories", "How many stories to invent beside the demo's own.");
    static readonly Option<int> readers = Count("--readers", "How many readers to invent.");
    static readonly Option<int> seed = new("--seed") { Description = "Another seed, other content.", DefaultValueFactory = _ => 1 };
    static readonly Option<bool> anyway = new("--anyway") { Description = "Also into a paper that somebody has written in." };

    public static Command Create()
    {
        var demo = new Command("demo", "Lay the demo edition, if the paper is empty, and fill it with invented content.") { stories, readers, seed, anyway };
        demo.SetAction(async (given, stop) =>
        {
            await using var newsroom = await Newsroom.Open(given, stop);
            if (!given.GetValue(anyway) && await SomebodyWroteHere(newsroom, stop)) throw new ArchiveException("Somebody has written in this paper. Invented stories among theirs are hard to take out again: --anyway does it all the same.");
            await ActivatorUtilities.CreateInstance<DemoEdition>(newsroom.Services).Lay(stop);
            await newsroom.Get<CurrentEdition>().Load(stop);
            var invention = ActivatorUtilities.CreateInstance<Invention>(newsroom.Services, given.GetValue(seed));
            await LongWork.Show("Inventing", progress => invention.Fill(given.GetValue(stories), given.GetValue(readers), progress, stop));
            await using var db = await newsroom.Get<IDbContextFactory<NewsroomDb>>().CreateDbContextAsync(stop);
            var (all, people) = (await db.Stories.CountAsync(stop), await db.Readers.CountAsync(stop));
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"The paper has {all} stories and {people} readers now."));
            return CommandLine.Done;
        });
        return demo;
    }

    static async Task<bool> SomebodyWroteHere(Newsroom newsroom, CancellationToken stop)
    {
        await using var db = await newsroom.Get<IDbContextFactory<NewsroomDb>>().CreateDbContextAsync(stop);
        return await db.Revisions.AnyAsync(revision => revision.SavedBy != null, stop);
    }

    static Option<int> Count(string name, string description)
    {
        var count = new Option<int>(name) { Description = description };
        count.Validators.Add(given => { if (given.Tokens is [var typed] && typed.Value.StartsWith('-')) given.AddError($"{name} takes a number from 0."); });
        return count;
    }
}
