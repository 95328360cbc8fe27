using Broadsheet.Storage.Backup;
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
        var console = linesOnTerminal ? Terminal(Console.Out) : Console.IsErrorRedirected ? null : Terminal(Console.Error);
        var done = 0L;
        await Show(console, what, () => (steps, Interlocked.Read(ref done)), () => work(line =>
        {
            if (linesOnTerminal) console!.WriteLine(line);
            else Console.Out.WriteLine(line);
        }, () => Interlocked.Increment(ref done)));
    }

    /// <summary>Work that prints nothing and learns on its way how many steps there are.</summary>
    public static async Task Show(string what, Func<BackupProgress, Task> work)
    {
        var (steps, done) = (1L, 0L);
        await Show(Console.IsErrorRedirected ? null : Terminal(Console.Error), what, () => (Interlocked.Read(ref steps), Interlocked.Read(ref done)),
            () => work(new BackupProgress(all => Interlocked.Exchange(ref steps, Math.Max(1, all)), () => Interlocked.Increment(ref done))));
    }

    /// <summary>Work that prints nothing and does not know how long it is.</summary>
    public static Task Show(string what, Func<Task> work) => Show(Console.IsErrorRedirected ? null : Terminal(Console.Error), what, () => (0, 0), work);

    static async Task Show(IAnsiConsole? console, string what, Func<(long Steps, long Done)> progress, Func<Task> work)
    {
        // On a thread of its own, for SQLite and the disk hold the one they are asked on.
        var working = Task.Run(work);
        if (console is not null && await Task.WhenAny(working, Task.Delay(patience)) != working)
        {
            await console.Progress().AutoClear(true).StartAsync(async bars =>
            {
                var bar = bars.AddTask(Markup.Escape(what));
                while (!working.IsCompleted)
                {
                    (bar.MaxValue, bar.Value) = progress();
                    bar.IsIndeterminate = bar.MaxValue == 0;
                    await Task.WhenAny(working, Task.Delay(look));
                }
            });
        }
        await working;
    }

    static IAnsiConsole Terminal(TextWriter writer) => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
}
