using System.Collections.Frozen;
using Broadsheet.NewsFormats.Markup;

namespace Broadsheet.NewsFormats.NewsMLG2;

/// <summary>Reads NewsML-G2 2.x as the standard draws it. Elements are known by name and namespace, whatever the prefix.</summary>
internal static class NewsMLG2Reader
{
    private static readonly FrozenSet<string> ItemKinds = FrozenSet.Create(
        "newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem");

    public static bool Recognises(MarkupElement root) =>
        (root.Name == "newsMessage" || ItemKinds.Contains(root.Name))
        && (root.Namespace.Length == 0 || root.Namespace.Contains("iptc.org/std/nar/", StringComparison.OrdinalIgnoreCase));

    public static NewsMLG2Document Read(MarkupElement root) =>
        new([.. (root.Name == "newsMessage" ? root.All("itemSet").SelectMany(set => set.Elements) : [root])
            .Where(element => ItemKinds.Contains(element.Name))
            .Select(Item)]);

    private static G2Item Item(MarkupElement item) => new()
    {
        Kind = item.Name,
        Guid = item.Attribute("guid"),
        Version = item.Attribute("version"),
        Language = item.Language,
        Rights = [.. item.All("rightsInfo").Select(Rights)],
        ItemMeta = item.First("itemMeta") is { } meta ? ItemMeta(meta) : new(),
        ContentMeta = item.First("contentMeta") is { } meta2 ? ContentMeta(meta2) : new(),
        ContentSet = item.First("contentSet") is { } set ? ContentSet(set) : new(),
        Members = [.. item.All("groupSet").SelectMany(set => set.All("group")).SelectMany(group => group.All("itemRef")).Select(Link)],
        Concept = item.First("concept") is { } concept ? Concept(concept) : null,
        Asserted = Asserted(item),
    };

    private static G2Rights Rights(MarkupElement rights) => new(
        Coded(rights.First("copyrightHolder")), Texts(rights, "copyrightNotice"), Texts(rights, "usageTerms"));

    private static G2ItemMeta ItemMeta(MarkupElement meta) => new()
    {
        ItemClass = Coded(meta.First("itemClass")),
        Provider = Coded(meta.First("provider")),
        VersionCreated = meta.First("versionCreated")?.Text(),
        FirstCreated = meta.First("firstCreated")?.Text(),
        Embargoed = meta.First("embargoed") is { } embargoed ? embargoed.Text() ?? "" : null,
        PubStatus = Coded(meta.First("pubStatus")),
        EdNotes = [.. meta.All("edNote")],
        Signals = [.. AllCoded(meta, "signal")],
        Links = [.. meta.All("link").Select(Link)],
    };

    private static G2ContentMeta ContentMeta(MarkupElement meta) => new()
    {
        Urgency = meta.First("urgency")?.Text(),
        Headlines = Labels(meta, "headline"),
        Slugline = meta.First("slugline")?.Text(),
        By = Texts(meta, "by"),
        Dateline = meta.First("dateline")?.Text(),
        CreditLine = meta.First("creditline")?.Text(),
        InfoSources = [.. AllCoded(meta, "infoSource")],
        Language = meta.First("language")?.Attribute("tag"),
        Keywords = Texts(meta, "keyword"),
        Genres = [.. AllCoded(meta, "genre")],
        Subjects = [.. AllCoded(meta, "subject")],
        Descriptions = Labels(meta, "description"),
    };

    private static G2ContentSet ContentSet(MarkupElement set) => new()
    {
        Inline = [.. set.Elements.Where(element => element.Name is "inlineXML" or "inlineData" && element.Namespace == set.Namespace).Select(Inline)],
        Remote = [.. set.All("remoteContent").Select(Remote)],
    };

    private static G2Inline Inline(MarkupElement inline) =>
        new(inline, inline.Attribute("contenttype"), inline.Attribute("wordcount"), inline.Language);

    private static G2Remote Remote(MarkupElement remote) => new(
        remote.Attribute("residref"), remote.Attribute("href"), remote.Attribute("contenttype"),
        remote.Attribute("rendition") ?? remote.Attribute("renditionuri"), remote.Attribute("width"), remote.Attribute("height"));

    private static G2Concept Concept(MarkupElement concept) =>
        new(Coded(concept.First("type")), Labels(concept, "name"), Labels(concept, "definition"));

    private static G2Link Link(MarkupElement link) => new(
        link.Attribute("rel") ?? link.Attribute("reluri"), link.Attribute("residref"), link.Attribute("href"),
        Coded(link.First("itemClass")), link.Attribute("contenttype"), Labels(link, "description"));

    // assert gives what is known of a concept once, for all places that name its code (NewsML-G2 specification, "Assert").
    private static Dictionary<string, string> Asserted(MarkupElement item)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var assert in AllCoded(item, "assert"))
        {
            if (assert is { Code: { } code, Names: [var name, ..] })
                names.TryAdd(code, name.Text);
        }
        return names;
    }

    private static IEnumerable<G2Coded> AllCoded(MarkupElement parent, string name) =>
        parent.All(name).Select(element => Coded(element)!);

    private static G2Coded? Coded(MarkupElement? element) => element is null ? null : CodedFrom(element) with
    {
        Type = element.Attribute("type") ?? element.Attribute("typeuri"),
    };

    // A subject may give its concept in parts, the main one first (2.29 on).
    private static G2Coded CodedFrom(MarkupElement element)
    {
        var main = element.First("mainConcept") ?? element;
        return new G2Coded
        {
            QCode = main.Attribute("qcode"),
            Uri = main.Attribute("uri"),
            Literal = main.Attribute("literal"),
            Names = Labels(main, "name"),
        };
    }

    private static List<string> Texts(MarkupElement parent, string name) =>
        [.. parent.All(name).Select(element => element.Text()).OfType<string>()];

    private static List<G2Label> Labels(MarkupElement parent, string name) =>
        [.. parent.All(name)
            .Select(element => (Element: element, Text: element.Text()))
            .Where(label => label.Text is not null)
            .Select(label => new G2Label(label.Text!, Role(label.Element), label.Element.Language))];

    private static string? Role(MarkupElement element) => element.Attribute("role") ?? element.Attribute("roleuri");
}
