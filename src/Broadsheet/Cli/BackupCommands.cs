using System.CommandLine;
using System.Globalization;
using Broadsheet.Media;
using Broadsheet.Storage;
using Broadsheet.Storage.Backup;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Cli;

/// <summary><c>broadsheet backup FILE</c> and <c>broadsheet restore FILE</c></summary>
static class BackupCommands
{
    static readonly Argument<string> file = new("file") { Description = "The archive." };

    public static Command Backup()
    {
        var backup = new Command("backup", "Take the whole paper into one archive, while it is being served.") { file };
        backup.SetAction(async (given, stop) =>
        {
            await using var newsroom = Newsroom.Look(given);
            var archive = Path.GetFullPath(given.GetRequiredValue(file));
            IReadOnlyList<string> missing = [];
            await LongWork.Show("Taking a backup", async progress => missing = await newsroom.Get<BackUp>().Take(archive, Originals, progress, stop));
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{archive}: {new FileInfo(archive).Length / 1_000_000.0:0.0} MB. Keep it as you keep a password: it opens every account."));
            foreach (var name in missing) await Console.Error.WriteLineAsync($"{name} is not in the data folder and not in the backup.");
            return missing.Count == 0 ? CommandLine.Done : CommandLine.Failed;
        });
        return backup;
    }

    /// <summary>The pictures as they were sent; their sizes are made again.</summary>
    static IAsyncEnumerable<string> Originals(NewsroomDb db) => db.Pictures.Select(picture => picture.File).Select(name => PictureFiles.Folder + "/" + name).AsAsyncEnumerable();

    public static Command Restore()
    {
        var restore = new Command("restore", "Lay the paper of an archive into an empty data folder, and an empty database of either kind.") { file };
        restore.SetAction(async (given, stop) =>
        {
            await using var newsroom = Newsroom.Look(given);
            ArchiveManifest laid = null!;
            await LongWork.Show("Restoring", async progress => laid = await newsroom.Get<Restore>().Run(given.GetRequiredValue(file), progress, stop));
            var rows = laid.Tables.Sum(table => table.Rows);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"The paper of {laid.Made:yyyy-MM-dd HH:mm} UTC is back: {rows} rows, {laid.Files.Count} files."));
            if (SecretTrouble(newsroom.Get<StorageSettings>(), laid) is { } trouble) await Console.Error.WriteLineAsync(trouble);
            return CommandLine.Done;
        });
        return restore;
    }

    static string? SecretTrouble(StorageSettings settings, ArchiveManifest laid) => (settings.Secret is not null, laid.Files.Any(kept => kept.Name == ArchiveManifest.SecretEntry)) switch
    {
        (true, true) => "Broadsheet__Secret is set, but the archive's keys are sealed with the secret in the data folder. Unset it, or everybody has to sign in again.",
        (false, false) when laid.Tables.Any(table => table is { Name: "stored_keys", Rows: > 0 }) => "The archive's keys are sealed with a secret that its operator had set. Set Broadsheet__Secret to the same, or everybody has to sign in again.",
        _ => null,
    };
}
