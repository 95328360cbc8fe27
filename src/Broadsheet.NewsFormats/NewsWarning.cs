using System.Globalization;
using System.Resources;

namespace Broadsheet.NewsFormats;

/// <summary>Something odd that was found in a document or an item: nothing is refused for it, but the desk should know.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="About">What it names: the field, the word or the encoding as sent, not longer than 60 characters; empty where it names nothing.</param>
/// <param name="TakenAs">What was made of it, where that has a name, such as the time zone it was read in.</param>
/// <param name="Said">What the parser says of it besides, in English and with the place; empty for most.</param>
public sealed record NewsWarning(NewsWarningKind Kind, string About = "", string TakenAs = "", string Said = "")
{
    private static readonly ResourceManager Words = new(typeof(NewsWarning));

    /// <summary>One sentence in that language, English where it is not spoken here; without what the parser said. Empty for <see cref="NewsWarningKind.Other"/>.</summary>
    public string In(CultureInfo language) =>
        Kind == NewsWarningKind.Other ? "" : string.Format(CultureInfo.InvariantCulture, Words.GetString(Kind.ToString(), language)!, About, TakenAs);

    /// <summary>The whole in English.</summary>
    public override string ToString() => $"{In(CultureInfo.InvariantCulture)} {Said}".Trim();
}

/// <summary>What can be odd.</summary>
public enum NewsWarningKind
{
    /// <summary>Only <see cref="NewsWarning.Said"/> tells.</summary>
    Other,

    /// <summary>A field that should hold a time holds none.</summary>
    NoTime,

    /// <summary>A time without a zone, read in the source's.</summary>
    NoZone,

    /// <summary>A field that should hold a whole number holds none.</summary>
    NoWholeNumber,

    /// <summary>A version that cannot be compared.</summary>
    VersionIsNoNumber,

    /// <summary>A status that is not known here, so that the item cannot be published.</summary>
    UnknownStatus,

    /// <summary>A status that was sent empty.</summary>
    StatusWithoutWord,

    /// <summary>A content of a kind that is not read.</summary>
    ContentNotRead,

    /// <summary>A content said to be in base64 that is not.</summary>
    NotBase64,

    /// <summary>A body in a markup that is not read.</summary>
    MarkupNotRead,

    /// <summary>Inline data that is encoded, which is not read.</summary>
    EncodedDataNotRead,

    /// <summary>Notes to editors stood in the body.</summary>
    NotesLeftOut,

    /// <summary>NUL or halves of surrogate pairs, replaced.</summary>
    NoCharacters,

    /// <summary>NUL characters, taken out.</summary>
    NulTakenOut,

    /// <summary>Control characters, taken out.</summary>
    ControlsTakenOut,

    /// <summary>The document is in UTF-8 and says another encoding.</summary>
    SaysOtherEncoding,

    /// <summary>The document names an encoding nobody here knows.</summary>
    UnknownEncoding,

    /// <summary>Letters that are none in the document's encoding, read as Windows-1252.</summary>
    ReadAsWindows1252,

    /// <summary>A feed was encoded twice.</summary>
    EncodedTwice,

    /// <summary>The document was packed with gzip.</summary>
    Packed,

    /// <summary>A feed breaks the rules of XML and was read forgivingly.</summary>
    NotWellFormed,

    /// <summary>A feed ends before it is complete.</summary>
    BrokenOff,

    /// <summary>A feed was read forgivingly and there was no item in it.</summary>
    NothingFound,
}
