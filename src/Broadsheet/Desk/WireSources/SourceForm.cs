using System.Globalization;
using System.Text.RegularExpressions;
using Broadsheet.Kit;
using Broadsheet.Wire;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Desk.WireSources;

/// <summary>The fields of a source as a browser sends them.</summary>
public sealed partial record SourceForm(string? Name, string? Kind, string? Feed, string? Folder, string? Minutes, string? Zone, string? Then)
{
    public const string AsFeed = "feed", AsFolder = "folder";

    const int LongestAddress = 2_000, LongestName = 80, MostMinutes = 1_440;

    /// <summary>So that an endpoint takes it as a parameter; null, and so 400, for what is no form or much too large.</summary>
    public static async ValueTask<SourceForm?> BindAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType) return null;
        try
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            return new SourceForm(form[nameof(Name)], form[nameof(Kind)], form[nameof(Feed)], form[nameof(Folder)], form[nameof(Minutes)], form[nameof(Zone)], form[nameof(Then)]);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    public static SourceForm Empty(string zone) => new("", AsFeed, "", "", "5", zone, null);

    public static SourceForm Of(Source source) => new(
        source.Name, source.Feed is null ? AsFolder : AsFeed, source.Feed, source.Folder, Math.Max(1, source.EverySeconds / 60).ToString(CultureInfo.InvariantCulture), source.Zone, null);

    public SourceForm Sound() => new(TypedText.Line(Name), Kind == AsFolder ? AsFolder : AsFeed, TypedText.Line(Feed), TypedText.Line(Folder), TypedText.Line(Minutes), TypedText.Line(Zone), Then);

    public bool IsFolder => Kind == AsFolder;

    public int EveryMinutes => int.TryParse(Minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? minutes : 0;

    /// <summary>By field, in the paper's language.</summary>
    public Dictionary<string, string> Problems(Source? before, WireSettings settings, IStringLocalizer say)
    {
        var problems = new Dictionary<string, string>();
        if (Name is null || !TypedText.IsSeen(Name)) problems["Name"] = say["SourceNameMissing"];
        else if (Name.Length > LongestName) problems["Name"] = say["TooLong", Name.Length, LongestName];
        if (string.IsNullOrEmpty(Zone) || !TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out _)) problems["Zone"] = say["SourceZoneUnknown"];
        if (IsFolder) FolderProblem(problems, before, settings, say);
        else FeedProblem(problems, say);
        return problems;
    }

    void FeedProblem(Dictionary<string, string> problems, IStringLocalizer say)
    {
        if (string.IsNullOrEmpty(Feed)) problems["Feed"] = say["SourceFeedMissing"];
        else if (Feed.Length > LongestAddress) problems["Feed"] = say["TooLong", Feed.Length, LongestAddress];
        else if (!Uri.TryCreate(Feed, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.UserInfo.Length > 0) problems["Feed"] = say["SourceFeedNoAddress"];
        if (EveryMinutes is < 1 or > MostMinutes) problems["Minutes"] = say["SourceMinutesWrong", MostMinutes];
    }

    // The server moves the files it takes: the desk may point it only to folders that are meant for that.
    void FolderProblem(Dictionary<string, string> problems, Source? before, WireSettings settings, IStringLocalizer say)
    {
        if (string.IsNullOrEmpty(Folder)) problems["Folder"] = say["SourceFolderMissing"];
        else if (Folder != before?.Folder && !FolderName().IsMatch(Folder) && !IsWithin(settings.FolderRoots, Folder)) problems["Folder"] = say["SourceFolderWrong"];
    }

    /// <summary>Where a folder named here lies: a plain name in the data folder's <c>incoming</c>.</summary>
    public string StoredFolder(Source? before) => Folder == before?.Folder || Path.IsPathRooted(Folder) ? Folder! : Path.Combine(Incoming, Folder!);

    public const string Incoming = "incoming";

    static bool IsWithin(string roots, string folder) => Path.IsPathFullyQualified(folder) && Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) is var whole
        && roots.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Any(root => whole.StartsWith(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)) + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    [GeneratedRegex(@"\A[\p{L}\p{N}][\p{L}\p{N}_-]{0,59}\z")]
    private static partial Regex FolderName();
}
