using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.NewsFormats.Html;
using Broadsheet.Storage;
using Broadsheet.Words;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Stories.Texts;

/// <summary><c>/about</c>, <c>/contact</c>, <c>/privacy</c>.</summary>
static class TextPages
{
    const int LongestDescription = 200;

    public static void MapTexts(this IEndpointRouteBuilder endpoints)
    {
        foreach (var name in KeptText.Names)
            endpoints.ForReaders().MapMethods("/" + name, CachedPages.GetOrHead, (NewsroomDb db, CurrentEdition edition, PageTags tags, IStringLocalizer<StoriesWords> say, CancellationToken stop) => Show(name, db, edition, tags, say, stop));
    }

    static async Task<IResult> Show(string name, NewsroomDb db, CurrentEdition edition, PageTags tags, IStringLocalizer<StoriesWords> say, CancellationToken stop)
    {
        var body = await db.KeptTexts.Where(text => text.Name == name).Select(text => text.BodyHtml).SingleOrDefaultAsync(stop) ?? "";
        tags.Add(PageTag.Text(name));
        var title = say["Text" + name];
        var head = new PageHead
        {
            Title = title,
            CanonicalPath = "/" + name,
            Description = body.Length > 0 ? WholeCharacters.Cut(HtmlText.Of(body), LongestDescription) : $"{title} – {edition.Facts.Paper.Name}",
            NoIndex = body.Length == 0,
            Social = new Social { Type = "website", Title = title },
        };
        return new Page<TextPage>(head, new { Name = name, Body = body });
    }
}
