using Broadsheet.Kit;
using Broadsheet.Kit.Fetching;

namespace Broadsheet.Wire;

/// <summary>
/// Why a source failed: the key of a sentence the desk has words for, with what it names; or, where a document could not be read,
/// the reader's own sentence, which names the place.
/// </summary>
public sealed record SourceTrouble(string? Key, string About)
{
    /// <summary>Of a folder's round as a whole: none of its files is to blame.</summary>
    public const string FolderForbidden = "FolderForbidden", FolderIsAFile = "FolderIsAFile", FolderFails = "FolderFails", NotStored = "NotStored", OwnFault = "OwnFault";

    const char Mark = '@', Parting = '|';
    const int Longest = 2_000;

    public static SourceTrouble Of(OutsideException fault) => new(fault.Fault.ToString(), "");

    /// <summary>It answered with something else than the feed.</summary>
    public static SourceTrouble Of(System.Net.HttpStatusCode status) => (int)status switch
    {
        401 or 403 => new("Forbidden", ""),
        404 => new("NotFound", ""),
        410 => new("Gone", ""),
        429 => new("TooOften", ""),
        >= 500 => new("ServerFails", $"{(int)status}"),
        _ => new("Answers", $"{(int)status}"),
    };

    /// <summary>In the words of whoever could not read or store it.</summary>
    public static SourceTrouble Said(string sentence) => new(null, sentence);

    /// <summary>It goes away by the next round that goes well.</summary>
    public bool IsOfAWholeRound => Key is FolderForbidden or FolderIsAFile or FolderFails or NotStored or OwnFault;

    public override string ToString()
    {
        var text = Key is null ? About : $"{Mark}{Key}{Parting}{About}";
        return SoundCut.Of(text, Longest);
    }

    public static SourceTrouble Parse(string text) => text is [Mark, .. var rest] && rest.IndexOf(Parting, StringComparison.Ordinal) is > 0 and var at
        ? new SourceTrouble(rest[..at], rest[(at + 1)..])
        : new SourceTrouble(null, text);
}
