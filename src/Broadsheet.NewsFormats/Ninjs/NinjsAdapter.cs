using System.Globalization;
using Broadsheet.NewsFormats.Html;
using Broadsheet.NewsFormats.Text;

namespace Broadsheet.NewsFormats.Ninjs;

/// <summary>Makes common items from ninjs ones.</summary>
internal sealed class NinjsAdapter
{
    private readonly NinjsItem _item;
    private readonly Reading _reading;
    private readonly Warnings _warnings;

    private NinjsAdapter(NinjsItem item, Reading reading) =>
        (_item, _reading, _warnings) = (item, reading, new Warnings(reading.Warnings));

    public static IReadOnlyList<NewsItem> Items(NinjsDocument document, Reading reading)
    {
        var items = new List<NewsItem>();
        foreach (var item in document.Items)
            Add(item, reading, items);
        return items;
    }

    // An item, and after it what it carries: the members of a package, and texts sent along with a text.
    private static void Add(NinjsItem item, Reading reading, List<NewsItem> items)
    {
        reading.Stop.ThrowIfCancellationRequested();
        var adapted = new NinjsAdapter(item, reading).Adapt();
        items.Add(adapted);
        foreach (var member in item.Associations.Select(association => association.Item))
        {
            if (adapted.Type == "composite" ? member.HasContent : member.Bodies.Count > 0 && !NinjsPictures.IsPicture(member))
                Add(member, reading, items);
        }
    }

    private NewsItem Adapt()
    {
        var headline = Headline();
        var (body, words) = NinjsBody.Of(_item, _reading.Options.MaxBodyLength);
        var adapted = new NewsItem
        {
            Format = "ninjs",
            Guid = _item.Uri,
            Version = NewsVersion.Parse(_item.Version, _warnings),
            Type = TypeOf(),
            Status = Status(),
            Headline = headline,
            Headlines = [.. _item.Headlines.Select(text => new NewsHeadline(text.Role, NinjsBody.AsText(text)))],
            Slugline = _item.Slugline,
            Byline = _item.By,
            Dateline = _item.Located,
            Credit = _item.CreditLine,
            Source = _item.Source ?? _item.InfoSources.Select(source => source.Name ?? source.Code).FirstOrDefault(),
            Provider = _item.Provider,
            Language = _item.Language,
            Urgency = Whole(_item.Urgency, "urgency"),
            FirstCreated = Time(_item.FirstCreated, "firstcreated"),
            Published = Time(_item.VersionCreated, "versioncreated"),
            Embargo = Embargo(),
            EdNote = _item.EdNote,
            UsageTerms = _item.UsageTerms,
            CopyrightNotice = _item.CopyrightNotice,
            CopyrightHolder = _item.CopyrightHolder,
            Description = Description(),
            BodyHtml = BodyHeadline.Without(body, headline),
            WordCount = Whole(words ?? _item.WordCount, "wordcount"),
        };
        return WithLists(adapted) with { Warnings = _warnings.ToList() };
    }

    private NewsItem WithLists(NewsItem item) => item with
    {
        Keywords = _item.Keywords,
        Signals = _item.Signals,
        Subjects = [.. _item.Subjects.Select(subject => new NewsSubject(subject.Code, subject.Name))],
        Genres = [.. _item.Genres.Select(Shown)],
        People = [.. _item.People.Select(Shown).Distinct()],
        Organisations = [.. _item.Organisations.Select(Shown).Distinct()],
        Places = [.. _item.Places.Select(Shown).Distinct()],
        Pictures = NinjsPictures.Of(_item),
        Links = [.. _item.Associations.Where(association => association.Item.Uri is not null)
            .Select(association => new NewsLink(association.Name, association.Item.Uri!))],
    };

    // "story" is the BBC's word for a text. Without a type, what the item holds tells.
    private string? TypeOf() => _item.Type?.ToLowerInvariant() switch
    {
        "story" or "article" => "text",
        { } type => type,
        null when _item.HasPlannedCoverage => "planning",
        null when _item.HasEventDetails => "event",
        null when NinjsPictures.IsPicture(_item) => "picture",
        null when _item.Bodies.Count > 0 => "text",
        null => null,
    };

    private NewsStatus Status()
    {
        if (_item.PubStatus is not { } sent)
            return NewsStatus.Usable;
        var status = PublishingStatus.Of(sent[(sent.LastIndexOfAny([':', '/']) + 1)..]);
        if (status == NewsStatus.Unknown)
            _warnings.Add(sent.Length == 0 ? NewsWarningKind.StatusWithoutWord : NewsWarningKind.UnknownStatus, sent);
        return status;
    }

    private string? Headline()
    {
        if (_item.Headlines.OrderBy(HeadlineRank).FirstOrDefault() is { } main)
            return NinjsBody.AsText(main);
        // Events and plans are known by their title.
        return TypeOf() is "event" or "planning" ? _item.Title : null;
    }

    private static int HeadlineRank(NinjsText text) => text.Role switch
    {
        null => 0,
        { } role when role.Contains("main", StringComparison.OrdinalIgnoreCase) => 1,
        _ => 2,
    };

    private NewsEmbargo? Embargo()
    {
        if (_item.Embargoed is not { } embargoed)
            return null;
        // A time that cannot be read must not let the item out.
        return Time(embargoed, "embargoed") is { } time ? NewsEmbargo.Until(time) : NewsEmbargo.UntilLifted;
    }

    private string? Description()
    {
        var plain = _item.Descriptions.OrderBy(NinjsPictures.DescriptionRank).FirstOrDefault();
        return plain is null ? null : NinjsBody.AsText(plain);
    }

    private static string Shown(NinjsNamed named) => named.Name ?? named.Code!;

    private int? Whole(string? text, string field)
    {
        if (text is null)
            return null;
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number >= 0 && number <= int.MaxValue && number == decimal.Truncate(number))
            return (int)number;
        _warnings.Add(NewsWarningKind.NoWholeNumber, field);
        return null;
    }

    private DateTimeOffset? Time(string? text, string field) => NewsTime.Read(text, field, _reading, _warnings);
}
