using System.Globalization;
using Broadsheet.NewsFormats.Html;
using Broadsheet.NewsFormats.Markup;
using Broadsheet.NewsFormats.Text;

namespace Broadsheet.NewsFormats.NewsMLG2;

/// <summary>Makes the common item from a NewsML-G2 one.</summary>
internal sealed class NewsMLG2Adapter
{
    private readonly G2Item _item;
    private readonly Reading _reading;
    private readonly Warnings _warnings;
    private readonly string? _language;

    private NewsMLG2Adapter(G2Item item, Reading reading)
    {
        (_item, _reading, _warnings) = (item, reading, new Warnings(reading.Warnings));
        _language = item.ContentMeta.Language ?? item.ContentSet.Inline.Select(inline => inline.Language).FirstOrDefault() ?? item.Language;
    }

    public static IReadOnlyList<NewsItem> Items(NewsMLG2Document document, Reading reading) =>
        [.. document.Items.Select(item => Adapted(item, reading))];

    private static NewsItem Adapted(G2Item item, Reading reading)
    {
        reading.Stop.ThrowIfCancellationRequested();
        return new NewsMLG2Adapter(item, reading).Adapt();
    }

    private NewsItem Adapt()
    {
        var (meta, content) = (_item.ItemMeta, _item.ContentMeta);
        var headline = Headline();
        var body = BodyHeadline.Without(new G2Body(_reading, _warnings).Of(_item), headline);
        var adapted = new NewsItem
        {
            Format = "newsml-g2",
            Guid = _item.Guid,
            Version = NewsVersion.Parse(_item.Version, _warnings),
            Type = TypeOf(body),
            Status = Status(),
            Headline = headline,
            Headlines = [.. content.Headlines.Select(label => new NewsHeadline(label.Role, label.Text))],
            Slugline = content.Slugline,
            Byline = Lines(content.By),
            Dateline = content.Dateline,
            Credit = content.CreditLine,
            Source = content.InfoSources.Select(Shown).FirstOrDefault(name => name is not null),
            Provider = Shown(meta.Provider),
            Language = _language,
            Urgency = Whole(content.Urgency, "urgency"),
            FirstCreated = Time(meta.FirstCreated, "firstCreated"),
            Published = Time(meta.VersionCreated, "versionCreated"),
            Embargo = Embargo(meta.Embargoed),
            EdNote = Lines(meta.EdNotes.Select(Note).OfType<string>()),
            UsageTerms = UsageTerms(),
            CopyrightNotice = Lines(_item.Rights.SelectMany(rights => rights.CopyrightNotices)),
            CopyrightHolder = _item.Rights.Select(rights => Shown(rights.CopyrightHolder)).FirstOrDefault(name => name is not null),
            Description = Description(),
            Keywords = content.Keywords,
            Genres = [.. content.Genres.Select(Shown).OfType<string>()],
            Signals = [.. meta.Signals.Select(signal => signal.Code).OfType<string>()],
            BodyHtml = body,
            WordCount = Whole(_item.ContentSet.Inline.Select(inline => inline.WordCount).FirstOrDefault(count => count is not null), "wordcount"),
            Links = Links(),
        };
        adapted = WithSubjects(adapted);
        return adapted with { Pictures = new G2Pictures(_item, adapted).All(), Warnings = _warnings.ToList() };
    }

    private string? TypeOf(string? body) => _item.Kind switch
    {
        "packageItem" => "composite",
        "conceptItem" => G2Code.Is(_item.Concept?.Type?.Code, "event") ? "event" : "concept",
        "knowledgeItem" => "knowledge",
        "planningItem" => "planning",
        "catalogItem" => "catalog",
        _ => G2Code.End(_item.ItemMeta.ItemClass?.Code)?.ToLowerInvariant() ?? (body is null ? null : "text"),
    };

    // The standard's own word, and what Reuters (edStat:D) and STT (sttinstruct:remove) say instead.
    private NewsStatus Status()
    {
        if (_item.ItemMeta.Signals.Any(signal => signal.Code is "sttinstruct:remove" or "edStat:D"))
            return NewsStatus.Canceled;
        if (_item.ItemMeta.PubStatus is not { } sent)
            return NewsStatus.Usable;
        var status = PublishingStatus.Of(G2Code.End(sent.Code));
        if (status == NewsStatus.Unknown)
            _warnings.Add(sent.Code is null ? NewsWarningKind.StatusWithoutWord : NewsWarningKind.UnknownStatus, sent.Code ?? "");
        return status;
    }

    private string? Headline()
    {
        var headlines = _item.ContentMeta.Headlines;
        var main = headlines.OrderBy(label => IsSubordinate(label.Role)).FirstOrDefault();
        // A concept or event is known by its name.
        return main?.Text ?? InLanguage(_item.Concept?.Names);
    }

    private static bool IsSubordinate(string? role) => role?.Contains("sub", StringComparison.OrdinalIgnoreCase) == true;

    private NewsEmbargo? Embargo(string? embargoed)
    {
        if (embargoed is null)
            return null;
        // A time that cannot be read must not let the item out.
        return Time(embargoed, "embargoed") is { } time ? NewsEmbargo.Until(time) : NewsEmbargo.UntilLifted;
    }

    private string? UsageTerms() => Lines(_item.Rights.SelectMany(rights => rights.UsageTerms));

    // A description may hold what is for machines only (ANSA sends an analysis of the text under this role).
    private string? Description() =>
        _item.ContentMeta.Descriptions.FirstOrDefault(label => !G2Code.Is(label.Role, "semantics"))?.Text ?? InLanguage(_item.Concept?.Definitions);

    private static string? Note(MarkupElement note)
    {
        if (!note.Elements.Any())
            return note.Text();
        var body = new BodyBuilder(int.MaxValue);
        new MarkupBody(body, new Warnings()) { IsForDesk = true }.Add(note);
        return body.Finish() is { } html ? HtmlText.Of(html) : note.Text();
    }

    private List<NewsLink> Links() =>
        [.. _item.Members.Concat(_item.ItemMeta.Links)
            .Select(link => (link.Rel, Guid: link.Residref ?? link.Href))
            .Where(link => link.Guid is not null)
            .Select(link => new NewsLink(link.Rel, link.Guid!))];

    private NewsItem WithSubjects(NewsItem item)
    {
        var subjects = _item.ContentMeta.Subjects;
        return item with
        {
            Subjects = [.. subjects.Select(subject => new NewsSubject(subject.Code, Name(subject))).Where(subject => subject is not { Code: null, Name: null })],
            People = Named(subjects, G2Nature.IsPerson),
            Organisations = Named(subjects, G2Nature.IsOrganisation),
            Places = Named(subjects, G2Nature.IsPlace),
        };
    }

    private List<string> Named(IReadOnlyList<G2Coded> subjects, Func<string?, bool> nature) =>
        [.. subjects.Where(subject => nature(subject.Type)).Select(Name).OfType<string>().Distinct()];

    private string? Name(G2Coded? coded) =>
        InLanguage(coded?.Names) ?? (coded?.Code is { } code ? _item.Asserted.GetValueOrDefault(code) : null);

    private string? Shown(G2Coded? coded) => Name(coded) ?? coded?.Literal ?? coded?.QCode ?? coded?.Uri;

    private string? InLanguage(IReadOnlyList<G2Label>? labels)
    {
        if (labels is null or [])
            return null;
        var own = labels.FirstOrDefault(label => _language is not null && string.Equals(label.Language, _language, StringComparison.OrdinalIgnoreCase));
        return (own ?? labels[0]).Text;
    }

    private static string? Lines(IEnumerable<string> texts)
    {
        var lines = string.Join('\n', texts.Distinct());
        return lines.Length == 0 ? null : lines;
    }

    private int? Whole(string? text, string field)
    {
        if (text is null)
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        _warnings.Add(NewsWarningKind.NoWholeNumber, field);
        return null;
    }

    private DateTimeOffset? Time(string? text, string field) => NewsTime.Read(text, field, _reading, _warnings);
}
