using System.Globalization;
using System.Runtime.CompilerServices;
using Broadsheet.Media;
using Broadsheet.Readers;
using Broadsheet.Storage;
using Broadsheet.Wire;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Cli.Doctor;

/// <summary>The paper in the database: its set-up, its people, its pictures, its sources.</summary>
static class Paper
{
    static readonly TimeSpan ahead = TimeSpan.FromMinutes(5);

    public static async IAsyncEnumerable<Finding> Check(NewsroomDb db, DataFolder data, TimeProvider clock, [EnumeratorCancellation] CancellationToken stop)
    {
        var paper = await db.Papers.SingleOrDefaultAsync(stop);
        if (paper is null) yield return Finding.Note("Paper", "it is not set up yet.", "Open the site: it asks for name, language, zone and sections.");
        else if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(paper.Zone) is null) yield return Finding.Wrong("Paper", $"there is no time zone {paper.Zone}; times are shown in UTC.", "Choose another on the desk.");
        else yield return Finding.Fine("Paper", $"{paper.Name}, {paper.Language}, {paper.Zone}, {await db.Sections.CountAsync(stop)} sections, {await db.Stories.CountAsync(stop)} stories.");

        if (await db.OutboxEvents.MaxAsync(happened => (DateTimeOffset?)happened.At, stop) is { } newest && newest > clock.GetUtcNow() + ahead)
            yield return Finding.Wrong("Clock", string.Create(CultureInfo.InvariantCulture, $"something happened at {newest:yyyy-MM-dd HH:mm} UTC, which is yet to come."), "Set the clocks of all machines that run or ran this paper.");
        if (!await db.Readers.AnyAsync(reader => reader.Role == Role.Administrator, stop))
            yield return Finding.Note("People", "nobody is an administrator.", "broadsheet user create HANDLE --email ADDRESS --role administrator");

        var (missing, pictures) = (0, 0);
        string? one = null;
        await foreach (var file in db.Pictures.Select(picture => picture.File).AsAsyncEnumerable().WithCancellation(stop))
        {
            pictures++;
            if (File.Exists(Path.Combine(data.Root, PictureFiles.Folder, file))) continue;
            missing++;
            one ??= file;
        }
        yield return missing == 0
            ? Finding.Fine("Pictures", $"{pictures}, all there.")
            : Finding.Wrong("Pictures", $"{missing} of {pictures} are missing in {Path.Combine(data.Root, PictureFiles.Folder)}, such as {one}.", "Bring them back from a backup; they lie in its folder pictures.");
    }

    public static async IAsyncEnumerable<Finding> Sources(NewsroomDb db, Sources sources, [EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var source in await db.Sources.OrderBy(source => source.Name).ToListAsync(stop))
        {
            var part = $"Source {source.Name}";
            if (source.PausedAt is { } paused) yield return Finding.Note(part, string.Create(CultureInfo.InvariantCulture, $"nothing is taken from it since {paused:yyyy-MM-dd HH:mm} UTC."), "Let it go on, on the desk, under Sources.");
            else if (sources.FolderOf(source) is { } missing && !Directory.Exists(missing)) yield return Finding.Note(part, $"its folder {missing} is not there.", "The paper makes it when it starts; if it lies on a disk of its own, see whether that is there.");
            else if (sources.FolderOf(source) is { } folder && FolderProblem(folder) is { } problem) yield return Finding.Wrong(part, problem, $"Make {folder} and give it to whoever runs the paper; it must be able to move files in it.");
            else if (source.IsInTrouble)
                yield return Finding.Wrong(part, string.Create(CultureInfo.InvariantCulture, $"it failed at {source.LastErrorAt:yyyy-MM-dd HH:mm} UTC: {SourceTrouble.Parse(source.LastError ?? "").English}"), "Look at it on the desk, under Sources; \"try it now\" there changes nothing.");
            else yield return Finding.Fine(part, source.LastSuccessAt is { } success ? string.Create(CultureInfo.InvariantCulture, $"it last went well at {success:yyyy-MM-dd HH:mm} UTC.") : "nothing has come yet.");
        }
    }

    static string? FolderProblem(string folder)
    {
        try
        {
            // Where it puts what it took, for in the folder itself a file would be one to take.
            var probe = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "done")).FullName, $".doctor-{Guid.CreateVersion7():N}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"files in {folder} cannot be moved: {failure.Message}";
        }
    }
}
