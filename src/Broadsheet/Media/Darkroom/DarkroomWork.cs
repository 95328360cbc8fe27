using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using NetVips;

namespace Broadsheet.Media.Darkroom;

/// <summary>
/// The darkroom from the inside: a line in, a line out, until nobody asks any more. Only here is a picture decoded, and only
/// here is libvips loaded.
/// </summary>
static class DarkroomWork
{
    public const string MemoryVariable = "BROADSHEET_DARKROOM_MEGABYTES";

    public static int Run()
    {
        LimitMemory();
        Cache.Max = 0; // no picture comes twice
        while (Console.In.ReadLine() is { } line)
        {
            var job = JsonSerializer.Deserialize<DarkroomJob>(line)!;
            Console.Out.WriteLine(JsonSerializer.Serialize(Do(job)));
            Console.Out.Flush();
        }
        return 0;
    }

    static Developed Do(DarkroomJob job)
    {
        try
        {
            var start = new byte[PictureKind.BytesThatTell];
            int read;
            using (var file = File.OpenRead(job.Original)) read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            return PictureKind.Of(start.AsSpan(0, read)) is null ? Developed.Refused(Developed.NotAPicture) : new Cutting(job).Cut();
        }
        catch (VipsException failure)
        {
            Console.Error.WriteLine(failure.Message);
            return Developed.Refused(Developed.Broken);
        }
        catch (NotWrittenException failure)
        {
            Console.Error.WriteLine(failure.Message);
            return Developed.NotNow(Developed.NotWritten);
        }
        catch (IOException failure)
        {
            Console.Error.WriteLine(failure.Message);
            return Developed.NotNow(Developed.Failed);
        }
    }

    /// <summary>
    /// So much address space beyond what the runtime has reserved already; whoever asks for more is refused, and the process
    /// ends rather than the machine. No core is written: a picture may be nobody else's to see.
    /// </summary>
    static void LimitMemory()
    {
        var pages = long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[0], CultureInfo.InvariantCulture);
        if (!long.TryParse(Environment.GetEnvironmentVariable(MemoryVariable), CultureInfo.InvariantCulture, out var megabytes)) return;
        Limit(AddressSpace, (pages * Environment.SystemPageSize) + (megabytes * 1_000_000));
        Limit(CoreFile, 0);
    }

    static void Limit(int what, long most)
    {
        var limit = new ResourceLimit { Now = (ulong)most, Most = (ulong)most };
        if (setrlimit(what, in limit) != 0) Console.Error.WriteLine($"Limit {what} could not be set.");
    }

    const int CoreFile = 4, AddressSpace = 9;

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int setrlimit(int what, in ResourceLimit limit);

    [StructLayout(LayoutKind.Sequential)]
    struct ResourceLimit
    {
        public ulong Now;
        public ulong Most;
    }
}
