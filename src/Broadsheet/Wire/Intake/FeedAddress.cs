namespace Broadsheet.Wire.Intake;

/// <summary>
/// Publishers move to https, and put www before their name or take it away; the guids of their feeds, being addresses, change with
/// it. It is the same item all the same.
/// </summary>
static class FeedAddress
{
    static readonly string[] beginnings = ["https://www.", "https://", "http://www.", "http://"];

    /// <summary>The other spellings of a guid that is an address, or is two of them with a space between.</summary>
    public static IEnumerable<string> OtherSpellings(string guid)
    {
        var spellings = guid.Split(' ', 2) is [var first, var second] ? Of(first).SelectMany(one => Of(second).Select(two => $"{one} {two}")) : Of(guid);
        return spellings.Where(spelling => spelling != guid);
    }

    /// <summary>The same for all spellings.</summary>
    public static string Plain(string guid) => string.Join(' ', guid.Split(' ', 2).Select(part => Rest(part) ?? part));

    static IEnumerable<string> Of(string part) => Rest(part) is { } rest ? beginnings.Select(beginning => beginning + rest) : [part];

    static string? Rest(string part) => beginnings.FirstOrDefault(beginning => part.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)) is { } beginning ? part[beginning.Length..] : null;
}
