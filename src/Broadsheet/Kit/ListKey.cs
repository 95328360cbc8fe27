using System.Globalization;

namespace Broadsheet.Kit;

/// <summary>Where a page of a list in the order of time ended: the next begins after it. Stands in the address.</summary>
public readonly record struct ListKey(DateTimeOffset At, long Number)
{
    const int LongestText = 40;
    static readonly DateTimeOffset Latest = DateTimeOffset.MaxValue.AddDays(-2);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(At.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond}-{Number}");

    /// <summary>False for anything but what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string? text, out ListKey key)
    {
        key = default;
        if (text is null or { Length: > LongestText } || text.IndexOf('-', StringComparison.Ordinal) is not (> 0 and var at)) return false;
        if (!long.TryParse(text.AsSpan(0, at), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)) return false;
        if (!long.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;
        if (microseconds > (Latest.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond) return false;
        key = new ListKey(DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond), number);
        return true;
    }
}
