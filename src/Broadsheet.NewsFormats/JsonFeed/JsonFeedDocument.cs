namespace Broadsheet.NewsFormats.JsonFeed;

/// <summary>A JSON Feed, version 1 or 1.1, as jsonfeed.org/version/1.1 draws it.</summary>
internal sealed record JsonFeedDocument(string? Title, string? HomePageUrl, string? Language, IReadOnlyList<string> Authors, IReadOnlyList<JsonFeedItem> Items);

/// <summary>An item of it.</summary>
internal sealed record JsonFeedItem
{
    public string? Id { get; init; }

    public string? Url { get; init; }

    public string? ExternalUrl { get; init; }

    public string? Title { get; init; }

    public string? ContentHtml { get; init; }

    public string? ContentText { get; init; }

    public string? Summary { get; init; }

    public string? Image { get; init; }

    public string? BannerImage { get; init; }

    public string? DatePublished { get; init; }

    public string? DateModified { get; init; }

    public string? Language { get; init; }

    public IReadOnlyList<string> Authors { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyList<(string Url, string? MimeType)> Attachments { get; init; } = [];
}
