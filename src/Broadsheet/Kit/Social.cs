namespace Broadsheet.Kit;

/// <summary>What a page tells those who show a link to it (Open Graph), besides its title, description and address.</summary>
public sealed record Social
{
    /// <summary>article or website.</summary>
    public required string Type { get; init; }

    /// <summary>The page's own title, without the paper's name.</summary>
    public required string Title { get; init; }
    public string? Section { get; init; }
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>Never before <see cref="PublishedAt"/>.</summary>
    public DateTimeOffset? ModifiedAt { get; init; }
    public SocialPicture? Picture { get; init; }
}

/// <summary>Its path on this site.</summary>
public sealed record SocialPicture(string Path, int Width, int Height, string Alt);
