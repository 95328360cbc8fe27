using System.Globalization;
using System.Net;
using System.Resources;
using Broadsheet.Kit;
using Broadsheet.Kit.Fetching;
using Broadsheet.NewsFormats;
using Broadsheet.Words;

namespace Broadsheet.Wire;

/// <summary>What went wrong, each the key of a sentence: <c>TroubleNotFound</c> of <see cref="WireWords"/>. Those of <see cref="OutsideFault"/> stand among them by their names.</summary>
public enum TroubleKey
{
    // A feed.
    NoWebAddress, PrivateAddress, NoSuchHost, NotReached, NotSecure, TooSlow, TooLarge, RedirectsWithoutEnd, Forbidden, NotFound, Gone, TooOften, ServerFails, Answers, AskedDaily, LeftAlone,

    // A folder as a whole: none of its files is to blame.
    FolderForbidden, FolderIsAFile, FolderFails, NotStored, OwnFault,

    // A document.
    NotRecognised, Malformed, MalformedAt, Truncated, BeyondBounds, Empty,

    // A file.
    In, FileTooLarge, NeverCompleted, HalfAPicture, FileFault, FileCannotBeRead, FileNotOpened, FileNotStored, FileNotMoved, NameNotUtf8,

    // An item.
    SameVersion, AndMore,
}

/// <summary>One sentence of a trouble, with what it names; without a key it is in English, as a reader or the machine said it.</summary>
public sealed record TroubleSentence(TroubleKey? Key, params IReadOnlyList<string> About)
{
    const int MostPlaces = 3;

    /// <summary>For a sentence with places: as many as any has.</summary>
    public object[] Places => [.. About.Concat(Enumerable.Repeat("", MostPlaces))];
}

/// <summary>
/// Why a source failed or something it sent was refused: sentences the desk has words for, then what a reader or the machine said
/// of it besides. It is kept as text, a line each, and read by people in the paper's language.
/// </summary>
public sealed record SourceTrouble(params IReadOnlyList<TroubleSentence> Sentences)
{
    const char Mark = '@', Parting = '\t';
    const int LongestAbout = 500, LongestSaid = 2_000;
    static readonly ResourceManager words = new(typeof(WireWords));

    public static SourceTrouble Of(TroubleKey key, params IEnumerable<object> about) => new(new TroubleSentence(key, [.. about.Select(one => Convert.ToString(one, CultureInfo.InvariantCulture) ?? "")]));

    public static SourceTrouble Of(OutsideException fault) => Of(Enum.Parse<TroubleKey>(fault.Fault.ToString()));

    /// <summary>It answered with something else than the feed.</summary>
    public static SourceTrouble Of(HttpStatusCode status) => (int)status switch
    {
        401 or 403 => Of(TroubleKey.Forbidden),
        404 => Of(TroubleKey.NotFound),
        410 => Of(TroubleKey.Gone),
        429 => Of(TroubleKey.TooOften),
        >= 500 => Of(TroubleKey.ServerFails, (int)status),
        _ => Of(TroubleKey.Answers, (int)status),
    };

    /// <summary>A document cannot be read; the reader's own sentence follows where it says more.</summary>
    public static SourceTrouble Of(NewsFormatException refusal) =>
        KindOf(refusal) is var kind && (refusal.Kind == NewsFormatErrorKind.Empty || kind.English == refusal.Detail) ? kind : kind.With(refusal.Detail);

    static SourceTrouble KindOf(NewsFormatException refusal) => refusal.Kind switch
    {
        NewsFormatErrorKind.Malformed when refusal is { Line: { } line, Column: { } column } => Of(TroubleKey.MalformedAt, line, column),
        NewsFormatErrorKind.Malformed => Of(TroubleKey.Malformed),
        NewsFormatErrorKind.Truncated => Of(TroubleKey.Truncated),
        NewsFormatErrorKind.TooLarge => Of(TroubleKey.BeyondBounds),
        NewsFormatErrorKind.Empty => Of(TroubleKey.Empty),
        _ => Of(TroubleKey.NotRecognised),
    };

    public static SourceTrouble OfFolder(Exception failure, string folder) => failure switch
    {
        UnauthorizedAccessException => Of(TroubleKey.FolderForbidden, folder),
        _ when File.Exists(folder) => Of(TroubleKey.FolderIsAFile, folder),
        _ => Of(TroubleKey.FolderFails).With(failure.Message),
    };

    public static SourceTrouble All(IEnumerable<SourceTrouble> troubles) => new([.. troubles.SelectMany(trouble => trouble.Sentences)]);

    public SourceTrouble And(SourceTrouble more) => All([this, more]);

    /// <summary>In the words of whoever could not read or store it.</summary>
    public SourceTrouble With(string said) => And(new SourceTrouble(new TroubleSentence(null, said)));

    public SourceTrouble In(string file) => Of(TroubleKey.In, file).And(this);

    /// <summary>It goes away by the next round that goes well.</summary>
    public bool IsOfAWholeRound => Sentences is [{ Key: TroubleKey.FolderForbidden or TroubleKey.FolderIsAFile or TroubleKey.FolderFails or TroubleKey.NotStored or TroubleKey.OwnFault }, ..];

    /// <summary>For logs, side files and the command line.</summary>
    public string English => string.Join(' ', Sentences.Select(sentence => sentence.Key is { } key
        ? string.Format(CultureInfo.InvariantCulture, words.GetString("Trouble" + key, CultureInfo.InvariantCulture)!, sentence.Places)
        : sentence.About[0]));

    public override string ToString() => string.Join('\n', Sentences.Select(Written));

    /// <summary>What has no key, such as what was kept before there were any, is shown as it is.</summary>
    public static SourceTrouble Parse(string text) => new([.. text.Split('\n').Select(Read)]);

    static string Written(TroubleSentence sentence) => sentence.Key is { } key
        ? Mark + string.Join(Parting, sentence.About.Select(about => OnOneLine(about, LongestAbout)).Prepend(key.ToString()))
        : OnOneLine(sentence.About[0], LongestSaid);

    static string OnOneLine(string text, int longest) => SoundCut.Of(string.Concat(text.Select(sign => char.IsControl(sign) ? ' ' : sign)), longest);

    static TroubleSentence Read(string line) => line is [Mark, .. var rest] && rest.Split(Parting) is [var name, .. var about] && Enum.TryParse<TroubleKey>(name, out var key) && Enum.IsDefined(key)
        ? new TroubleSentence(key, about)
        : new TroubleSentence(null, line);
}
