using System.Diagnostics;
using Broadsheet.Media;
using Broadsheet.Media.Darkroom;
using Broadsheet.Storage;
using Broadsheet.Tests.World;
using Microsoft.Extensions.Logging.Abstractions;

namespace Broadsheet.Tests.Media;

/// <summary>Whatever a picture does to the darkroom, the server hears of it and goes on.</summary>
public sealed class DarkroomTests : IDisposable
{
    const string Key = "0123456789abcdef";

    readonly DataFolder data = new(Path.Combine(Path.GetTempPath(), "broadsheet-tests", Guid.CreateVersion7().ToString("N")));

    [Fact]
    public async Task A_picture_that_wants_more_memory_than_it_may_have_ends_the_darkroom_and_not_the_server()
    {
        await using var darkroom = Open(new MediaSettings { MostMemory = 1 });
        var developed = await Develop(darkroom, await Keep(Photographs.Jpeg(3000, 2000)));
        Assert.Equal((Developed.Failed, false), (developed.Problem, developed.ForGood));
    }

    [Fact]
    public async Task A_darkroom_that_takes_too_long_is_ended_and_the_next_picture_begins_another()
    {
        var settings = new MediaSettings { LongestSeconds = 0 };
        await using var darkroom = Open(settings);
        var picture = await Keep(Photographs.Jpeg());
        Assert.Equal(Developed.Failed, (await Develop(darkroom, picture)).Problem);
        settings.LongestSeconds = 60;
        Assert.Null((await Develop(darkroom, picture)).Problem);
    }

    [Fact]
    public async Task A_darkroom_that_was_killed_is_begun_anew()
    {
        await using var darkroom = Open(new MediaSettings());
        var picture = await Keep(Photographs.Jpeg());
        Assert.Null((await Develop(darkroom, picture)).Problem);
        using (var process = Process.GetProcessById(darkroom.ProcessId!.Value))
        {
            process.Kill();
            await process.WaitForExitAsync(Newsroom.Stop);
        }
        await Develop(darkroom, picture); // may be the one that notices
        Assert.Null((await Develop(darkroom, picture)).Problem);
    }

    [Fact]
    public async Task A_full_disk_is_not_the_picture_s_fault_and_nothing_half_written_is_left_on_it()
    {
        using var files = new PictureFiles(data);
        await using var darkroom = Open(new MediaSettings());
        var picture = await Keep(Photographs.Jpeg());
        var folder = Directory.CreateDirectory(Path.Combine(files.RenditionsFolder, Key[..2])).FullName;
        File.CreateSymbolicLink(Path.Combine(folder, Renditions.All(640, 400).First().File(Key, Renditions.Jpeg) + ".part"), "/dev/full");
        var developed = await Develop(darkroom, picture);
        Assert.Equal((Developed.NotWritten, false), (developed.Problem, developed.ForGood));
        Assert.Empty(Directory.GetFiles(folder, "*.part"));
        Assert.Null((await Develop(darkroom, picture)).Problem);
    }

    [Fact]
    public async Task The_darkroom_ends_when_there_is_nothing_to_do()
    {
        await using var darkroom = Open(new MediaSettings { IdleSeconds = 0.05 });
        Assert.Null((await Develop(darkroom, await Keep(Photographs.Jpeg()))).Problem);
        await Newsroom.Eventually(() => Task.FromResult(darkroom.ProcessId), process => process is null);
    }

    [Fact]
    public async Task It_sees_none_of_our_secrets()
    {
        Environment.SetEnvironmentVariable("Broadsheet__Secret", "told to nobody");
        await using var darkroom = Open(new MediaSettings());
        await Develop(darkroom, await Keep(Photographs.Jpeg()));
        Assert.DoesNotContain("told to nobody", await File.ReadAllTextAsync($"/proc/{darkroom.ProcessId}/environ", Newsroom.Stop), StringComparison.Ordinal);
        Environment.SetEnvironmentVariable("Broadsheet__Secret", null);
    }

    [Fact, Trait("Speed", "Slow")]
    public async Task A_server_whose_pictures_were_cut_has_no_libvips_itself_to_be_harmed()
    {
        await using var paper = await RunningProgram.Serve(data.Root, null, "--demo");
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(data.Root, "renditions"), "*", SearchOption.AllDirectories));
        var loaded = await File.ReadAllTextAsync($"/proc/{paper.Id}/maps", Newsroom.Stop);
        Assert.Contains("libe_sqlite3", loaded, StringComparison.Ordinal);
        Assert.DoesNotContain("vips", loaded, StringComparison.OrdinalIgnoreCase);
    }

    QuickDarkroom Open(MediaSettings settings) => new(settings, new PictureFiles(data), TimeProvider.System, NullLogger<DarkroomProcess>.Instance);

    static Task<Developed> Develop(DarkroomProcess darkroom, string picture) => darkroom.Develop(picture, Key, 50, 50, PictureCut.Quick, Newsroom.Stop);

    async Task<string> Keep(byte[] content)
    {
        using var files = new PictureFiles(data);
        return files.PathOfOriginal(await files.Keep(content, ".jpg", Newsroom.Stop));
    }

    public void Dispose() => Directory.Delete(data.Root, recursive: true);
}
