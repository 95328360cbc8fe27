using System.Globalization;
using System.Xml;
using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Storage;
using Broadsheet.Stories.Subjects;
using Broadsheet.Stories.Texts;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Stories.Machines;

/// <summary>
/// What search engines ask for: an index of sitemaps, each of ten thousand story numbers so that an old one stays as it is, and
/// the news of two days (sitemaps.org; Google's news extension).
/// </summary>
static class Sitemaps
{
    const string Names = "http://www.sitemaps.org/schemas/sitemap/0.9", NewsNames = "http://www.google.com/schemas/sitemap-news/0.9";
    const int NumbersInOne = 10_000, MostNews = 1_000;
    static readonly TimeSpan isNews = TimeSpan.FromHours(48), indexKept = TimeSpan.FromMinutes(10);

    public static void MapSitemaps(this IEndpointRouteBuilder endpoints)
    {
        endpoints.ForReaders().MapMethods("/sitemap.xml", CachedPages.GetOrHead, Index);
        endpoints.ForReaders().MapMethods("/sitemap-pages.xml", CachedPages.GetOrHead, Pages);
        endpoints.ForReaders().MapMethods("/sitemap/{part:int:min(0)}.xml", CachedPages.GetOrHead, Stories);
        endpoints.ForReaders().MapMethods("/sitemap-news.xml", CachedPages.GetOrHead, News);
        endpoints.ForReaders().MapMethods("/robots.txt", CachedPages.GetOrHead, Robots);
    }

    static async Task<IResult> Index(NewsroomDb db, SiteAddress site, PageTags tags, TimeProvider clock, CancellationToken stop)
    {
        tags.EndsAt(clock.GetUtcNow() + indexKept);
        var last = await db.Stories.Where(story => story.State == StoryState.Published).MaxAsync(story => (long?)story.Number, stop);
        return Xml("sitemapindex", xml =>
        {
            Location(xml, "sitemap", site.Of("/sitemap-pages.xml"), null);
            for (var part = 0L; part * NumbersInOne <= last; part++) Location(xml, "sitemap", site.Of(PartPath(part)), null);
        });
    }

    static string PartPath(long part) => string.Create(CultureInfo.InvariantCulture, $"/sitemap/{part}.xml");

    static async Task<IResult> Pages(NewsroomDb db, CurrentEdition edition, CurrentSubjects subjects, SiteAddress site, PageTags tags, CancellationToken stop)
    {
        foreach (var name in KeptText.Names) tags.Add(PageTag.Text(name));
        var written = await db.KeptTexts.Where(text => text.BodyHtml != "").Select(text => text.Name).ToListAsync(stop);
        return Xml("urlset", xml => WritePages(xml, [.. KeptText.Names.Where(written.Contains)], edition, subjects, site));
    }

    static void WritePages(XmlWriter xml, IReadOnlyList<string> texts, CurrentEdition edition, CurrentSubjects subjects, SiteAddress site)
    {
        foreach (var path in texts.Select(name => "/" + name).Prepend("/corrections").Prepend("/")) Location(xml, "url", site.Of(path), null);
        foreach (var section in edition.Facts.Sections) Location(xml, "url", site.Of(StoryAddress.OfSection(section.Slug)), null);
        foreach (var subject in subjects.Facts.Topics.Concat(subjects.Facts.Writers).Concat(subjects.Facts.Storylines)) Location(xml, "url", site.Of(SubjectAddress.Of(subject)), null);
    }

    static async Task<IResult> Stories(int part, HttpRequest request, NewsroomDb db, SiteAddress site, PageTags tags, TimeProvider clock, CancellationToken stop)
    {
        // Of all the ways in which a number can be written only ours is a page.
        if (request.Path != PartPath(part)) return TypedResults.NotFound();
        var now = clock.GetUtcNow();
        // A new story may be told a little later; one that was withdrawn is named no more.
        tags.Add(PageTag.Withdrawals);
        tags.EndsAt(now + indexKept);
        var (from, until) = ((long)part * NumbersInOne, (part + 1L) * NumbersInOne);
        if (part > 0 && !await db.Stories.AnyAsync(story => story.Number >= from, stop)) return TypedResults.NotFound();
        var stories = await db.Stories.ReadersMaySee(now).Where(story => story.Number >= from && story.Number < until).OrderBy(story => story.Number)
            .Select(story => new { story.Number, story.Slug, Section = story.Section!.Slug, Changed = story.UpdatedAt ?? story.PublishedAt }).ToListAsync(stop);
        return Xml("urlset", xml =>
        {
            foreach (var story in stories) Location(xml, "url", site.Of(StoryAddress.Of(story.Section, story.Slug, story.Number)), story.Changed);
        });
    }

    static async Task<IResult> News(NewsroomDb db, CurrentEdition edition, SiteAddress site, PageTags tags, TimeProvider clock, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        tags.Add(PageTag.Front);
        tags.EndsAt(now + indexKept);
        var since = now - isNews;
        var stories = await (
            from story in db.Stories.ReadersMaySee(now)
            where story.PublishedAt >= since
            orderby story.PublishedAt descending, story.Number descending
            join revision in db.Revisions on new { Story = story.Number, Number = story.PublishedRevision } equals new { Story = revision.StoryNumber, Number = (int?)revision.Number }
            select new { story.Number, story.Slug, Section = story.Section!.Slug, story.PublishedAt, revision.Text.Headline, story.Language }).Take(MostNews).ToListAsync(stop);
        return Xml("urlset", xml =>
        {
            foreach (var story in stories)
            {
                xml.WriteStartElement("url", Names);
                xml.WriteElementString("loc", Names, site.Of(StoryAddress.Of(story.Section, story.Slug, story.Number)));
                xml.WriteStartElement("news", NewsNames);
                xml.WriteStartElement("publication", NewsNames);
                xml.WriteElementString("name", NewsNames, XmlText.Sound(edition.Facts.Paper.Name));
                xml.WriteElementString("language", NewsNames, (edition.Facts.TongueOf(story.Language).Lang ?? edition.Facts.Culture.Name).Split('-')[0]);
                xml.WriteEndElement();
                xml.WriteElementString("publication_date", NewsNames, PaperTime.Machine(story.PublishedAt!.Value));
                xml.WriteElementString("title", NewsNames, XmlText.Sound(story.Headline));
                xml.WriteEndElement();
                xml.WriteEndElement();
            }
        }, news: true);
    }

    /// <summary>A rule holds for all that begins like it (RFC 9309), and a section may be called search-and-rescue.</summary>
    static IResult Robots(SiteAddress site) => new Text("text/plain", $"""
        User-agent: *
        Disallow: /desk$
        Disallow: /desk/
        Disallow: /sign-in$
        Disallow: /sign-in?
        Disallow: /sign-in/
        Disallow: /search$
        Disallow: /search?
        Disallow: /preview/

        Sitemap: {site.Of("/sitemap.xml")}
        Sitemap: {site.Of("/sitemap-news.xml")}

        """.ReplaceLineEndings("\n"));

    static void Location(XmlWriter xml, string element, string address, DateTimeOffset? changed)
    {
        xml.WriteStartElement(element, Names);
        xml.WriteElementString("loc", Names, address);
        if (changed is { } at) xml.WriteElementString("lastmod", Names, PaperTime.Machine(at));
        xml.WriteEndElement();
    }

    static Text Xml(string root, Action<XmlWriter> write, bool news = false) => new("application/xml", XmlText.Of(xml =>
    {
        xml.WriteStartElement(root, Names);
        if (news) xml.WriteAttributeString("xmlns", "news", null, NewsNames);
        write(xml);
        xml.WriteEndElement();
    }));
}
