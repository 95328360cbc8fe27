using System.CommandLine;
using Broadsheet.Edition;
using Broadsheet.Storage;

namespace Broadsheet.Cli;

static class MigrateCommand
{
    public static Command Create()
    {
        var migrate = new Command("migrate", "Bring the database up to date.");
        migrate.SetAction(async (given, stop) =>
        {
            await using var newsroom = Newsroom.Look(given);
            await LongWork.Show("Bringing the database up to date", () => StorageRoom.Migrate(newsroom.Services, stop));
            await newsroom.Get<CurrentEdition>().Load(stop);
            await Console.Out.WriteLineAsync("The database is up to date.");
            return CommandLine.Done;
        });
        return migrate;
    }
}
