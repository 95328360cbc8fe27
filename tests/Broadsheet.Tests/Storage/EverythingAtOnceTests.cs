using System.Globalization;
using System.Net;
using Broadsheet.Tests.Wire;
using Broadsheet.Tests.World;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Tests.Storage;

/// <summary>SQLite takes one writer at a time, and nobody at the paper may notice.</summary>
[Trait("Speed", "Slow")]
public sealed class EverythingAtOnceTests : IDisposable
{
    const int WireFiles = 400;
    readonly string folder = Directory.CreateTempSubdirectory("broadsheet-at-once-").FullName;

    [Fact]
    public async Task Editors_the_wire_readers_a_backup_and_an_export_at_once_all_succeed_and_the_backup_restores()
    {
        var (data, backup, export) = (Path.Combine(folder, "data"), Path.Combine(folder, "paper.zip"), Path.Combine(folder, "export"));
        var busy = new BusyDesk();
        await using var program = await RunningProgram.Serve(data, null, "--demo");
        using var desk = await program.SignIn();
        var before = Directory.GetFiles(Path.Combine(data, "wire", "done")).Length;
        var editing = Enumerable.Range(0, 6).Select(editor => busy.Edit(desk, $"at once {editor}")).ToArray();
        var reading = Read(program, busy);
        Drop(Path.Combine(data, "wire"));
        var shell = new[] { RunningProgram.Run("backup", backup, "--data", data), RunningProgram.Run("export", export, "--data", data) };
        foreach (var (code, _, errors) in await Task.WhenAll(shell)) Assert.True(code == 0, errors);
        await Newsroom.Eventually(() => Task.FromResult(Directory.GetFiles(Path.Combine(data, "wire", "done")).Length), done => done >= before + WireFiles);
        await program.Kill();
        await Task.WhenAll([reading, .. editing]);

        Assert.Empty(busy.Faults);
        Assert.DoesNotContain(program.Log, line => line.Contains("locked", StringComparison.OrdinalIgnoreCase) || line.Contains("busy", StringComparison.OrdinalIgnoreCase));
        Assert.True(busy.Saved.Count > 20, $"Only {busy.Saved.Count} were saved meanwhile.");
        await using (var db = await BusyDesk.Look(data, null))
        {
            await busy.IsAllThere(db);
            Assert.Equal(WireFiles, await db.InboxLines.CountAsync(line => line.Guid.StartsWith("urn:at-once:"), Newsroom.Stop));
        }

        Assert.NotEmpty(Directory.GetFiles(export, "*", SearchOption.AllDirectories));
        var restored = Path.Combine(folder, "restored");
        var (restoring, _, problem) = await RunningProgram.Run("restore", backup, "--data", restored);
        Assert.True(restoring == 0, problem);
        await using var again = await BusyDesk.Look(restored, null);
        Assert.True(await again.Stories.AnyAsync(Newsroom.Stop));
    }

    static void Drop(string wire)
    {
        for (var number = 0; number < WireFiles; number++)
            File.WriteAllText(Path.Combine(wire, string.Create(CultureInfo.InvariantCulture, $"at-once-{number:000}.xml")), Sent.G2($"urn:at-once:{number}", headline: $"All at once {number}"));
    }

    static async Task Read(RunningProgram program, BusyDesk busy)
    {
        using var visitor = program.Visitor();
        try
        {
            for (var path = "/"; ; path = path == "/" ? "/corrections" : "/")
                if (await visitor.GetAsync(path, Newsroom.Stop) is { StatusCode: not HttpStatusCode.OK } answer) busy.Faults.Enqueue($"{path}: {answer.StatusCode}");
        }
        catch (HttpRequestException) { /* killed, as it was meant to be */ }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
