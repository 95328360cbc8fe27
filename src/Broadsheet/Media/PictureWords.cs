namespace Broadsheet.Media;

/// <summary>What is said of a picture: by its file, by the agency with it, or by the desk.</summary>
public sealed record PictureWords(string Caption = "", string Credit = "", string Alt = "", string UsageTerms = "")
{
    public const int LongestText = 2000, LongestLine = 300;

    /// <summary>As a form holds it, to tell whether somebody changed them meanwhile.</summary>
    public string Seen => Kit.Seen.Of(Caption, Credit, Alt, UsageTerms);

    /// <summary>These words, and where there are none the others.</summary>
    public PictureWords Or(PictureWords others) => new(
        Caption.Length > 0 ? Caption : others.Caption, Credit.Length > 0 ? Credit : others.Credit,
        Alt.Length > 0 ? Alt : others.Alt, UsageTerms.Length > 0 ? UsageTerms : others.UsageTerms);
}
