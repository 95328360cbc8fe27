namespace Broadsheet.Wire.Intake;

/// <summary>When a source last succeeded and what last went wrong, written every few seconds at most: hints for the desk.</summary>
sealed class SourceHints(Source source, Sources sources, TimeProvider clock)
{
    static readonly TimeSpan often = TimeSpan.FromSeconds(3);

    DateTimeOffset? success;
    (SourceTrouble, DateTimeOffset)? error;
    long? written;

    public void Success() => success = clock.GetUtcNow();

    public void Error(SourceTrouble what) => error = (what, clock.GetUtcNow());

    public async Task Write(CancellationToken stop)
    {
        if ((success is null && error is null) || (written is { } last && clock.GetElapsedTime(last) < often)) return;
        await sources.Note(source.Id, success, error, stop);
        (success, error, written) = (null, null, clock.GetTimestamp());
    }
}
