using System.Collections.Concurrent;
using System.Diagnostics;

namespace Broadsheet.Tests.World;

/// <summary>The program as an operator runs it: a process of its own, which can be stopped or killed.</summary>
public sealed class RunningProgram : IAsyncDisposable
{
    readonly Process process;

    RunningProgram(Process process, IReadOnlyDictionary<string, string> said, ConcurrentQueue<string> log)
    {
        this.process = process;
        Said = said;
        Log = log;
    }

    /// <summary>The three lines it printed: site, desk, sign in.</summary>
    public IReadOnlyDictionary<string, string> Said { get; }

    /// <summary>What it wrote on standard error, line by line; all of it once it has ended.</summary>
    public IReadOnlyCollection<string> Log { get; }
    public Uri Site => new(Said["site"]);
    public int Id => process.Id;

    public static Task<RunningProgram> Serve(string data, string? database, params string[] more) => Serve(data, database, new Dictionary<string, string>(), more);

    public static async Task<RunningProgram> Serve(string data, string? database, IReadOnlyDictionary<string, string> environment, params string[] more)
    {
        string[] arguments = ["serve", "--urls", "http://127.0.0.1:0", "--data", data, "--announce", .. database is null ? Array.Empty<string>() : ["--database", database], .. more];
        var process = Process.Start(Start(arguments, environment))!;
        // Read at once: a full pipe would hold it up.
        var log = new ConcurrentQueue<string>();
        process.ErrorDataReceived += (_, written) => { if (written.Data is { } line) log.Enqueue(line); };
        process.BeginErrorReadLine();
        var said = new Dictionary<string, string>();
        while (said.Count < 3 && await process.StandardOutput.ReadLineAsync(Newsroom.Stop) is { } line) said[line[..line.LastIndexOf(' ')]] = line[(line.LastIndexOf(' ') + 1)..];
        Assert.Equal(3, said.Count);
        return new RunningProgram(process, said, log);
    }

    /// <summary>Runs a command to its end: exit code, standard output, standard error.</summary>
    public static Task<(int Code, string Output, string Errors)> Run(params string[] arguments) => Run(new Dictionary<string, string>(), arguments);

    public static async Task<(int Code, string Output, string Errors)> Run(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using var process = Process.Start(Start(arguments, environment))!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(Newsroom.Stop);
        var errors = process.StandardError.ReadToEndAsync(Newsroom.Stop);
        await process.WaitForExitAsync(Newsroom.Stop);
        return (process.ExitCode, await output, await errors);
    }

    static ProcessStartInfo Start(string[] arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "broadsheet"), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return start;
    }

    public HttpClient Visitor() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true }) { BaseAddress = Site };

    public async Task<HttpClient> SignIn()
    {
        var client = Visitor();
        var answer = await client.PostAsync(new Uri(Said["sign in"]).PathAndQuery, null, Newsroom.Stop);
        Assert.Equal(System.Net.HttpStatusCode.Redirect, answer.StatusCode);
        return client;
    }

    /// <summary>As kill -9 does: no chance to tidy up.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>As an operator stops it; how long that took.</summary>
    public async Task<TimeSpan> Terminate()
    {
        var began = Stopwatch.GetTimestamp();
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"])!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await process.WaitForExitAsync(patience.Token);
        return Stopwatch.GetElapsedTime(began);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await Kill();
        process.Dispose();
    }
}
