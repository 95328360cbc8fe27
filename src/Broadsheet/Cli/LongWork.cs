using Spectre.Console;

namespace Broadsheet.Cli;

/// <summary>Shows a bar for work that takes longer than two seconds, on a terminal only.</summary>
static class LongWork
{
    static readonly TimeSpan patience = TimeSpan.FromSeconds(2), look = TimeSpan.FromMilliseconds(100);

    /// <param name="what">What is being done, for the bar.</param>
    /// <param name="steps">How many steps there are.</param>
    /// <param name="work">Gets what prints a line (above the bar), and what counts a step.</param>
    public static async Task Show(string what, int steps, Func<Action<string>, Action, Task> work)
    {
        // A bar and lines on one terminal must go through one console, or they write over each other.
        var linesOnTerminal = !Console.IsOutputRedirected;
        var console = linesOnTerminal || !Console.IsErrorRedirected ? AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(linesOnTerminal ? Console.Out : Console.Error) }) : null;
        var done = 0;
        var working = work(line =>
        {
            if (linesOnTerminal) console!.WriteLine(line);
            else Console.Out.WriteLine(line);
        }, () => Interlocked.Increment(ref done));
        if (console is not null && await Task.WhenAny(working, Task.Delay(patience)) != working)
        {
            await console.Progress().AutoClear(true).StartAsync(async bars =>
            {
                var bar = bars.AddTask(Markup.Escape(what), maxValue: steps);
                while (!working.IsCompleted)
                {
                    bar.Value = Volatile.Read(ref done);
                    await Task.WhenAny(working, Task.Delay(look));
                }
            });
        }
        await working;
    }
}
