using Broadsheet.NewsFormats;

namespace Broadsheet.Wire;

/// <summary><c>Broadsheet:Wire</c>.</summary>
public sealed class WireSettings
{
    /// <summary>How long a file may stand unchanged and incomplete before it is given up.</summary>
    public double IncompleteAfterSeconds { get; set; } = 120;

    /// <summary>The largest file that is read, in bytes.</summary>
    public int LargestFile { get; set; } = 32 * 1024 * 1024;

    /// <summary>The largest answer of a feed that is read, in bytes.</summary>
    public int LargestFeed { get; set; } = 16 * 1024 * 1024;

    /// <summary>Folders of the operator's, parted by commas, within which the desk may name a folder by its whole path; any other lies in the data folder.</summary>
    public string FolderRoots { get; set; } = "";

    public TimeSpan IncompleteAfter => TimeSpan.FromSeconds(IncompleteAfterSeconds);

    /// <summary>How that source's files are to be read.</summary>
    public NewsReadOptions OptionsFor(Source source, string? charset = null) => new()
    {
        MaxBytes = LargestFile,
        Charset = charset,
        TakesWhatIsThere = source.Feed is not null,
        Zone = TimeZoneInfo.TryFindSystemTimeZoneById(source.Zone, out var zone) ? zone : TimeZoneInfo.Utc,
    };
}
