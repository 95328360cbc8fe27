using System.Globalization;
using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Storage;

namespace Broadsheet.Cli.Doctor;

/// <summary>What the program stands on: languages' data and a clock that is right.</summary>
static class Machine
{
    static readonly DateTimeOffset madeIn = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IEnumerable<Finding> Check(TimeProvider clock)
    {
        yield return PaperCulture.Of("ar").DateTimeFormat.GetMonthName(11) == "نوفمبر" && PaperCulture.Of("de").DateTimeFormat.GetMonthName(3) == "März"
            ? Finding.Fine("Languages", "the data of ICU are there.")
            : Finding.Wrong("Languages", "the data of ICU are missing, so dates and sorting are English in every language.", "Use the published program, which has them beside it, or install libicu.");
        var now = clock.GetUtcNow();
        yield return now > madeIn
            ? Finding.Fine("Clock", string.Create(CultureInfo.InvariantCulture, $"{now:yyyy-MM-dd HH:mm:ss} UTC."))
            : Finding.Wrong("Clock", string.Create(CultureInfo.InvariantCulture, $"it says {now:yyyy-MM-dd}, which is before this program was made."), "Set the machine's clock and let it keep itself right (systemd-timesyncd, chrony).");
    }
}

/// <summary>The data folder: rights and room.</summary>
static class Disk
{
    const long TooLittle = 500_000_000, Little = 5_000_000_000;

    public static IEnumerable<Finding> Check(DataFolder data)
    {
        if (WriteProblem(data.Root) is { } problem)
        {
            yield return Finding.Wrong("Data folder", $"{data.Root} cannot be written: {problem.Message}", DataFolder.IsFull(problem) ? "Make room, or move the folder to a larger disk." : $"Give it to whoever runs the paper: chown -R {Environment.UserName} {data.Root}");
            yield break;
        }
        var free = new DriveInfo(data.Root).AvailableFreeSpace;
        var room = string.Create(CultureInfo.InvariantCulture, $"{data.Root}, {free / 1e9:0.0} GB free");
        yield return free switch
        {
            < TooLittle => Finding.Wrong("Data folder", room + ": changes will soon be refused.", "Make room, or move the folder to a larger disk."),
            < Little => Finding.Note("Data folder", room + ".", "Make room before it is full."),
            _ => Finding.Fine("Data folder", room + "."),
        };
        foreach (var file in new[] { data.Secret, data.Database }.Where(IsOpenToOthers))
            yield return Finding.Wrong("Data folder", $"{file} can be read by everybody on this machine.", $"chmod 600 {file}");
    }

    static Exception? WriteProblem(string folder)
    {
        var probe = Path.Combine(folder, $".doctor-{Guid.CreateVersion7():N}");
        try
        {
            File.WriteAllText(probe, "written");
            File.Delete(probe);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure;
        }
    }

    static bool IsOpenToOthers(string file) => File.Exists(file) && File.GetUnixFileMode(file).HasFlag(UnixFileMode.OtherRead);
}

/// <summary>The public address.</summary>
static class Site
{
    public static Finding Check(SiteAddress site) => site switch
    {
        { IsKnown: false } => Finding.Note("Site", $"no address is set, so links in mails and feeds lead to {site.Value}", "Say it on the desk, at /desk/paper, or set Broadsheet__Site: such as https://paper.example."),
        { Value.IsLoopback: true } => Finding.Note("Site", $"{site.Value} is this machine alone.", "Say the public address at /desk/paper, or in Broadsheet__Site, before readers come."),
        _ => Finding.Fine("Site", $"{site.Value}"),
    };
}
