using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Broadsheet.Bench;

/// <summary>The published program, running on a free port of this machine.</summary>
sealed class Server : IAsyncDisposable
{
    readonly Process process;

    Server(Process process, Uri site, string signIn, string data)
    {
        this.process = process;
        Site = site;
        SignIn = signIn;
        Data = data;
    }

    public Uri Site { get; }
    public string SignIn { get; }
    public string Data { get; }

    /// <summary>Builds what an operator would run, once; again when the program's sources are newer.</summary>
    public static async Task<string> Published(CancellationToken stop)
    {
        var folder = Path.Combine(Workplace.Data, "published");
        var program = Path.Combine(folder, "broadsheet");
        var newest = Directory.EnumerateFiles(Path.Combine(Workplace.Root, "src"), "*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/node_modules/", StringComparison.Ordinal) && !file.Contains("/wwwroot/", StringComparison.Ordinal))
            .Max(File.GetLastWriteTimeUtc);
        if (File.Exists(program) && File.GetLastWriteTimeUtc(program) > newest) return program;
        await Tool.Run(Path.Combine(Workplace.Root, "bin", "publish"), [folder], stop);
        File.SetLastWriteTimeUtc(program, newest.AddSeconds(1));
        return program;
    }

    public static async Task<Server> Start(string data, CancellationToken stop, params string[] more)
    {
        var program = await Published(stop);
        var start = new ProcessStartInfo(program, ["serve", "--urls", $"http://127.0.0.1:{FreePort()}", "--data", data, "--announce", .. more]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["Logging__LogLevel__Default"] = "Error";
        var process = Children.Start(start);
        process.ErrorDataReceived += (_, line) => { if (line.Data is { Length: > 0 }) Console.Error.WriteLine($"  {line.Data}"); };
        process.BeginErrorReadLine();
        var said = new Dictionary<string, string>();
        while (said.Count < 3 && await process.StandardOutput.ReadLineAsync(stop) is { } line)
            said[line[..line.LastIndexOf(' ')]] = line[(line.LastIndexOf(' ') + 1)..];
        if (said.Count < 3) throw new InvalidOperationException("The server did not start.");
        return new Server(process, new Uri(said["site"]), said["sign in"], data);
    }

    /// <summary>Proportional set size in megabytes: what the machine would have back if it ended.</summary>
    public double MegabytesInMemory() => File.ReadLines($"/proc/{process.Id}/smaps_rollup").Where(line => line.StartsWith("Pss:", StringComparison.Ordinal))
        .Select(line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) * 1024 / 1_000_000).Single();

    public HttpClient Client(bool follow = false) => new(new SocketsHttpHandler { AllowAutoRedirect = follow, UseCookies = true, MaxConnectionsPerServer = 64 }) { BaseAddress = Site, Timeout = TimeSpan.FromSeconds(30) };

    public async Task<HttpClient> SignedIn(CancellationToken stop)
    {
        var client = Client();
        var answer = await client.PostAsync(new Uri(SignIn).PathAndQuery, null, stop);
        if (answer.StatusCode != HttpStatusCode.Redirect) throw new InvalidOperationException($"The sign-in link answered {answer.StatusCode}.");
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await Tool.Run("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)], CancellationToken.None);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(6));
        try { await process.WaitForExitAsync(patience.Token); }
        catch (OperationCanceledException) { process.Kill(); }
        process.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>The servers that run beside us. Stopped while one starts, nobody else has hold of it yet.</summary>
static class Children
{
    static readonly ConcurrentBag<Process> begun = [];

    public static Process Start(ProcessStartInfo start)
    {
        var process = Process.Start(start)!;
        begun.Add(process);
        return process;
    }

    public static void End()
    {
        foreach (var process in begun)
        {
            try { process.Kill(entireProcessTree: true); }
            catch (InvalidOperationException) { /* it ended, and was let go */ }
        }
    }
}

static class Tool
{
    /// <summary>Runs it to its end and gives what it printed; its errors go to ours.</summary>
    public static async Task<string> Run(string program, IEnumerable<string> arguments, CancellationToken stop)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        try
        {
            var printed = await process.StandardOutput.ReadToEndAsync(stop);
            await process.WaitForExitAsync(stop);
            return process.ExitCode == 0 ? printed : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {printed}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
