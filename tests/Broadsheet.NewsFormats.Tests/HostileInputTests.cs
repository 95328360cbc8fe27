using System.Diagnostics;
using System.Text;
using CsCheck;
using Xunit;

namespace Broadsheet.NewsFormats.Tests;

public sealed class HostileInputTests
{
    [Fact]
    public void Any_bytes_are_read_or_refused_and_nothing_else() =>
        Gen.Byte.Array[0, 300].Sample(IsReadOrRefused);

    [Fact]
    public void Damaged_samples_are_read_or_refused_and_nothing_else()
    {
        var samples = Sample.Names.Select(Sample.Bytes).Where(bytes => bytes.Length > 0).ToArray();
        Gen.Select(Gen.Int[0, samples.Length - 1], Gen.Int[0, int.MaxValue], Gen.Byte.Array[0, 6], Gen.Int[0, 10])
            .Sample((which, at, put, taken) => IsReadOrRefused(Damaged(samples[which], at, put, taken)), iter: 20_000);
    }

    [Fact]
    public void Documents_made_of_the_formats_own_words_are_read_or_refused()
    {
        string[] words =
        [
            "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'>", "</newsItem>", "<contentSet>", "<inlineXML>", "<p>", "</p>", "<table>", "<td>",
            "&amp;", "&#x1F600;", "<![CDATA[", "]]>", "<!--", "-->", "{", "}", "[", "]", "\"uri\"", ":", ",", "\"associations\"", "\"headline\"",
            "<rss version='2.0'>", "<channel>", "<item>", "</item>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>", "<title type='html'>", "<link href=", "'", "<guid>",
            "&", "&nbsp;", "&#0;", "<content:encoded>", "<description>", "</rss>", "<!DOCTYPE x [", "\"version\":\"https://jsonfeed.org/version/1.1\"", "\"items\":[{\"id\":1}",
            "null", "1e400", "\"\\ud800\"", "\"body_html\"", "\"<b><p>\"", "\uFEFF", "\0", "é", "<?xml version='1.0' encoding='shift_jis'?>",
        ];
        Gen.Int[0, words.Length - 1].Select(at => words[at]).Array[0, 40].Select(string.Concat).Select(Encoding.UTF8.GetBytes).Sample(IsReadOrRefused, iter: 20_000);
    }

    [Fact]
    public void Xml_nested_deeper_than_allowed_is_too_large() =>
        IsRefusedSoon(Sample.G2("", "<inlineXML>" + string.Concat(Enumerable.Repeat("<div>", 500_000))), NewsFormatErrorKind.TooLarge);

    [Fact]
    public void Json_nested_deeper_than_allowed_is_too_large() =>
        IsRefusedSoon("""{"uri":"x","a":""" + new string('[', 1_000_000), NewsFormatErrorKind.TooLarge);

    [Fact]
    public void A_document_longer_than_allowed_is_too_large() =>
        IsRefusedSoon(new string(' ', 5000), NewsFormatErrorKind.TooLarge, new NewsReadOptions { MaxBytes = 4999 });

    [Fact]
    public void A_document_as_long_as_allowed_is_read() =>
        Assert.Empty(Sample.Read("[]".PadRight(5000), new NewsReadOptions { MaxBytes = 5000 }).Items);

    [Fact]
    public void Too_many_elements_are_too_large() =>
        IsRefusedSoon(Sample.G2(string.Concat(Enumerable.Repeat("<keyword/>", 1_100_000))), NewsFormatErrorKind.TooLarge);

    [Fact]
    public void Too_many_values_are_too_large() =>
        IsRefusedSoon("[" + string.Concat(Enumerable.Repeat("1,", 1_100_000)) + "1]", NewsFormatErrorKind.TooLarge);

    [Fact]
    public void A_body_longer_than_allowed_is_too_large() =>
        IsRefusedSoon(Sample.G2("", $"<inlineData>{new string('x', 2_100_000)}</inlineData>"), NewsFormatErrorKind.TooLarge);

    [Fact]
    public void Many_attributes_and_parts_of_text_take_no_quadratic_time()
    {
        var attributes = string.Concat(Enumerable.Range(0, 20_000).Select(number => $" a{number}='1'"));
        var parts = string.Concat(Enumerable.Repeat("<![CDATA[x]]>", 100_000));
        IsReadSoon(Sample.G2($"<headline{attributes}>{parts}</headline>"));
    }

    [Theory]
    [InlineData("<i a='<' ", 0)]
    [InlineData("a='<' ", 1)]
    [InlineData("a=\"x ", 1)]
    [InlineData("a=' b=\" ", 1)]
    [InlineData("<!-- ", 0)]
    [InlineData("<![CDATA[ ", 0)]
    [InlineData("<!DOCTYPE a [ ", 0)]
    [InlineData("</b ", 0)]
    [InlineData("<item>", 0)]
    [InlineData("<a xmlns:p='q'/>", 0)]
    [InlineData("&lt", 0)]
    [InlineData("&amp;&#", 0)]
    public void A_broken_feed_takes_no_quadratic_time(string repeated, int withinATag)
    {
        var much = string.Concat(Enumerable.Repeat(repeated, 200_000));
        var text = "<rss & version='2.0'><channel>" + (withinATag == 1 ? "<item " + much + ">" : "<item><title>" + much);
        var clock = Stopwatch.StartNew();
        try { Sample.Read(text, new NewsReadOptions { TakesWhatIsThere = true }); }
        catch (NewsFormatException) { /* refused is as good as read */ }
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"It took {clock.Elapsed}.");
    }

    [Fact]
    public void A_broken_feed_nested_deeper_than_allowed_is_too_large() =>
        IsRefusedSoon("<rss & version='2.0'><channel>" + string.Concat(Enumerable.Repeat("<div>", 300)), NewsFormatErrorKind.TooLarge, new NewsReadOptions { TakesWhatIsThere = true });

    [Fact]
    public void A_feed_that_breaks_off_gives_its_whole_items_only_where_no_more_can_come()
    {
        foreach (var text in new[]
        {
            "<rss version='2.0'><channel><item><guid>1</guid><title>Whole</title></item><item><guid>2</guid><title>Ha",
            "<rss version='2.0'><channel><item><guid>1</guid><title>Whole & broken</title></item><item><guid>2</guid></ite",
            """{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[{"id":"1","title":"Whole"},{"id":"2","title":"Ha""",
        })
        {
            Assert.Equal(NewsFormatErrorKind.Truncated, Sample.Refusal(text).Kind);
            var document = Sample.Read(text, new NewsReadOptions { TakesWhatIsThere = true });
            Assert.False(document.IsWhole);
            Assert.Equal(["1"], document.Items.Select(item => item.Guid));
            Assert.NotEmpty(document.Items[0].Warnings);
        }
    }

    [Fact]
    public void A_feed_whose_dates_alone_changed_is_the_same()
    {
        const string feed = "<rss version='2.0'><channel><item><guid>1</guid><title>T</title><pubDate>Tue, 24 Nov 2026 05:00:00 GMT</pubDate></item></channel></rss>";
        Assert.Equal(Sample.Read(feed).Items[0].ContentHash, Sample.Read(feed.Replace("05:00", "06:30", StringComparison.Ordinal)).Items[0].ContentHash);
        Assert.NotEqual(Sample.Read(feed).Items[0].ContentHash, Sample.Read(feed.Replace(">T<", ">U<", StringComparison.Ordinal)).Items[0].ContentHash);
    }

    [Fact]
    public void What_brought_a_feed_may_say_its_encoding()
    {
        var bytes = Encoding.Latin1.GetBytes("<rss version='2.0'><channel><item><title>\u00EF\u00F0\u00E8</title></item></channel></rss>");
        Assert.Equal("при", Sample.Read(bytes, new NewsReadOptions { Charset = "windows-1251" }).Items[0].Headline);
        Assert.Equal("ïðè", Sample.Read(bytes, new NewsReadOptions { Charset = "utf-8" }).Items[0].Headline);
    }

    [Fact]
    public void Html_nested_without_end_within_an_item_is_read() =>
        IsReadSoon($$"""{"uri":"x","type":"text","body_html":"{{string.Concat(Enumerable.Repeat("<div><b a=1><blockquote><ul><li>x", 50_000))}}"}""");

    [Fact]
    public void Reading_stops_when_asked()
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() => NewsReader.Read(new MemoryStream([1]), null, stopped.Token));
    }

    [Fact]
    public async Task ReadAsync_reads_the_same()
    {
        var bytes = Encoding.UTF8.GetBytes(Sample.G2("<headline>Same</headline>"));
        var document = await NewsReader.ReadAsync(new MemoryStream(bytes), null, TestContext.Current.CancellationToken);
        Assert.Equal(Sample.Read(bytes).Items[0].ContentHash, document.Items[0].ContentHash);
    }

    [Theory]
    [InlineData("<newsItem")]
    [InlineData("<?xml version='1.0'")]
    [InlineData("<!DOCTYPE newsItem [ <!ENTITY x 'y'")]
    [InlineData("<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'><![CDATA[ab]]")]
    [InlineData("<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'>&am")]
    [InlineData("<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'></newsItem><!-- a")]
    [InlineData("{\"uri\":\"x\",\"a\":tru")]
    [InlineData("{\"uri\":\"\\ud83d")]
    [InlineData("{\"uri\":1")]
    [InlineData("[")]
    public void A_document_that_ends_too_early_is_truncated(string text) =>
        Assert.Equal(NewsFormatErrorKind.Truncated, Sample.Refusal(text).Kind);

    [Theory]
    [InlineData("<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'>& x</newsItem>")]
    [InlineData("<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'/>after")]
    [InlineData("<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' a='1' a='2'/>")]
    [InlineData("<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'>&#0;</newsItem>")]
    [InlineData("{\"uri\":trx}")]
    [InlineData("{\"uri\":\"x\"} {")]
    [InlineData("{\"uri\":\"x\",}")]
    public void A_broken_document_is_malformed_and_says_where(string text)
    {
        var refusal = Sample.Refusal(text);
        Assert.Equal(NewsFormatErrorKind.Malformed, refusal.Kind);
        Assert.Equal(1, refusal.Line);
        Assert.Contains("at line 1", refusal.Message, StringComparison.Ordinal);
    }

    private static byte[] Damaged(byte[] bytes, int at, byte[] put, int taken)
    {
        at %= bytes.Length;
        return [.. bytes.AsSpan(0, at), .. put, .. bytes.AsSpan(Math.Min(bytes.Length, at + taken))];
    }

    private static void IsReadOrRefused(byte[] bytes)
    {
        try
        {
            foreach (var item in NewsReader.Read(new MemoryStream(bytes)).Items)
                _ = item.ContentHash;
        }
        catch (NewsFormatException refusal)
        {
            Assert.NotEmpty(refusal.Message);
        }
    }

    private static void IsReadSoon(string text)
    {
        var clock = Stopwatch.StartNew();
        Sample.Read(text);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"It took {clock.Elapsed}.");
    }

    private static void IsRefusedSoon(string text, NewsFormatErrorKind kind, NewsReadOptions? options = null)
    {
        var clock = Stopwatch.StartNew();
        Assert.Equal(kind, Sample.Refusal(text, options).Kind);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"It took {clock.Elapsed}.");
    }
}
