using System.CommandLine;
using Broadsheet.Cli.Demo;
using Broadsheet.Edition;
using Broadsheet.Storage;
using Broadsheet.Web;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Cli;

static class ServeCommand
{
    static readonly Option<string?> urls = new("--urls") { Description = "Where to listen, such as http://localhost:5000, or http://127.0.0.1:0 for a free port." };
    static readonly Option<bool> demo = new("--demo") { Description = "Lay the demo edition first, if the paper is empty." };
    static readonly Option<bool> announce = new("--announce") { Description = "Print the addresses of site and desk and a one-time link for the first administrator." };

    public static Command Create()
    {
        urls.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<string?>() is { } listen && Listening.Problem(listen) is { } problem) given.AddError(problem);
        });
        var serve = new Command("serve", "Run the paper.") { urls, demo, announce };
        serve.SetAction(Serve);
        return serve;
    }

    static async Task<int> Serve(ParseResult given, CancellationToken stop)
    {
        var settings = CommonOptions.Settings(given);
        if (given.GetValue(urls) is { } listen) settings["urls"] = listen;
        var all = new ConfigurationBuilder();
        WebServer.AddSettings(all, settings);
        SettingsCheck.Run(all.Build());
        await using var app = Program.BuildServer(settings);
        await app.StartServing(stop, (services, stop) => FirstPaper(services, given.GetValue(demo), stop));
        if (given.GetValue(announce)) await Announcement.Print(app.Services, stop);
        else await Announcement.SayHowToBegin(app.Services, stop);
        await app.WaitForShutdownAsync(stop);
        return CommandLine.Done;
    }

    /// <summary>An empty data folder gets the demo edition where that is asked for, else a paper with nothing in it.</summary>
    static async Task FirstPaper(IServiceProvider services, bool demo, CancellationToken stop)
    {
        var isDemo = demo && await ActivatorUtilities.CreateInstance<DemoEdition>(services).Lay(stop);
        var isNew = await services.GetRequiredService<FirstStart>().FoundThePaper(stop);
        if (!demo || isDemo || isNew) return;
        await using var db = await services.GetRequiredService<IDbContextFactory<NewsroomDb>>().CreateDbContextAsync(stop);
        if (await db.Papers.AnyAsync(paper => paper.IsUnfinished, stop))
            await Console.Error.WriteLineAsync("An empty paper is there already, so the demo is not laid: it goes on where it was. For the demo take another folder with --data.");
    }
}
