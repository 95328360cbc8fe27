using System.Globalization;

namespace Broadsheet.Kit;

/// <summary>Where a list goes on: time and number of the last row shown. In an address: <c>1764000000000000-17</c>.</summary>
public readonly record struct PageKey(DateTimeOffset Time, long Id)
{
    public static bool TryParse(string? text, out PageKey key)
    {
        key = default;
        var parts = (text ?? "").Split('-');
        if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
            || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id) || microseconds > DateTimeOffset.MaxValue.UtcTicks / 10) return false;
        key = new PageKey(new DateTimeOffset(microseconds * 10, TimeSpan.Zero), id);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Time.UtcTicks / 10}-{Id}");
}
