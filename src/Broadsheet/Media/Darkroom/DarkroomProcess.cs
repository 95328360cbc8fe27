using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Broadsheet.Media.Darkroom;

/// <summary>
/// The darkroom seen from the server: a process of its own, begun when there is work and ended when there is none, in which
/// pictures are decoded and cut. What a hostile picture can harm is that process; what a large one takes ends with it.
/// </summary>
class DarkroomProcess(MediaSettings settings, PictureFiles files, TimeProvider clock, ILogger<DarkroomProcess> log, ProcessPriorityClass priority) : IAsyncDisposable
{
    /// <summary>The hidden command that is the darkroom.</summary>
    public const string Command = "darkroom";

    /// <summary>Our own program, which has that command.</summary>
    public const string Program = "broadsheet";

    const int MostWaiting = 16;
    static readonly string[] handedOn = ["PATH", "HOME", "TMPDIR", "DOTNET_ROOT", "DOTNET_ROOT_X64", "LD_LIBRARY_PATH"];

    readonly SemaphoreSlim one = new(1);
    Running? running;
    ITimer? idle;
    int waiting;

    /// <summary>Reads and cuts one picture; never throws for what is wrong with it.</summary>
    public async Task<Developed> Develop(string original, string key, int focusX, int focusY, PictureCut cut, CancellationToken stop)
    {
        if (Interlocked.Increment(ref waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref waiting);
            return Developed.NotNow(Developed.Busy);
        }
        try
        {
            await one.WaitAsync(stop);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
        try
        {
            return await Ask(new DarkroomJob(original, files.RenditionsFolder, key, focusX, focusY, cut, settings.MostPixels), stop);
        }
        finally
        {
            EndWhenIdle();
            one.Release();
        }
    }

    async Task<Developed> Ask(DarkroomJob job, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(TimeSpan.FromSeconds(settings.LongestSeconds));
        try
        {
            running ??= Begin();
            if (await running.Ask(job, patience.Token) is { } developed) return developed;
            log.LogWarning("The darkroom ended over {File}; the next picture begins another", Path.GetFileName(job.Original));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            log.LogWarning("The darkroom took more than {Seconds} s over {File} and was ended", settings.LongestSeconds, Path.GetFileName(job.Original));
        }
        catch (Exception failure) when (failure is IOException or JsonException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            log.LogWarning(failure, "The darkroom failed over {File}", Path.GetFileName(job.Original));
        }
        finally
        {
            if (running is { IsSound: false }) await End();
        }
        return Developed.NotNow(Developed.Failed);
    }

    Running Begin()
    {
        idle?.Dispose();
        // Beside the assembly, whoever has loaded that: a test's host is not the program.
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, Program), Command)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // It needs no secret that stands in our environment.
        var environment = handedOn.Select(name => (name, Value: Environment.GetEnvironmentVariable(name))).Where(each => each.Value is not null).ToList();
        start.Environment.Clear();
        foreach (var (name, value) in environment) start.Environment[name] = value;
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x8000000";
        start.Environment["MALLOC_ARENA_MAX"] = "2";
        start.Environment["VIPS_CONCURRENCY"] = "1";
        start.Environment["VIPS_BLOCK_UNTRUSTED"] = "1";
        start.Environment[DarkroomWork.MemoryVariable] = settings.MostMemory.ToString(CultureInfo.InvariantCulture);
        var process = Process.Start(start)!;
        try
        {
            process.PriorityClass = priority;
        }
        catch (Exception failure) when (failure is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            log.LogDebug(failure, "The darkroom keeps the server's priority");
        }
        process.ErrorDataReceived += (_, said) => { if (said.Data is { Length: > 0 } line) log.LogDebug("The darkroom says: {Line}", line); };
        process.BeginErrorReadLine();
        return new Running(process);
    }

    void EndWhenIdle()
    {
        idle?.Dispose();
        if (running is not null) idle = clock.CreateTimer(_ => _ = EndIfFree(), null, TimeSpan.FromSeconds(settings.IdleSeconds), Timeout.InfiniteTimeSpan);
    }

    async Task EndIfFree()
    {
        if (!await one.WaitAsync(0)) return;
        try
        {
            await End();
        }
        finally
        {
            one.Release();
        }
    }

    async Task End()
    {
        if (running is not { } ending) return;
        running = null;
        await ending.DisposeAsync();
    }

    /// <summary>The number of the process, while there is one.</summary>
    public int? ProcessId => running?.Id;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        idle?.Dispose();
        await End();
        one.Dispose();
    }

    sealed class Running(Process process) : IAsyncDisposable
    {
        static readonly TimeSpan longestGoodbye = TimeSpan.FromSeconds(1);
        bool asked;

        public int Id => process.Id;

        /// <summary>False while an answer is owed: whatever came between, this process is not to be asked again.</summary>
        public bool IsSound => !asked && !process.HasExited;

        /// <summary>Null where it ended before it answered.</summary>
        public async Task<Developed?> Ask(DarkroomJob job, CancellationToken stop)
        {
            asked = true;
            await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(job).AsMemory(), stop);
            await process.StandardInput.FlushAsync(stop);
            if (await process.StandardOutput.ReadLineAsync(stop) is not { } line) return null;
            var developed = JsonSerializer.Deserialize<Developed>(line);
            asked = false;
            return developed;
        }

        public async ValueTask DisposeAsync()
        {
            try
            {
                if (asked) process.Kill();
                else process.StandardInput.Close();
                using var patience = new CancellationTokenSource(longestGoodbye);
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException) { process.Kill(); }
            catch (Exception failure) when (failure is IOException or InvalidOperationException) { /* it is gone already */ }
            process.Dispose();
        }
    }
}

/// <summary>The darkroom for somebody who waits: a picture that is being uploaded.</summary>
sealed class QuickDarkroom(MediaSettings settings, PictureFiles files, TimeProvider clock, ILogger<DarkroomProcess> log) : DarkroomProcess(settings, files, clock, log, ProcessPriorityClass.Normal);

/// <summary>The darkroom for which nobody waits; readers' pages go before it.</summary>
sealed class BackDarkroom(MediaSettings settings, PictureFiles files, TimeProvider clock, ILogger<DarkroomProcess> log) : DarkroomProcess(settings, files, clock, log, ProcessPriorityClass.BelowNormal);
