using System.Net;
using System.Net.Http.Headers;
using Broadsheet.Media;
using Broadsheet.Tests.World;
using Broadsheet.Web.PageCache;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Tests.Stories;

/// <summary>The readers' pages and the page cache together.</summary>
public sealed class CachedReadingTests
{
    [Theory, OnBothDatabases]
    public async Task A_signed_out_page_is_kept_and_sets_no_cookie(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var number = await newsroom.Print(Printing.Gate);
        using var visitor = newsroom.Visitor();
        var address = await visitor.AddressOf(number);
        foreach (var path in new[] { "/", "/harbour", address })
        {
            var first = await visitor.GetAsync(path, Newsroom.Stop);
            var second = await visitor.GetAsync(path + "?utm_source=x&anything=1&fbclid", Newsroom.Stop);
            foreach (var answer in new[] { first, second })
            {
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                Assert.False(answer.Headers.Contains("Set-Cookie"));
                Assert.Equal(["Cookie", "Accept-Encoding"], answer.Headers.Vary);
                Assert.True(answer.Headers.CacheControl!.Public);
                Assert.NotNull(answer.Content.Headers.LastModified);
            }
            // The time of day and a page's parts are of the first rendering.
            Assert.Equal(first.Headers.ETag, second.Headers.ETag);
            Assert.Equal(await first.Content.ReadAsStringAsync(Newsroom.Stop), await second.Content.ReadAsStringAsync(Newsroom.Stop));
            Assert.DoesNotContain("RequestVerificationToken", await first.Content.ReadAsStringAsync(Newsroom.Stop), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_later_page_of_a_section_is_sent_as_the_first_is()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var visitor = newsroom.Visitor();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/harbour?after=1-1");
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        var answer = await visitor.SendAsync(request, Newsroom.Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.Public);
        Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);

        using var again = new HttpRequestMessage(HttpMethod.Get, "/harbour?after=1-1");
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await visitor.SendAsync(again, Newsroom.Stop)).StatusCode);
    }

    [Theory, OnBothDatabases]
    public async Task The_second_reader_is_served_without_the_database(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var number = await newsroom.Print(Printing.Gate);
        using var visitor = newsroom.Visitor();
        var address = await visitor.AddressOf(number);
        await newsroom.HasHeardAll(); // else the publishing itself may drop the page in a moment
        var first = await visitor.GetStringAsync(address, Newsroom.Stop);

        // Changed behind the paper's back, without the event that drops the page.
        await newsroom.Writer.Write(async (db, stop) =>
        {
            var story = await db.FindAsync<Broadsheet.Stories.Story>([number], stop);
            db.Remove(story!);
            return await db.SaveChangesAsync(stop);
        }, Newsroom.Stop);

        Assert.Equal(first, await visitor.GetStringAsync(address, Newsroom.Stop));
        Assert.Equal(first, await visitor.GetStringAsync(address + "?after=1-1", Newsroom.Stop));
    }

    [Theory, OnBothDatabases]
    public async Task A_browser_that_has_the_page_gets_304_and_HEAD_its_headers(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var number = await newsroom.Print(Printing.Gate);
        using var visitor = newsroom.Visitor();
        var address = await visitor.AddressOf(number);

        // HEAD first, when nothing is kept yet.
        using var head = await visitor.SendAsync(new HttpRequestMessage(HttpMethod.Head, address), Newsroom.Stop);
        using var page = await visitor.GetAsync(address, Newsroom.Stop);
        Assert.Equal((HttpStatusCode.OK, 0), (head.StatusCode, (await head.Content.ReadAsByteArrayAsync(Newsroom.Stop)).Length));
        Assert.Equal(page.Headers.ETag, head.Headers.ETag);

        using var known = new HttpRequestMessage(HttpMethod.Get, address);
        known.Headers.IfNoneMatch.Add(page.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await visitor.SendAsync(known, Newsroom.Stop)).StatusCode);
        await DateOf(visitor, address);
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_comes_with_a_session_that_is_none_gets_the_page_that_is_kept(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var visitor = newsroom.Visitor();
        var address = await visitor.AddressOf(await newsroom.Print(Printing.Gate));
        using var page = await visitor.GetAsync(address, Newsroom.Stop);
        using var madeUp = new HttpRequestMessage(HttpMethod.Get, address);
        madeUp.Headers.Add("Cookie", "broadsheet=made-up");
        madeUp.Headers.IfNoneMatch.Add(page.Headers.ETag!);
        using var answer = await visitor.SendAsync(madeUp, Newsroom.Stop);
        Assert.Equal((HttpStatusCode.NotModified, "public, must-revalidate, max-age=0, s-maxage=30"), (answer.StatusCode, answer.Headers.CacheControl!.ToString()));

        using var jon = await newsroom.SignedIn("jon");
        Assert.Contains("no-store", (await jon.GetAsync(address, Newsroom.Stop)).Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A page's date, from the second on in which it is its own: in the one in which the page was made it might be that of the page before.</summary>
    static async Task<DateTimeOffset> DateOf(HttpClient visitor, string address)
    {
        async Task<(DateTimeOffset Date, HttpStatusCode Again)> Look()
        {
            using var page = await visitor.GetAsync(address, Newsroom.Stop);
            var date = page.Content.Headers.LastModified!.Value;
            Assert.True(date <= page.Headers.Date + TimeSpan.FromSeconds(1), $"The page is of {date} and was sent at {page.Headers.Date}");
            return (date, (await Since(visitor, address, date)).StatusCode);
        }
        return (await Newsroom.Eventually(Look, seen => seen.Again == HttpStatusCode.NotModified)).Date;
    }

    static async Task<HttpResponseMessage> Since(HttpClient visitor, string address, DateTimeOffset date)
    {
        using var since = new HttpRequestMessage(HttpMethod.Get, address);
        since.Headers.IfModifiedSince = date;
        return await visitor.SendAsync(since, Newsroom.Stop);
    }

    [Theory, OnBothDatabases]
    public async Task Who_asks_a_feed_by_date_hears_that_a_story_further_down_was_withdrawn(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var older = await newsroom.Print(Printing.Gate with { Headline = "A ferry is late" }, at: newsroom.Now().AddMinutes(-5));
        await newsroom.Print(Printing.Gate);
        using var visitor = newsroom.Visitor();
        Assert.Contains("A ferry is late", await visitor.GetStringAsync("/feed.atom", Newsroom.Stop), StringComparison.Ordinal);
        var date = await DateOf(visitor, "/feed.atom");
        await newsroom.Withdraw(older, "It was wrong.");
        var changed = await Newsroom.Eventually(() => Since(visitor, "/feed.atom", date), answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.DoesNotContain("A ferry is late", await changed.Content.ReadAsStringAsync(Newsroom.Stop), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Who_asks_by_date_hears_of_a_mended_caption(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var picture = await newsroom.Hang();
        var number = await newsroom.Print(Printing.Gate with { PictureNumber = picture }, at: newsroom.Now().AddMinutes(-5));
        using var visitor = newsroom.Visitor();
        var address = await visitor.AddressOf(number);
        var date = await DateOf(visitor, address);
        await newsroom.Get<PictureWork>().Say(picture, new PictureWords("The second gate.", "Drawing: Ines Morrow", "A gate"), seen: null, Newsroom.Stop);
        var changed = await Newsroom.Eventually(() => Since(visitor, address, date), answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Contains("The second gate.", await changed.Content.ReadAsStringAsync(Newsroom.Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_spelling_of_an_address_leads_to_the_page_and_is_no_page_of_its_own()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var visitor = newsroom.Visitor();
        await visitor.GetAsync("/corrections", Newsroom.Stop);
        var pages = newsroom.Get<PageCache>();
        var kept = pages.Count;
        foreach (var path in new[] { "/CORRECTIONS", "/corrections/", "/Corrections/", "/ABOUT", "/sitemap.XML", "/feed.Atom" })
        {
            using var answer = await visitor.GetAsync(path + "?utm=1", Newsroom.Stop);
            Assert.Equal((HttpStatusCode.MovedPermanently, path.ToLowerInvariant().TrimEnd('/') + "?utm=1"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        }
        foreach (var path in new[] { "/sitemap/00.xml", "/sitemap/+0.xml" })
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(path, Newsroom.Stop)).StatusCode);
        Assert.Equal(kept, pages.Count);
    }

    [Theory, OnBothDatabases]
    public async Task Who_asks_by_date_hears_of_a_story_of_a_story_beside_that_was_withdrawn_and_of_the_page_itself(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var number = await newsroom.Print(Printing.Gate, at: newsroom.Now().AddMinutes(-5));
        var beside = await newsroom.Print(Printing.Gate with { Headline = "A ferry is late" });
        using var visitor = newsroom.Visitor();
        var address = await visitor.AddressOf(number);
        using var page = await visitor.GetAsync(address, Newsroom.Stop);
        Assert.Equal(["edition", $"story-{number}", $"story-{beside}"], Assert.Single(page.Headers.GetValues("Surrogate-Key")).Split(' ').Order());
        Assert.Equal("public, must-revalidate, max-age=0, s-maxage=30", page.Headers.CacheControl!.ToString());

        var date = await DateOf(visitor, address);
        await newsroom.Withdraw(beside, "It was wrong.");
        var changed = await Newsroom.Eventually(() => Since(visitor, address, date), answer => answer.StatusCode != HttpStatusCode.NotModified);
        Assert.DoesNotContain("A ferry is late", await changed.Content.ReadAsStringAsync(Newsroom.Stop), StringComparison.Ordinal);

        await newsroom.Withdraw(number, "It was wrong.");
        using var gone = await Newsroom.Eventually(() => visitor.GetAsync(address, Newsroom.Stop), answer => answer.StatusCode == HttpStatusCode.Gone);
        using var known = new HttpRequestMessage(HttpMethod.Get, address);
        known.Headers.IfNoneMatch.Add(gone.Headers.ETag!);
        Assert.Equal(HttpStatusCode.Gone, (await visitor.SendAsync(known, Newsroom.Stop)).StatusCode);
    }

    [Theory, OnBothDatabases]
    public async Task A_page_comes_in_the_encoding_asked_for(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var plain = newsroom.Visitor();
        var address = await plain.AddressOf(await newsroom.Print(Printing.Gate));
        var expected = await plain.GetStringAsync(address, Newsroom.Stop);
        foreach (var encoding in new[] { "br", "gzip" })
        {
            using var handler = new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All };
            using var visitor = new HttpClient(handler) { BaseAddress = newsroom.Address };
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(encoding));
            using var raw = await plain.SendAsync(Copy(request), Newsroom.Stop);
            Assert.Equal([encoding], raw.Content.Headers.ContentEncoding);
            using var answer = await visitor.SendAsync(request, Newsroom.Stop);
            Assert.Equal(expected, await answer.Content.ReadAsStringAsync(Newsroom.Stop));
        }
    }

    [Theory, OnBothDatabases]
    public async Task A_publish_drops_what_it_touches(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var number = await newsroom.Print(Printing.Gate with { Headline = "Before" });
        var beside = await newsroom.Print(Printing.Gate with { Headline = "Beside" });
        using var visitor = newsroom.Visitor();
        var paths = new[] { "/", "/harbour", await visitor.AddressOf(beside), await visitor.AddressOf(number) };
        foreach (var path in paths) Assert.Contains("Before", await visitor.GetStringAsync(path, Newsroom.Stop), StringComparison.Ordinal);

        await newsroom.Reprint(number, text => text with { Headline = "After" });

        foreach (var path in paths[..3])
        {
            var page = await Newsroom.Eventually(() => visitor.GetStringAsync(path, Newsroom.Stop), page => page.Contains("After", StringComparison.Ordinal));
            Assert.DoesNotContain("Before", page, StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.MovedPermanently, (await visitor.GetAsync(paths[3], Newsroom.Stop)).StatusCode);
    }

    [Theory, OnBothDatabases]
    public async Task A_page_that_is_dropped_while_it_is_rendered_is_rendered_again(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var number = await newsroom.Print(Printing.Gate);
        using var visitor = newsroom.Visitor();
        var address = await visitor.AddressOf(number);
        using var done = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            var statuses = new HashSet<HttpStatusCode>();
            while (!done.IsCancellationRequested) statuses.Add((await visitor.GetAsync(address, Newsroom.Stop)).StatusCode);
            return statuses;
        }, Newsroom.Stop);

        for (var update = 0; update < 30; update++) await newsroom.Reprint(number, text => text with { Standfirst = $"Update {update}" });

        await Newsroom.Eventually(() => visitor.GetStringAsync(address, Newsroom.Stop), page => page.Contains("Update 29", StringComparison.Ordinal));
        await done.CancelAsync();
        Assert.Equal([HttpStatusCode.OK], await reading);
    }

    [Theory, OnBothDatabases]
    public async Task A_signed_in_persons_page_is_never_kept(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var number = await newsroom.Print(Printing.Gate);
        using var pia = await newsroom.SignedIn("pia");
        using var visitor = newsroom.Visitor();
        var address = await visitor.AddressOf(number);
        foreach (var path in new[] { "/", "/harbour", address })
        {
            var own = await pia.GetAsync(path, Newsroom.Stop);
            Assert.Null(own.Headers.ETag);
            Assert.False(own.Headers.CacheControl?.Public ?? false);
            Assert.Contains(">pia<", await own.Content.ReadAsStringAsync(Newsroom.Stop), StringComparison.Ordinal);
            Assert.DoesNotContain(">pia<", await visitor.GetStringAsync(path, Newsroom.Stop), StringComparison.Ordinal);
            Assert.Contains(">pia<", await pia.GetStringAsync(path, Newsroom.Stop), StringComparison.Ordinal);
        }
    }

    static HttpRequestMessage Copy(HttpRequestMessage request)
    {
        var copy = new HttpRequestMessage(request.Method, request.RequestUri);
        foreach (var header in request.Headers) copy.Headers.TryAddWithoutValidation(header.Key, header.Value);
        return copy;
    }
}
