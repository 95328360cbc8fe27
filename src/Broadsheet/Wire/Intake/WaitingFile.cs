namespace Broadsheet.Wire.Intake;

/// <summary>A file in the folder that was not taken yet, and when it is to be tried next.</summary>
/// <param name="name">Its name in the folder.</param>
/// <param name="look">What the first look showed.</param>
/// <param name="now">Time since the watch began; clocks that are set do not matter.</param>
sealed class WaitingFile(string name, FileLook look, TimeSpan now)
{
    static readonly TimeSpan firstPause = TimeSpan.FromMilliseconds(150), longestPause = TimeSpan.FromSeconds(2);
    static readonly TimeSpan firstRetry = TimeSpan.FromSeconds(1), longestRetry = TimeSpan.FromSeconds(15);

    TimeSpan pause = firstPause;
    TimeSpan retry = firstRetry;
    string? heldUpFor;

    public string Name => name;
    public FileLook Look { get; private set; } = look;

    /// <summary>Since when it looks as it does.</summary>
    public TimeSpan UnchangedSince { get; private set; } = now;
    public TimeSpan DueAt { get; private set; } = now + firstPause;

    public void SeenAgain(FileLook look, TimeSpan now)
    {
        if (look == Look) return;
        (Look, UnchangedSince, DueAt) = (look, now, now + pause);
    }

    /// <summary>
    /// It is incomplete: until it changes there is no use in reading it again, and then each time a longer rest is asked
    /// of it, so that a large file that comes in slowly is not read a hundred times.
    /// </summary>
    public void IsGrowing(TimeSpan givenUpAfter)
    {
        pause = pause * 2 < longestPause ? pause * 2 : longestPause;
        DueAt = UnchangedSince + givenUpAfter;
    }

    /// <summary>It changed while it was read.</summary>
    public void HasChanged(FileLook? look, TimeSpan now) => (Look, UnchangedSince, DueAt) = (look ?? Look, now, now + pause);

    /// <summary>It cannot be opened, or moved, or stored now. True the first time with that reason.</summary>
    public bool IsHeldUp(string reason, TimeSpan now)
    {
        var news = reason != heldUpFor;
        heldUpFor = reason;
        DueAt = now + retry;
        retry = retry * 2 < longestRetry ? retry * 2 : longestRetry;
        return news;
    }
}
