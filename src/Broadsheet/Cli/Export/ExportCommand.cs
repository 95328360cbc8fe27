using System.CommandLine;

namespace Broadsheet.Cli.Export;

/// <summary><c>broadsheet export DIR</c>: the whole paper in open formats, to read and use without this program.</summary>
static class ExportCommand
{
    static readonly Argument<string> folder = new("folder") { Description = "A folder that is not there yet." };
    static readonly Option<bool> withoutPeople = new("--without-people") { Description = "Leave out readers and staff: their accounts, names and mail addresses, and who did what." };

    public static Command Create()
    {
        var export = new Command("export", "Write the whole paper in open formats: HTML, JSON, pictures.") { folder, withoutPeople };
        export.SetAction(async (given, stop) =>
        {
            await using var newsroom = Newsroom.Look(given);
            var into = Path.GetFullPath(given.GetRequiredValue(folder));
            var paper = ActivatorUtilities.CreateInstance<PaperExport>(newsroom.Services);
            IReadOnlyList<string> missing = [];
            await LongWork.Show("Exporting", async progress => missing = await paper.Write(into, !given.GetValue(withoutPeople), progress, stop));
            await Console.Out.WriteLineAsync($"{into}: begin with README.txt and index.html.");
            foreach (var name in missing) await Console.Error.WriteLineAsync($"{name} is not in the data folder and not in the export.");
            return missing.Count == 0 ? CommandLine.Done : CommandLine.Failed;
        });
        return export;
    }
}
