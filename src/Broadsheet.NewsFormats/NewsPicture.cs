namespace Broadsheet.NewsFormats;

/// <summary>A picture with its renditions.</summary>
public sealed record NewsPicture
{
    /// <summary>The picture's own identifier.</summary>
    public string? Guid { get; init; }

    /// <summary>The caption.</summary>
    public string? Caption { get; init; }

    /// <summary>The credit line.</summary>
    public string? Credit { get; init; }

    /// <summary>Who made the picture. It is no part of the JSON line.</summary>
    public string? Byline { get; init; }

    /// <summary>What the picture may be used for.</summary>
    public string? UsageTerms { get; init; }

    /// <summary>The files of the picture, in the order sent.</summary>
    public IReadOnlyList<NewsRendition> Renditions { get; init; } = [];
}

/// <summary>One file of a picture. The address is as sent: it may be relative, or a name of a file sent beside.</summary>
/// <param name="Role">What it is for (for example <c>rnd:thumbnail</c>).</param>
/// <param name="Href">Where the file is.</param>
/// <param name="MediaType">Its media type, as sent.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
public sealed record NewsRendition(string? Role, string? Href, string? MediaType, int? Width, int? Height);
