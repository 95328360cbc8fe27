using Broadsheet.Bench;

var quick = args.Contains("--quick");
var names = args.Where(argument => argument != "--quick").ToArray();
if (args.Contains("--help"))
{
    Console.Error.WriteLine($"bin/bench [NAME...] [--quick]\nNames: {string.Join(", ", Benches.All.Select(bench => bench.Name))}");
    return 0;
}
if (names.Except(Benches.All.Select(bench => bench.Name)).ToArray() is { Length: > 0 } unknown)
{
    Console.Error.WriteLine($"There is no figure {string.Join(", ", unknown)}. There are: {string.Join(", ", Benches.All.Select(bench => bench.Name))}");
    return 2;
}

using var stopping = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) => { pressed.Cancel = true; stopping.Cancel(); };
using var terminated = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, signal => { signal.Cancel = true; stopping.Cancel(); });

var failed = false;
foreach (var bench in Benches.All.Where(bench => names.Length == 0 || names.Contains(bench.Name)))
{
    Console.Error.WriteLine($"{bench.Name} ...");
    try
    {
        await foreach (var figure in bench.Measure(new Size(quick), stopping.Token)) Console.WriteLine(figure.ToJson());
    }
    catch (OperationCanceledException) when (stopping.IsCancellationRequested)
    {
        Children.End();
        Console.Error.WriteLine("Stopped.");
        return 1;
    }
    catch (Exception failure)
    {
        Console.Error.WriteLine($"{bench.Name} could not be measured: {failure}");
        failed = true;
    }
}
return failed ? 1 : 0;
