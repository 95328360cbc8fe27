namespace Broadsheet.NewsFormats.NewsMLG2;

/// <summary>What kind of thing a concept is (IPTC NewsCodes "cpnature", and the agencies' own).</summary>
internal static class G2Nature
{
    public static bool IsPerson(string? type) => G2Code.Is(type, "person");

    public static bool IsOrganisation(string? type) =>
        G2Code.End(type)?.ToUpperInvariant() is "ORGANISATION" or "ORGANIZATION" or "COMPANY";

    // cptType:5 is a place at Reuters and ANSA.
    public static bool IsPlace(string? type) =>
        type == "cptType:5" || G2Code.End(type)?.ToUpperInvariant() is "GEOAREA" or "POI" or "CITY" or "COUNTRY" or "PLACE";
}
