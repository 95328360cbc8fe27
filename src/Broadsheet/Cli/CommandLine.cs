using System.CommandLine;
using System.Data.Common;
using System.Net.Sockets;
using Broadsheet.Cli.Demo;
using Broadsheet.Cli.Doctor;
using Broadsheet.Cli.Export;
using Broadsheet.Kit;
using Broadsheet.Storage;
using Broadsheet.Storage.Backup;
using Broadsheet.Web;

namespace Broadsheet.Cli;

/// <summary>The program's commands. Each exits 0, 1 (failed, or some input refused; said why on stderr) or 2 (used wrongly).</summary>
public static class CommandLine
{
    public const int Done = 0, Failed = 1, UsedWrongly = 2;

    public static async Task<int> Run(string[] args)
    {
        var root = new RootCommand("Broadsheet: a newspaper in one program.")
        {
            ServeCommand.Create(),
            MigrateCommand.Create(),
            ExportCommand.Create(),
            DemoCommand.Create(),
            DoctorCommand.Create(),
            BackupCommands.Backup(),
            BackupCommands.Restore(),
            StoryCommands.Create(),
            UserCommands.Create(),
            WireCommands.Create(),
        };
        root.Options.Add(CommonOptions.Data);
        root.Options.Add(CommonOptions.Database);
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync(error.Message);
            await Console.Error.WriteLineAsync("Try --help.");
            return UsedWrongly;
        }
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(4.5) });
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return Failed;
        }
        catch (Exception failure) when (Explained(failure) is { } reason)
        {
            await Console.Error.WriteLineAsync(reason);
            return Failed;
        }
    }

    /// <summary>A sentence for what can go wrong outside the program; null for a fault of its own.</summary>
    static string? Explained(Exception failure) => failure switch
    {
        StorageRefusedException or SettingsException or ArchiveException => failure.Message,
        _ when failure.Source == "Microsoft.Extensions.Configuration.Binder" => $"A setting cannot be used: {failure.Message}",
        _ when StorageRefusedException.From(failure) is StorageRefusedException refused => $"{refused.Message} ({failure.GetBaseException().Message})",
        IOException or SocketException or UnauthorizedAccessException => failure.Message,
        _ when failure.GetBaseException() is DbException refused => $"The database refused: {refused.Message}",
        _ => null,
    };
}

/// <summary>What every command takes as <c>serve</c> does.</summary>
static class CommonOptions
{
    public static readonly Option<string?> Data = new("--data") { Description = "The folder that holds everything (default: data).", Recursive = true };
    public static readonly Option<string?> Database = new("--database") { Description = "A PostgreSQL connection string (default: SQLite in the data folder).", Recursive = true };

    static CommonOptions() => Database.Validators.Add(given =>
    {
        if (SettingsCheck.OfDatabase(given.GetValueOrDefault<string?>()) is { } problem) given.AddError(problem.Message);
    });

    public static Dictionary<string, string?> Settings(ParseResult given)
    {
        var settings = new Dictionary<string, string?>();
        if (given.GetValue(Data) is { } data) settings["Broadsheet:Data"] = data;
        if (given.GetValue(Database) is { } database) settings["Broadsheet:Database"] = database;
        return settings;
    }
}

/// <summary>The newsroom without a server, with its database up to date.</summary>
sealed class Newsroom(ServiceProvider services) : IAsyncDisposable
{
    public IServiceProvider Services => services;

    public T Get<T>() where T : notnull => services.GetRequiredService<T>();

    public static async Task<Newsroom> Open(ParseResult given, CancellationToken stop)
    {
        var newsroom = Look(given);
        await StorageRoom.Migrate(newsroom.Services, stop);
        await newsroom.Get<Edition.CurrentEdition>().Load(stop);
        return newsroom;
    }

    /// <summary>As it is: the database is neither brought up to date nor looked at.</summary>
    public static Newsroom Look(ParseResult given)
    {
        var configuration = new ConfigurationBuilder();
        WebServer.AddSettings(configuration, CommonOptions.Settings(given));
        var built = configuration.Build();
        SettingsCheck.Run(built);
        var services = new ServiceCollection().AddSingleton<IConfiguration>(built).AddNewsroom(built).AddLogging(log =>
        {
            WebServer.AddLog(log, built);
            log.AddFilter("Broadsheet.Wire", LogLevel.Error); // the command itself says what became of each file
        });
        var newsroom = new Newsroom(services.BuildServiceProvider());
        if (newsroom.Get<DataFolder>().LastAddress is { } served) newsroom.Get<SiteAddress>().UseListening(served);
        return newsroom;
    }

    public async ValueTask DisposeAsync()
    {
        var data = Get<DataFolder>();
        await services.DisposeAsync();
        data.DropIfUnused();
    }
}
