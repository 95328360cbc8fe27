namespace Broadsheet.Kit;

/// <summary>
/// The page is the same for every signed-out reader: it may be kept and given to the next. It must set no cookie and read
/// nothing of the request but its path and the two queries that are known.
/// </summary>
/// <param name="IsPaged">It takes <c>?after=KEY</c>: its later pages are rendered each time.</param>
public sealed record CachedPage(bool IsPaged);

/// <summary>What a page was made of, so that it is dropped when that changes: filled by the endpoint.</summary>
public sealed class PageTags
{
    readonly HashSet<string> tags = [];

    public IReadOnlyCollection<string> All => tags;

    /// <summary>When it must be made again at the latest: the next embargo or closing time of what stands on it.</summary>
    public DateTimeOffset? Until { get; set; }

    public void Add(string tag) => tags.Add(tag);

    /// <summary>The page must be made again at this time, or sooner where another part of it says so.</summary>
    public void EndsAt(DateTimeOffset? time) => Until = Until is { } sooner && !(time < sooner) ? sooner : time;
}

/// <summary>The names of what a page can be made of; they also stand in its surrogate keys.</summary>
public static class PageTag
{
    public const string Front = "front";

    /// <summary>On every page: the paper's name, sections, look.</summary>
    public const string Edition = "edition";

    /// <summary>The pages of pictures: each says which stories show it.</summary>
    public const string Pictures = "pictures";

    /// <summary>What names so many stories that it is made anew for one that is gone, and not for each that is new.</summary>
    public const string Withdrawals = "withdrawals";

    public static string Story(long number) => $"story-{number}";

    public static string Picture(long number) => $"picture-{number}";

    public static string Section(int id) => $"section-{id}";

    /// <summary>A topic, writer or storyline, and the stories under it.</summary>
    public static string Subject(int id) => $"subject-{id}";

    /// <summary>One of the texts kept on the desk, such as the privacy notice.</summary>
    public static string Text(string name) => $"text-{name}";
}

public static class CachedPages
{
    public static TBuilder CachedForReaders<TBuilder>(this TBuilder endpoint, bool isPaged = false) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new CachedPage(isPaged));

    /// <summary>To the address a page has now, with whatever was asked of it.</summary>
    public static IResult Moved(HttpContext http, string address) => TypedResults.LocalRedirect(address + http.Request.QueryString.ToUriComponent(), permanent: true);

    /// <summary>For <c>MapMethods</c>: HEAD is what a reader of headers asks, mail scanners among them.</summary>
    public static readonly string[] GetOrHead = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Where pages for readers are mapped.</summary>
    public static RouteGroupBuilder ForReaders(this IEndpointRouteBuilder endpoints, bool isPaged = false) => endpoints.MapGroup("").CachedForReaders(isPaged);
}
