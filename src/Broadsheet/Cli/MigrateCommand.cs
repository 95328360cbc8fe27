using System.CommandLine;

namespace Broadsheet.Cli;

static class MigrateCommand
{
    public static Command Create()
    {
        var migrate = new Command("migrate", "Bring the database up to date.");
        migrate.SetAction(async (given, stop) =>
        {
            await using var newsroom = await Newsroom.Open(given, stop);
            await Console.Out.WriteLineAsync("The database is up to date.");
            return CommandLine.Done;
        });
        return migrate;
    }
}
