using System.Globalization;
using Broadsheet.Kit;
using Broadsheet.NewsFormats;

namespace Broadsheet.Wire;

/// <summary>What is odd about what a source sends: nothing is refused for it, but the desk should know.</summary>
/// <param name="Key">Which: a sentence of the desk's; null for a reader's warning.</param>
/// <param name="Count">How many items it concerns.</param>
/// <param name="About">Such as the guid that was repeated.</param>
public sealed record Oddity(string? Key, int Count, string About)
{
    public const string OneGuidForSeveral = "OddOneGuid", NoGuid = "OddNoGuid", NothingToKnowBy = "OddNothingToKnowBy", OneGuidDifferentContent = "OddDifferentContent";

    const int Most = 12, LongestAbout = 300;

    /// <summary>What the reader found odd; null where the desk has a sentence.</summary>
    public NewsWarning? Warning => Key is null ? KeptWarning.Read(About) : null;

    public static Oddity Of(NewsWarning warning) => new(null, 0, KeptWarning.Write(warning));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Key}\t{Count}\t{(Key is null ? About : SoundCut.Of(About, LongestAbout).ReplaceLineEndings(" "))}");

    public static string Write(IEnumerable<Oddity> oddities) => string.Join('\n', oddities.Take(Most));

    public static IReadOnlyList<Oddity> Read(string written) => [.. written.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t', 3)).Where(parts => parts.Length == 3)
        .Select(parts => new Oddity(parts[0].Length == 0 ? null : parts[0], int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0, parts[2]))];
}
