using System.Text.Json;

namespace Broadsheet.NewsFormats.Ninjs;

/// <summary>Reads ninjs 1.0 to 3.1 as the standard draws it, and the small liberties of those who send it.</summary>
internal static class NinjsReader
{
    private static readonly string[] Collections = ["item", "items"];
    private static readonly string[] Telling =
        ["headline", "headlines", "body_text", "body_html", "body_xhtml", "bodies", "versioncreated", "pubstatus"];

    public static bool Recognises(JsonElement root) => root.ValueKind switch
    {
        JsonValueKind.Array => root.EnumerateArray().All(IsItem),
        JsonValueKind.Object => IsItem(root) || Collection(root) is not null,
        _ => false,
    };

    public static NinjsDocument Read(JsonElement root)
    {
        var items = root.ValueKind == JsonValueKind.Array ? root : IsItem(root) ? (JsonElement?)null : Collection(root);
        return new NinjsDocument(items is { } list ? [.. list.EnumerateArray().Where(IsItem).Select(Item)] : [Item(root)]);
    }

    // uri is the one property the standard demands; Superdesk calls it guid.
    private static bool IsItem(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return false;
        var item = new NinjsObject(json);
        return item.Text("uri", "guid") is not null || (item.Text("type") is not null && Array.Exists(Telling, item.Has));
    }

    private static JsonElement? Collection(JsonElement root)
    {
        var wrapper = new NinjsObject(root);
        foreach (var name in Collections)
        {
            if (wrapper.Value(name) is { ValueKind: JsonValueKind.Array } list && (list.EnumerateArray().Any(IsItem) || IsEmptyAnswer(wrapper, list)))
                return list;
        }
        return null;
    }

    // Nothing but counts beside an empty list.
    private static bool IsEmptyAnswer(NinjsObject wrapper, JsonElement list) =>
        list.GetArrayLength() == 0
        && wrapper.Properties.All(property => property.Value.ValueKind is JsonValueKind.Array or JsonValueKind.Number);

    private static NinjsItem Item(JsonElement json)
    {
        var item = new NinjsObject(json);
        return Lists(item, new NinjsItem
        {
            Uri = item.Text("uri", "guid"),
            Type = item.Text("type"),
            Version = item.Text("version"),
            VersionCreated = item.Text("versioncreated"),
            FirstCreated = item.Text("firstcreated"),
            // 3.x calls it embargoedUntil.
            Embargoed = (item.Value("embargoed") ?? item.Value("embargoeduntil")) is { } embargoed ? NinjsObject.TextOf(embargoed) ?? "" : null,
            PubStatus = item.Value("pubstatus") is { } status ? NinjsObject.TextOf(status) ?? "" : null,
            Urgency = item.Text("urgency"),
            Language = item.Text("language"),
            Title = item.Text("title"),
            Slugline = item.Text("slugline"),
            By = item.Text("byline", "by"),
            Located = item.Text("dateline", "located"),
            CreditLine = item.Text("creditline", "credit"),
            Source = item.Text("source"),
            Provider = item.Text("provider"),
            EdNote = item.Text("ednote"),
            UsageTerms = item.Text("usageterms"),
            CopyrightNotice = item.Text("copyrightnotice"),
            CopyrightHolder = item.Text("copyrightholder"),
            WordCount = item.Text("wordcount"),
            HasEventDetails = item.Has("eventdetails"),
            HasPlannedCoverage = item.Has("plannedcoverage"),
        });
    }

    private static NinjsItem Lists(NinjsObject item, NinjsItem read) => read with
    {
        Headlines = Texts(item, "headline", "headlines"),
        Descriptions = Texts(item, "description", "descriptions"),
        Bodies = Texts(item, "body", "bodies"),
        Keywords = [.. item.All("keywords", "keyword").Select(NinjsObject.TextOf).Where(text => !string.IsNullOrEmpty(text)).OfType<string>()],
        Signals = [.. item.All("signals", "signal").Select(Named).Select(signal => signal.Code ?? signal.Name).OfType<string>()],
        Subjects = AllNamed(item, "subjects", "subject"),
        Genres = AllNamed(item, "genres", "genre"),
        People = AllNamed(item, "people", "person"),
        Organisations = AllNamed(item, "organisations", "organisation"),
        Places = AllNamed(item, "places", "place"),
        InfoSources = AllNamed(item, "infosources", "infosource"),
        Renditions = [.. Members(item, "renditions").Select(member => Rendition(member.Name, member.Json))],
        Associations = [.. Members(item, "associations").Select(member => new NinjsAssociation(member.Name, Item(member.Json)))],
    };

    // 1.x: headline, headline_main, ...; 2.x and 3.x: headlines, a list.
    private static List<NinjsText> Texts(NinjsObject item, string single, string list)
    {
        var texts = new List<NinjsText>();
        foreach (var (name, value) in item.Properties)
        {
            var isSingle = name.Equals(single, StringComparison.OrdinalIgnoreCase);
            if (!isSingle && !name.StartsWith(single + "_", StringComparison.OrdinalIgnoreCase))
                continue;
            if (value.ValueKind == JsonValueKind.String && NinjsObject.TextOf(value) is { Length: > 0 } text)
                texts.Add(new NinjsText(isSingle ? null : name[(single.Length + 1)..], null, text, null));
        }
        texts.AddRange(item.All(list).Where(json => json.ValueKind == JsonValueKind.Object).Select(Listed).OfType<NinjsText>());
        return texts;
    }

    private static NinjsText? Listed(JsonElement json)
    {
        var text = new NinjsObject(json);
        return text.Text("value") is { } value
            ? new NinjsText(text.Text("role"), text.Text("contenttype"), value, text.Text("wordcount"))
            : null;
    }

    private static List<NinjsNamed> AllNamed(NinjsObject item, params string[] names) =>
        [.. item.All(names).Select(Named).Where(named => named is not { Name: null, Code: null })];

    private static NinjsNamed Named(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return new NinjsNamed(NinjsObject.TextOf(json) is { Length: > 0 } text ? text : null, null);
        var named = new NinjsObject(json);
        return new NinjsNamed(named.Text("name"), named.Text("code", "qcode", "uri", "literal"));
    }

    private static NinjsRendition Rendition(string? name, JsonElement json)
    {
        var rendition = new NinjsObject(json);
        return new NinjsRendition(
            name, rendition.Text("href"), rendition.Text("mimetype", "contenttype"), rendition.Text("width"), rendition.Text("height"));
    }

    // 1.x: an object by name; 2.x and 3.x: a list with a name in each.
    private static IEnumerable<(string? Name, JsonElement Json)> Members(NinjsObject item, string property)
    {
        if (item.Value(property) is not { } value)
            return [];
        return value.ValueKind switch
        {
            JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Objects(member.Value).Select(json => ((string?)member.Name, json))),
            _ => Objects(value).Select(json => (new NinjsObject(json).Text("name", "id"), json)),
        };
    }

    private static IEnumerable<JsonElement> Objects(JsonElement value) =>
        (value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : Enumerable.Repeat(value, 1))
            .Where(json => json.ValueKind == JsonValueKind.Object);
}
