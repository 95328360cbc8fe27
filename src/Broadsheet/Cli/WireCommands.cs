using System.CommandLine;
using System.Text;
using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.NewsFormats;
using Broadsheet.Wire;
using Broadsheet.Wire.Intake;

namespace Broadsheet.Cli;

/// <summary><c>broadsheet wire read | ingest</c></summary>
static class WireCommands
{
    const int LongestSourceName = 80;

    static readonly Argument<string[]> paths = new("path") { Description = "Files, or folders with all that lies in them, but for what a source took or refused before (done, failed).", Arity = ArgumentArity.OneOrMore };

    public static Command Create() => new("wire", "What agencies send.") { Read(), Ingest() };

    static Command Read()
    {
        var json = new Option<bool>("--json") { Description = "One JSON line an item." };
        var zone = new Option<string>("--zone") { Description = "The zone in which times without one are meant, such as Europe/Helsinki (default: UTC).", DefaultValueFactory = _ => "UTC" };
        zone.Validators.Add(given =>
        {
            if (!TimeZoneInfo.TryFindSystemTimeZoneById(given.GetValueOrDefault<string>(), out _)) given.AddError($"{given.GetValueOrDefault<string>()} is no time zone. Try one such as Europe/Helsinki.");
        });
        var read = new Command("read", "Read files without storing anything.") { paths, json, zone };
        read.SetAction(async (given, stop) =>
        {
            if (given.GetValue(json)) Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
            var options = new NewsReadOptions { TakesWhatIsThere = true, Zone = TimeZoneInfo.FindSystemTimeZoneById(given.GetRequiredValue(zone)) };
            return await new WireRead(options, given.GetValue(json)).Run(given.GetRequiredValue(paths), stop);
        });
        return read;
    }

    static Command Ingest()
    {
        var name = new Option<string>("--source") { Description = "The source that is to have sent them; made if it is not there yet.", Required = true };
        name.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<string>() is not { } text || !TypedText.IsSeen(text) || text.Length > LongestSourceName || text.Any(char.IsControl))
                given.AddError($"A source's name has 1 to {LongestSourceName} signs.");
        });
        var ingest = new Command("ingest", "Take files in as if a source had sent them.") { paths, name };
        ingest.SetAction(async (given, stop) =>
        {
            await using var newsroom = await Newsroom.Open(given, stop);
            var source = await newsroom.Get<Sources>().EnsureSource(given.GetRequiredValue(name).Trim(), newsroom.Get<CurrentEdition>().Facts.Paper.Zone, stop);
            return await new WireIngest(newsroom.Get<Ingest>(), source).Run(given.GetRequiredValue(paths), stop);
        });
        return ingest;
    }
}
