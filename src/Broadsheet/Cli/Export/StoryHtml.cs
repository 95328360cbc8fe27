using System.Globalization;
using System.Text.Encodings.Web;
using Broadsheet.Edition;
using Broadsheet.Media;

namespace Broadsheet.Cli.Export;

/// <summary>Plain pages that need nothing but a browser.</summary>
sealed class StoryHtml(HtmlEncoder encoder)
{
    const string Style = "<style>body{max-width:38rem;margin:2rem auto;padding:0 1rem;font:1.1rem/1.5 serif}img{max-width:100%;height:auto}figcaption,small,time{font-size:.85rem;color:#444}table{border-collapse:collapse}td,th{border:1px solid #999;padding:.2rem .5rem}</style>";

    public string Page(ExportedStory story, string language, string paper)
    {
        var text = story.Shown.Text;
        var picture = story.Picture is { } shown
            ? $"<figure><img src=\"../../{PictureFiles.Folder}/{Of(shown.File)}\" alt=\"{Of(shown.Alt)}\"><figcaption>{Of(shown.Caption)} <small>{Of(shown.Credit)}</small></figcaption></figure>\n"
            : "";
        var withdrawn = story.WithdrawnAt is { } at ? $"<p><strong>Withdrawn {Time(at)}: {Of(story.WithdrawnReason ?? "")}</strong></p>\n" : "";
        var by = string.Join(", ", new[] { text.Byline, text.Dateline, text.CreditLine }.Where(part => part.Length > 0).Select(Of));
        var notice = text.ContentNotice.Length > 0 ? $"<p><strong>{Of(text.ContentNotice)}</strong></p>\n" : "";
        return Document(language, $"{text.Headline} – {paper}", $"""
            <article{In(text.Language)}>
            <p><small>{Of(story.Section)}, {Of(story.State)}</small></p>
            <h1>{Of(text.Headline)}</h1>
            {withdrawn}<p><strong>{Of(text.Standfirst)}</strong></p>
            <p>{by}{(story.PublishedAt is { } published ? " " + Time(published) : "")}</p>
            {notice}{picture}{text.BodyHtml}
            </article>
            """);
    }

    public string List(IReadOnlyList<ExportedStory> stories, string language, string paper, Func<ExportedStory, string> address, string? next)
    {
        var lines = string.Concat(stories.Select(story => $"<li>{(story.PublishedAt is { } at ? Time(at) + " " : "")}<a href=\"{Of(address(story))}\"{In(story.Shown.Text.Language)}>{Of(story.Shown.Text.Headline is { Length: > 0 } headline ? headline : story.Slugline)}</a></li>\n"));
        return Document(language, paper, $"<h1>{Of(paper)}</h1>\n<ol>\n{lines}</ol>\n{(next is null ? "" : $"<p><a href=\"{next}\">{Of("→")}</a></p>")}");
    }

    static string Time(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"<time datetime=\"{PaperTime.Machine(at)}\">{at:yyyy-MM-dd HH:mm} UTC</time>");

    /// <summary>Where it is another than the paper's.</summary>
    string In(string language) => language.Length == 0 ? "" : $" lang=\"{Of(language)}\" dir=\"{(PaperCulture.Of(language).TextInfo.IsRightToLeft ? "rtl" : "ltr")}\"";

    string Document(string language, string title, string body) =>
        $"<!doctype html>\n<html lang=\"{Of(language)}\"{(PaperCulture.Of(language).TextInfo.IsRightToLeft ? " dir=\"rtl\"" : "")}>\n<head><meta charset=\"utf-8\"><title>{Of(title)}</title>{Style}</head>\n<body>\n{body}\n</body>\n</html>\n";

    string Of(string text) => encoder.Encode(text);
}
