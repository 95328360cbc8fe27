using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Stories.Reading;
using Broadsheet.Stories.Subjects;

namespace Broadsheet.Stories.Machines;

/// <summary>A story as linked data (schema.org NewsArticle), for search engines.</summary>
public sealed class StructuredData(CurrentEdition edition, CurrentSubjects subjects, SiteAddress site)
{
    const int LongestHeadline = 110;
    static readonly HashSet<string> between = ["", "&", "and", "und", "et", "و"];
    static readonly JsonSerializerOptions asTyped = new()
    {
        // Letters as they were typed. What could end or open an element is written out below.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    public string Of(ReadStory story)
    {
        var text = story.Text;
        return Write(new Article(
            site.Of(story.Address), WholeCharacters.Cut(text.Headline, LongestHeadline), text.Standfirst is { Length: > 0 } standfirst ? standfirst : null,
            PaperTime.Machine(story.PublishedAt), PaperTime.Machine(story.LastChanged), edition.Facts.TongueOf(story.Language).Lang ?? edition.Facts.Culture.Name, story.SectionName,
            story.Picture is { ForSharing: var shared } picture ? [new Picture(site.Of(shared.Address), shared.Width, shared.Height, Some(picture.Caption), Some(picture.Credit))] : null,
            text.Byline.Length > 0 ? People(Bylines.WithoutBy(text.Byline)) : text.CreditLine.Length > 0 ? new Named("Organization", text.CreditLine, null) : Paper,
            Paper));
    }

    /// <summary>Each by name and page where the byline is of our own writers and nothing else; else as it is printed, for we know no better.</summary>
    object People(string byline)
    {
        var parts = Bylines.Parts(byline, subjects.Facts.Writers);
        if (!parts.All(part => part.Writer is not null || between.Contains(part.Text.Trim(' ', ',')))) return new Named("Person", byline, null);
        Named[] writers = [.. Bylines.WritersIn(byline, subjects.Facts.Writers).Select(writer => new Named("Person", writer.Name, site.Of(SubjectAddress.Of(writer))))];
        return writers is [var one] ? one : writers;
    }

    Named Paper => new("NewsMediaOrganization", edition.Facts.Paper.Name, site.Of("/"));

    static string? Some(string text) => text.Length > 0 ? text : null;

    /// <summary>JSON whose strings hold no &lt;, &gt; or &amp; of their own: inside a script element nothing else can end it.</summary>
    static string Write(Article article) => JsonSerializer.Serialize(article, asTyped)
        .Replace("<", "\\u003C", StringComparison.Ordinal).Replace(">", "\\u003E", StringComparison.Ordinal).Replace("&", "\\u0026", StringComparison.Ordinal)
        .Replace("\u2028", "\\u2028", StringComparison.Ordinal).Replace("\u2029", "\\u2029", StringComparison.Ordinal);

    sealed record Article(
        string MainEntityOfPage, string Headline, string? Description, string DatePublished, string DateModified, string InLanguage, string ArticleSection,
        IReadOnlyList<Picture>? Image, object Author, Named Publisher)
    {
        [JsonPropertyName("@context"), JsonPropertyOrder(-2)]
        public string Context { get; } = "https://schema.org";

        [JsonPropertyName("@type"), JsonPropertyOrder(-1)]
        public string Type { get; } = "NewsArticle";
        public bool IsAccessibleForFree { get; } = true;
    }

    sealed record Named([property: JsonPropertyName("@type")] string Type, string Name, string? Url);

    sealed record Picture(string Url, int Width, int Height, string? Caption, string? CreditText)
    {
        [JsonPropertyName("@type"), JsonPropertyOrder(-1)]
        public string Type { get; } = "ImageObject";
    }
}
