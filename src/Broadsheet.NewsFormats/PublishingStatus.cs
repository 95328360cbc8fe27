namespace Broadsheet.NewsFormats;

/// <summary>The words of the IPTC vocabulary "pubstatus".</summary>
internal static class PublishingStatus
{
    // "cancelled" is no word of the standard, but nobody who writes it wants the item published.
    public static NewsStatus Of(string? word) => word?.ToUpperInvariant() switch
    {
        "USABLE" => NewsStatus.Usable,
        "WITHHELD" => NewsStatus.Withheld,
        "CANCELED" or "CANCELLED" => NewsStatus.Canceled,
        _ => NewsStatus.Unknown,
    };
}
