using System.Diagnostics;
using System.Globalization;
using Broadsheet.Media;
using Broadsheet.Media.Darkroom;
using Broadsheet.Storage;

namespace Broadsheet.Cli.Doctor;

/// <summary>The process in which pictures are cut: whether it begins and makes every kind that readers get.</summary>
static class DarkroomCheck
{
    const string Key = "0123456789abcdef";
    static readonly byte[] patch = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFklEQVR42mPQcIsiCTGMahjVMHw1AAAi/sgBza7DWAAAAABJRU5ErkJggg==");

    public static async Task<Finding> Check(MediaSettings settings, TimeProvider clock, ILogger<DarkroomProcess> log, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("broadsheet-doctor-");
        try
        {
            var original = Path.Combine(folder.FullName, "patch.png");
            await File.WriteAllBytesAsync(original, patch, stop);
            using var files = new PictureFiles(new DataFolder(folder.FullName));
            await using var darkroom = new QuickDarkroom(settings, files, clock, log);
            var begun = Stopwatch.GetTimestamp();
            foreach (var cut in new[] { PictureCut.Quick, PictureCut.Full })
                if ((await darkroom.Develop(original, Key, 50, 50, cut, stop)).Problem is not null || !files.HasRenditions(Key, 16, 16, cut)) return Fails(cut);
            return Finding.Fine("Darkroom", string.Create(CultureInfo.InvariantCulture, $"it makes JPEG, WebP and AVIF; a small picture took {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s."));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Finding.Wrong("Darkroom", $"it could not be tried: {failure.Message}", $"Let whoever runs the paper write to {Path.GetTempPath()}.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static Finding Fails(PictureCut cut) => Finding.Wrong("Darkroom", cut == PictureCut.Quick ? "it makes no picture, so none can be added." : "it makes no WebP or AVIF, so readers get JPEG alone.",
        $"Check that {Path.Combine(AppContext.BaseDirectory, DarkroomProcess.Program)} may be run, that libvips.so.42 came with it, and that the machine leaves it Broadsheet__Media__MostMemory (in MB). Logging__LogLevel__Default=Debug says what it said.");
}
