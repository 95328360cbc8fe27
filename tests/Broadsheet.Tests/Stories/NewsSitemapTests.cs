using System.Xml.Linq;
using Broadsheet.Storage;
using Broadsheet.Tests.World;
using Microsoft.Extensions.DependencyInjection;

namespace Broadsheet.Tests.Stories;

/// <summary>What a search engine takes for news: two days, and no more than a thousand.</summary>
public sealed class NewsSitemapTests
{
    static readonly XNamespace sitemap = "http://www.sitemaps.org/schemas/sitemap/0.9", news = "http://www.google.com/schemas/sitemap-news/0.9";

    [Theory, OnBothDatabases]
    public async Task The_news_sitemap_holds_the_newest_thousand_of_the_last_two_days_and_forgets_them_as_they_age(Database database)
    {
        var clock = new SetClock { Now = new(2026, 11, 24, 6, 0, 0, TimeSpan.Zero) };
        await using var newsroom = await Newsroom.Open(database, services: services => services.AddSingleton<TimeProvider>(clock));
        using var visitor = newsroom.Visitor();
        await Print(newsroom, ("Two days and a second ago", clock.Now.AddHours(-48).AddSeconds(-1)), ("Two days ago", clock.Now.AddHours(-48)), ("Just now", clock.Now));
        Assert.Equal(["Just now", "Two days ago"], await Headlines(visitor));

        clock.Now += TimeSpan.FromSeconds(1);
        await newsroom.PutOnFront(); // what is kept of the page is kept by the machine's clock
        await Newsroom.Eventually(() => Headlines(visitor), headlines => headlines.SequenceEqual(["Just now"]));

        var more = Enumerable.Range(1, 1_003).Select(minute => ($"Minute {minute}", clock.Now.AddMinutes(minute))).ToArray();
        clock.Now = more[^1].Item2;
        await Print(newsroom, more);
        await newsroom.PutOnFront();
        await Newsroom.Eventually(() => Headlines(visitor), headlines => headlines.SequenceEqual(more.Reverse().Take(1_000).Select(story => story.Item1)));
    }

    /// <summary>Many at once, as if each had been published at its time.</summary>
    static Task Print(Newsroom newsroom, params (string Headline, DateTimeOffset At)[] stories) => newsroom.Writer.Save(db =>
    {
        foreach (var (headline, at) in stories)
        {
            var revision = Printing.Write(newsroom, Printing.Gate with { Headline = headline });
            revision.Story.Publish(revision, "en", at);
            db.Add(revision);
        }
    }, Newsroom.Stop);

    static async Task<IReadOnlyList<string>> Headlines(HttpClient visitor) =>
        [.. XDocument.Parse(await visitor.GetStringAsync("/sitemap-news.xml", Newsroom.Stop)).Descendants(sitemap + "url").Select(story => (string)story.Descendants(news + "title").Single())];
}
