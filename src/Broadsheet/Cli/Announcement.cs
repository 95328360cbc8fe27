using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Readers;
using Broadsheet.Readers.SignIn;
using Broadsheet.Storage;
using Broadsheet.Words;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Cli;

/// <summary>Tells whoever started the paper where it is, and lets the first administrator in.</summary>
static class Announcement
{
    public static async Task Print(IServiceProvider services, CancellationToken stop)
    {
        var site = services.GetRequiredService<SiteAddress>();
        var link = await services.GetRequiredService<SignInLinks>().Create(await FirstAdministrator(services, stop), stop);
        await Console.Out.WriteLineAsync($"site {site.Of("/")}");
        await Console.Out.WriteLineAsync($"desk {site.Of("/desk")}");
        await Console.Out.WriteLineAsync($"sign in {link}");
    }

    /// <summary>Whoever starts an empty paper has no way in yet.</summary>
    public static async Task SayHowToBegin(IServiceProvider services, CancellationToken stop)
    {
        if (!services.GetRequiredService<CurrentEdition>().Facts.Paper.IsUnfinished) return;
        await using var db = await services.GetRequiredService<IDbContextFactory<NewsroomDb>>().CreateDbContextAsync(stop);
        if (await db.Readers.AnyAsync(reader => reader.Role == Role.Administrator || reader.Role == Role.Editor, stop)) return;
        await Console.Error.WriteLineAsync("This paper is not set up yet, and nobody can sign in. Start it with --announce for a one-time link to its desk, or register yourself: broadsheet user create NAME --email ADDRESS --role administrator, then broadsheet user sign-in-link NAME.");
    }

    static async Task<Guid> FirstAdministrator(IServiceProvider services, CancellationToken stop)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<NewsroomDb>>().CreateDbContextAsync(stop);
        var first = await db.Readers.Where(reader => reader.Role == Role.Administrator).OrderBy(reader => reader.RegisteredAt).Select(reader => (Guid?)reader.Id).FirstOrDefaultAsync(stop);
        if (first is { } id) return id;
        var (made, problem) = await services.GetRequiredService<Registrar>().Create("administrator", "administrator@example.org", Role.Administrator, password: null, stop);
        return made?.Id ?? throw new SettingsException(services.GetRequiredService<IStringLocalizer<ReadersWords>>().Sentence(problem!));
    }
}
