using System.Security.Cryptography;
using System.Text;
using Broadsheet.Kit;
using Broadsheet.NewsFormats;

namespace Broadsheet.Wire.Intake;

/// <summary>An item of a document on its way in, with what tells it from others.</summary>
/// <param name="Guid">What it is known by within its source.</param>
/// <param name="KnownAs">By what an earlier document may have known it, the likeliest first: its guid on several links, itself, other spellings of its address.</param>
/// <param name="Version">As sent; null: we count.</param>
sealed record Arrival(NewsItem Item, string Guid, IReadOnlyList<string> KnownAs, long? Version, string Hash)
{
    const int LongestGuid = 400;

    /// <summary>Its identifier as it was sent.</summary>
    public string? SentGuid { get; private init; }

    /// <summary>Identifier and address together.</summary>
    public string? WithLink { get; private init; }

    /// <summary>The address of a feed's item, in one spelling; null where it does not tell it from the others.</summary>
    public string? Link { get; private init; }

    /// <summary>Those of all that came with it, each in one spelling.</summary>
    public IReadOnlySet<string> LinksInDocument { get; private init; } = noLinks;

    static readonly HashSet<string> noLinks = [];

    /// <summary>Whether that is its identifier, in one of its spellings, without its address.</summary>
    public bool IsGuidAlone(string known) => SentGuid is not null && FeedAddress.Plain(known) == FeedAddress.Plain(SentGuid);

    public static IReadOnlyList<Arrival> Of(NewsDocument document)
    {
        var sent = Sent(document);
        var onSeveralLinks = OnSeveralLinks(sent);
        var onDifferentItems = OnDifferentItems(sent);
        var links = sent.Where(one => one.Item.IsFromFeed && one.Link is not null).CountBy(one => PlainLink(one.Link!)).ToDictionary();
        var all = links.Keys.ToHashSet();
        List<Arrival> arrivals = [.. sent.Select(one => Of(one, onSeveralLinks, onDifferentItems, links) with { LinksInDocument = all })];
        // Two spellings of one address in one document are two items: neither is taken for the other.
        var twice = arrivals.GroupBy(arrival => FeedAddress.Plain(arrival.Guid)).Where(group => group.DistinctBy(arrival => arrival.Guid).Skip(1).Any()).Select(group => group.Key).ToHashSet();
        return twice.Count == 0 ? arrivals : [.. arrivals.Select(arrival => twice.Contains(FeedAddress.Plain(arrival.Guid)) ? arrival with { KnownAs = [arrival.Guid], Link = null } : arrival)];
    }

    /// <summary>What is odd about a document, item by item.</summary>
    public static IEnumerable<Oddity> OdditiesOf(NewsDocument document)
    {
        var sent = Sent(document);
        var (onSeveralLinks, onDifferentItems) = (OnSeveralLinks(sent), OnDifferentItems(sent));
        foreach (var group in sent.Where(one => one.Item.Guid is not null && onSeveralLinks.Contains(one.Item.Guid)).GroupBy(one => one.Item.Guid!))
            yield return new Oddity(Oddity.OneGuidForSeveral, group.Count(), group.Key);
        foreach (var group in sent.Where(one => onDifferentItems.Contains((one.Item.Guid ?? one.Link, one.Link))).GroupBy(one => one.Item.Guid ?? one.Link!))
            yield return new Oddity(Oddity.OneGuidDifferentContent, group.Count(), group.Key);
        if (sent.Count(one => one.Item.Guid is null && one.Link is not null) is > 0 and var withoutGuid) yield return new Oddity(Oddity.NoGuid, withoutGuid, "");
        if (sent.Count(one => one.Item.Guid is null && one.Link is null) is > 0 and var nothing) yield return new Oddity(Oddity.NothingToKnowBy, nothing, "");
    }

    static List<SentItem> Sent(NewsDocument document) => [.. document.Items.Select(item => new SentItem(item, LinkOf(item), item.ContentHash))];

    static HashSet<string> OnSeveralLinks(List<SentItem> sent) => sent.Where(one => one.Item.Guid is not null && one.Link is not null).GroupBy(one => one.Item.Guid!)
        .Where(group => group.DistinctBy(one => one.Link).Skip(1).Any()).Select(group => group.Key).ToHashSet();

    static HashSet<(string?, string?)> OnDifferentItems(List<SentItem> sent) => sent.Where(one => one.Item.Version?.Number is null).GroupBy(one => (Guid: one.Item.Guid ?? one.Link, one.Link))
        .Where(group => group.Key.Guid is not null && group.DistinctBy(one => one.Hash).Skip(1).Any()).Select(group => group.Key).ToHashSet();

    static Arrival Of(SentItem sent, HashSet<string> onSeveralLinks, HashSet<(string?, string?)> onDifferentItems, Dictionary<string, int> links)
    {
        var (item, link, hash) = sent;
        var both = item.Guid is not null && link is not null ? Bounded(item.Guid + " " + link) : null;
        var guid = item.Guid is null ? link ?? "sha256:" + hash
            : both is not null && onSeveralLinks.Contains(item.Guid) ? both
            : item.Guid;
        // Of items that share all there is to know them by, none may take another's place in silence.
        var isOneOfDifferent = item.Version?.Number is null && onDifferentItems.Contains((item.Guid ?? link, link));
        if (isOneOfDifferent) guid = $"{guid} sha256:{hash}";
        List<string> knownAs = [.. new[] { both, Bounded(guid) }.OfType<string>()];
        if (item.IsFromFeed && !isOneOfDifferent) knownAs.AddRange(knownAs.SelectMany(FeedAddress.OtherSpellings).ToList());
        return new Arrival(item, Bounded(guid), [.. knownAs.Distinct()], item.Version?.Number, hash)
        {
            SentGuid = item.Guid is null ? null : Bounded(item.Guid),
            WithLink = both,
            Link = item.IsFromFeed && link is not null && !isOneOfDifferent && PlainLink(link) is var plain && links[plain] == 1 && IsOfAnItem(plain) ? plain : null,
        };
    }

    static string PlainLink(string link) => Bounded(FeedAddress.Plain(link));

    /// <summary>Not that of the site's front page, which some feeds give to each item.</summary>
    static bool IsOfAnItem(string plainLink) => plainLink.IndexOf('/', StringComparison.Ordinal) is > 0 and var at && at < plainLink.Length - 1;

    /// <summary>Where the item itself stands, for those whose agency says so.</summary>
    static string? LinkOf(NewsItem item) => item.Links.FirstOrDefault(link => link.Rel is "self" or "alternate" or "canonical")?.Guid;

    /// <summary>An identifier as it is kept: it stands in an index, and PostgreSQL's takes no more than 2,700 bytes.</summary>
    public static string Bounded(string guid) => guid.Length <= LongestGuid ? guid
        : $"{SoundCut.Of(guid, LongestGuid - 70)} sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(guid)))}";

    sealed record SentItem(NewsItem Item, string? Link, string Hash);
}
