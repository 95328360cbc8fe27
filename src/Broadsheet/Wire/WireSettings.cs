using Broadsheet.NewsFormats;

namespace Broadsheet.Wire;

/// <summary><c>Broadsheet:Wire</c>.</summary>
public sealed class WireSettings
{
    /// <summary>How long a file may stand unchanged and incomplete before it is given up.</summary>
    public double IncompleteAfterSeconds { get; set; } = 120;

    /// <summary>The largest file that is read, in bytes.</summary>
    public int LargestFile { get; set; } = 32 * 1024 * 1024;

    public TimeSpan IncompleteAfter => TimeSpan.FromSeconds(IncompleteAfterSeconds);

    /// <summary>How that source's files are to be read.</summary>
    public NewsReadOptions OptionsFor(Source source) => new()
    {
        MaxBytes = LargestFile,
        Zone = TimeZoneInfo.TryFindSystemTimeZoneById(source.Zone, out var zone) ? zone : TimeZoneInfo.Utc,
    };
}
