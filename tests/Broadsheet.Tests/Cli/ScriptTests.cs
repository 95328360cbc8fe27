using System.Diagnostics;
using System.Text.Json;
using Broadsheet.Tests.World;

namespace Broadsheet.Tests.Cli;

/// <summary>The scripts in <c>bin/</c>, run from another folder.</summary>
[Trait("Speed", "Slow")]
public sealed class ScriptTests
{
    static readonly string bin = Path.Combine(Repository.Root, "bin");

    [Fact]
    public async Task Bin_dev_serves_a_demo_prints_three_lines_keeps_what_is_there_and_stops_clean()
    {
        var data = Path.Combine(Path.GetTempPath(), "broadsheet-tests", Guid.CreateVersion7().ToString("N"));
        string? story = null;
        for (var start = 0; start < 2; start++)
        {
            using var dev = Process.Start(Script("dev", "--port", "0", "--data", data))!;
            dev.ErrorDataReceived += (_, _) => { };
            dev.BeginErrorReadLine();
            var said = new List<string>();
            while (said.Count < 3 && await dev.StandardOutput.ReadLineAsync(Newsroom.Stop) is { } line) said.Add(line);
            Assert.Equal(["site ", "desk ", "sign in "], said.Select(line => line[..(line.LastIndexOf(' ') + 1)]));

            using var reader = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(said[0].Split(' ')[1]) };
            var front = await reader.Page("/");
            var links = front.QuerySelectorAll("main article h2 a, main article h3 a").Select(link => link.GetAttribute("href")!).ToList();
            Assert.InRange(links.Count, 12, 200);
            story ??= links[0];
            Assert.Contains(story, links);

            using var stop = Process.Start("kill", ["-TERM", $"{dev.Id}"])!;
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await dev.WaitForExitAsync(patience.Token);
        }
        Directory.Delete(data, recursive: true);
    }

    [Theory, InlineData("dev", "--nonsense"), InlineData("dev", "--port", "many"), InlineData("dev", "--data"), InlineData("bench", "no-such-figure"), InlineData("test", "--nonsense"), InlineData("publish", "--nonsense"), InlineData("publish", "one", "two")]
    public async Task A_script_used_wrongly_exits_2_and_says_what_it_takes(string script, params string[] arguments)
    {
        using var run = Process.Start(Script(script, arguments))!;
        var errors = await run.StandardError.ReadToEndAsync(Newsroom.Stop);
        await run.WaitForExitAsync(Newsroom.Stop);
        Assert.Equal(2, run.ExitCode);
        Assert.NotEmpty(errors);
    }

    [Fact]
    public async Task Bin_bench_prints_a_line_of_JSON_for_each_figure()
    {
        using var bench = Process.Start(Script("bench", "writer-vs-sqlite", "--quick"))!;
        bench.ErrorDataReceived += (_, _) => { };
        bench.BeginErrorReadLine();
        var printed = await bench.StandardOutput.ReadToEndAsync(Newsroom.Stop);
        await bench.WaitForExitAsync(Newsroom.Stop);
        var figures = printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal("writer-vs-sqlite", figures[0].GetProperty("name").GetString());
        Assert.All(figures, figure =>
        {
            foreach (var part in new[] { "name", "value", "unit", "better", "runs", "min", "max", "size" }) Assert.True(figure.TryGetProperty(part, out _), part);
            Assert.Equal("quick", figure.GetProperty("size").GetString());
        });
    }

    [Theory, InlineData("-TERM"), InlineData("-INT")]
    public async Task What_a_script_began_ends_with_it(string signal)
    {
        // A shell begun in the background hands down an ignored INT, which nothing below it can listen to.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "bash", "-c", $". '{bin}/setup.sh'; together sh -c 'sleep 300 & echo $!; wait'"]) { RedirectStandardOutput = true };
        using var script = Process.Start(start)!;
        var begun = int.Parse((await script.StandardOutput.ReadLineAsync(Newsroom.Stop))!, System.Globalization.CultureInfo.InvariantCulture);
        using var stop = Process.Start("kill", [signal, $"{script.Id}"])!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await script.WaitForExitAsync(patience.Token);
        Assert.False(Directory.Exists($"/proc/{begun}"));
    }

    [Theory, InlineData("dev", "build"), InlineData("bench", "build", "writer-vs-sqlite"), InlineData("publish", "tool"), InlineData("publish", "build"), InlineData("publish", "ef"), InlineData("publish", "publish")]
    public async Task A_script_that_is_ended_while_it_builds_leaves_nothing_running(string script, string step, params string[] arguments)
    {
        using var tools = new BorrowedTools();
        var begun = tools.Place("dotnet", $"[ \"$1\" != --list-sdks ] || echo '10.0.401 [/tmp]'; [ \"$1\" != {step} ] || {{ echo $$ > \"$0.begun\"; exec sleep 300; }}") + ".begun";
        using var run = Process.Start(tools.Before(Script(script, arguments)))!;
        var process = await Newsroom.Eventually(() => Task.FromResult(File.Exists(begun) ? File.ReadAllText(begun).Trim() : ""), process => process.Length > 0);
        using var stop = Process.Start("kill", ["-TERM", $"{run.Id}"])!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await run.WaitForExitAsync(patience.Token);
        Assert.False(Directory.Exists($"/proc/{process}"), $"{script} left its {step} running.");
    }

    [Fact]
    public async Task A_node_too_old_is_told_with_the_command_that_installs_a_newer_one()
    {
        using var tools = new BorrowedTools();
        tools.Place("node", "echo v16.20.2");
        using var run = Process.Start(tools.Before(Script("dev")))!;
        var errors = await run.StandardError.ReadToEndAsync(Newsroom.Stop);
        await run.WaitForExitAsync(Newsroom.Stop);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Node 16 is too old", errors, StringComparison.Ordinal);
        Assert.Contains("nvm install ", errors, StringComparison.Ordinal);
    }

    /// <summary>A minute or two: the whole program is compiled for its machine. Not as one image, which would take five.</summary>
    [Fact]
    public async Task Bin_publish_makes_a_folder_that_runs_on_its_own_wherever_it_is_carried()
    {
        var folder = Path.Combine(Path.GetTempPath(), "broadsheet-tests", "published-" + Guid.CreateVersion7().ToString("N"));
        var (made, carried, data) = (folder + "/made", folder + "/carried here", folder + "/data");
        using (var publish = Process.Start(Script("publish", made, "--quick"))!)
        {
            var said = publish.StandardError.ReadToEndAsync(Newsroom.Stop);
            Assert.Equal("", await publish.StandardOutput.ReadToEndAsync(Newsroom.Stop));
            await publish.WaitForExitAsync(Newsroom.Stop);
            Assert.True(publish.ExitCode == 0, await said);
        }
        Directory.Move(made, carried);
        // What is ours is given with the licences of what is not.
        foreach (var terms in new[] { "LICENSE-icu.txt", "LICENSE-libvips.md", "Cli/Demo/Content/edition.json" }) Assert.True(File.Exists(Path.Combine(carried, terms)), terms);

        using var program = Process.Start(Published(carried, "serve", "--demo", "--announce", "--urls", "http://127.0.0.1:0", "--data", data))!;
        program.ErrorDataReceived += (_, _) => { };
        program.BeginErrorReadLine();
        try
        {
            var site = (await program.StandardOutput.ReadLineAsync(Newsroom.Stop))!.Split(' ')[1];
            using var reader = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(site) };
            var front = await Newsroom.Eventually(() => reader.Page("/"), page => page.QuerySelector("main img") is not null);
            Assert.NotEmpty(front.QuerySelectorAll("main article"));
            var picture = await reader.GetAsync(front.QuerySelector("main img")!.GetAttribute("src"), Newsroom.Stop);
            Assert.Equal("image/jpeg", picture.Content.Headers.ContentType!.MediaType);

            using var doctor = Process.Start(Published(carried, "doctor", "--data", data))!;
            var findings = await doctor.StandardOutput.ReadToEndAsync(Newsroom.Stop);
            Assert.Contains("it makes JPEG, WebP and AVIF", findings, StringComparison.Ordinal);
            Assert.Contains("the data of ICU are there", findings, StringComparison.Ordinal);
            await doctor.WaitForExitAsync(Newsroom.Stop);

            var loaded = await Loaded(program.Id);
            Assert.Contains(loaded, path => path.StartsWith(carried + "/libicudata.so.", StringComparison.Ordinal));
            Assert.DoesNotContain(loaded, path => !path.StartsWith(carried, StringComparison.Ordinal) && !path.StartsWith("/memfd:", StringComparison.Ordinal) && new[] { "dotnet", "libicu", "libvips" }.Any(part => path.Contains(part, StringComparison.Ordinal)));
        }
        finally
        {
            // With the process that cuts pictures: it would still write into the folder.
            program.Kill(entireProcessTree: true);
            await program.WaitForExitAsync(CancellationToken.None);
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>With nothing of the machine's but its libc: no path to a dotnet, no language.</summary>
    static ProcessStartInfo Published(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(folder, "broadsheet"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        start.Environment.Clear();
        return start;
    }

    static async Task<List<string>> Loaded(int process) =>
        [.. (await File.ReadAllLinesAsync($"/proc/{process}/maps", Newsroom.Stop)).Where(line => line.Contains('/', StringComparison.Ordinal)).Select(line => line[line.IndexOf('/', StringComparison.Ordinal)..]).Distinct()];

    [Fact]
    public async Task Bin_broadsheet_is_the_programs_command_line()
    {
        using var help = Process.Start(Script("broadsheet", "--help"))!;
        help.ErrorDataReceived += (_, _) => { };
        help.BeginErrorReadLine();
        var printed = await help.StandardOutput.ReadToEndAsync(Newsroom.Stop);
        await help.WaitForExitAsync(Newsroom.Stop);
        foreach (var command in new[] { "serve", "migrate", "wire", "story", "user" }) Assert.Contains(command, printed, StringComparison.Ordinal);
    }

    /// <summary>Programs that a script finds before the machine's own.</summary>
    sealed class BorrowedTools : IDisposable
    {
        readonly string folder = Directory.CreateTempSubdirectory("broadsheet-tools-").FullName;

        public string Place(string name, string script)
        {
            var path = Path.Combine(folder, name);
            File.WriteAllText(path, "#!/bin/sh\n" + script + "\nexit 0\n");
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return path;
        }

        public ProcessStartInfo Before(ProcessStartInfo start)
        {
            start.Environment["PATH"] = folder + ":" + start.Environment["PATH"];
            return start;
        }

        public void Dispose() => Directory.Delete(folder, recursive: true);
    }

    static ProcessStartInfo Script(string name, params string[] arguments) => new(Path.Combine(bin, name), arguments)
    {
        WorkingDirectory = Path.GetTempPath(),
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };
}
