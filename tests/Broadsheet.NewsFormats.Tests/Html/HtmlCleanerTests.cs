using System.Diagnostics;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Broadsheet.NewsFormats.Html;
using CsCheck;
using Xunit;

namespace Broadsheet.NewsFormats.Tests.Html;

public sealed class HtmlCleanerTests
{
    private static readonly string[] Pieces =
    [
        "<p>", "</p>", "<div>", "</div>", "<h1>", "</h1>", "<h4>", "<b>", "</b>", "<i>", "</i>", "<em>", "<a href='https://x.example/?a=1&b=\"2'>", "</a>",
        "<a href=javascript:alert(1)>", "<a href=' jAvaScript:x'>", "<a href='data:text/html,x'>", "<a href=/relative>", "<ul>", "</ul>", "<ol>", "<li>", "</li>",
        "<blockquote>", "</blockquote>", "<figure>", "</figure>", "<figcaption>", "</figcaption>", "<table>", "</table>", "<caption>", "<thead>", "<tbody>", "<tr>",
        "</tr>", "<td colspan=3>", "<td>", "</td>", "<th rowspan='2' onclick=x>", "<pre>", "</pre>", "<br>", "<br/>", "<script>", "</script>", "<style>", "</style>",
        "<svg>", "</svg>", "<svg/>", "<math><mi>", "<img src=x onerror=alert(1)>", "<!--", "-->", "<![CDATA[", "]]>", "<title>", "</title>", "<textarea>",
        "</textarea>", "<noscript>", "<template>", "<iframe>", "</iframe>", "<form>", "<plaintext>", "word", " ", "\n", "  two  words ", "&amp;", "&lt;script&gt;", "&nbsp;",
        "&", "<", ">", "\"", "\u00A0", "\0", "é", "😀", "<p/>", "</", "<x-y z=1>", "<a href='http://e.example/%zz ü'>", "<a href=mailto:a@b.example>",
    ];

    private static readonly Gen<string> AnyHtml = Gen.OneOf(
        Gen.Int[0, Pieces.Length - 1].Select(at => Pieces[at]).Array[0, 40].Select(string.Concat),
        Gen.String[0, 60]);

    private static readonly string[] Allowed =
    [
        "p", "h2", "h3", "blockquote", "ul", "ol", "li", "a", "em", "strong", "figure", "figcaption",
        "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
    ];

    [Fact]
    public void Clean_of_what_is_clean_changes_nothing() =>
        AnyHtml.Sample(html => Assert.Equal(HtmlCleaner.Clean(html), HtmlCleaner.Clean(HtmlCleaner.Clean(html))), iter: 20_000);

    [Fact]
    public void Clean_lets_only_the_allowed_through() => AnyHtml.Sample(AssertOnlyAllowed, iter: 20_000);

    [Fact]
    public void Clean_writes_what_a_browser_reads_back_the_same() =>
        AnyHtml.Sample(html =>
        {
            var clean = HtmlCleaner.Clean(html);
            Assert.Equal(clean, new HtmlParser().ParseDocument("<body>" + clean).Body!.InnerHtml);
        }, iter: 20_000);

    [Theory]
    [InlineData("", "")]
    [InlineData("  \n ", "")]
    [InlineData("plain", "<p>plain</p>")]
    [InlineData("<b>bold</b> and <i>slanted</i>", "<p><strong>bold</strong> and <em>slanted</em></p>")]
    [InlineData("<h1>One</h1><h5>Five</h5>", "<h2>One</h2><h3>Five</h3>")]
    [InlineData("<p>one<br>two</p>", "<p>one</p><p>two</p>")]
    [InlineData("<p><b>one<br>two</b></p>", "<p><strong>one</strong></p><p><strong>two</strong></p>")]
    [InlineData("<p>a</p><p>&nbsp;</p><p> </p>", "<p>a</p>")]
    [InlineData("<div>one<div>two</div>three</div>", "<p>one</p><p>two</p><p>three</p>")]
    [InlineData("<script>x<p>y</script><style>z</style>ok", "<p>ok</p>")]
    [InlineData("<SCRIPT>x</SCRIPT >ok", "<p>ok</p>")]
    [InlineData("<a href=\"javascript:alert(1)\">x</a>", "<p>x</p>")]
    [InlineData("<a href=\"java\nscript:alert(1)\">x</a>", "<p>x</p>")]
    [InlineData("<a href=\"https://user:word@x.example/\">x</a>", "<p>x</p>")]
    [InlineData("<a href=\"https://x.example/a?b=1&amp;c=2\" onclick=\"y\">x</a>", "<p><a href=\"https://x.example/a?b=1&amp;c=2\">x</a></p>")]
    [InlineData("<a href=\"mailto:desk@x.example\">x</a>", "<p><a href=\"mailto:desk@x.example\">x</a></p>")]
    [InlineData("<ul><li><p>a</p><p>b</p><li>c<ul><li>d</ul></ul>", "<ul><li>a b</li><li>c<ul><li>d</li></ul></li></ul>")]
    [InlineData("<table><td colspan=2 class=x>a<td></table>", "<table><tbody><tr><td colspan=\"2\">a</td><td></td></tr></tbody></table>")]
    [InlineData("<td>outside</td><li>item", "<p>outside</p><p>item</p>")]
    [InlineData("<blockquote>said</blockquote>", "<blockquote><p>said</p></blockquote>")]
    [InlineData("<figure><img src=x><figcaption>Cap</figcaption></figure>", "<figure><figcaption>Cap</figcaption></figure>")]
    [InlineData("<pre>one\ntwo</pre>", "<p>one</p><p>two</p>")]
    [InlineData("<svg><script>x</script></svg>ok", "<p>ok</p>")]
    [InlineData("<math><mi><table><mglyph><style><img src=x onerror=alert(1)>", "")]
    [InlineData("<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "")]
    [InlineData("1 < 2 & 3 > 2", "<p>1 &lt; 2 &amp; 3 &gt; 2</p>")]
    [InlineData("&lt;script&gt;x&lt;/script&gt;", "<p>&lt;script&gt;x&lt;/script&gt;</p>")]
    public void Clean_does_this(string html, string clean) => Assert.Equal(clean, HtmlCleaner.Clean(html));

    [Theory]
    [InlineData("<div>")]
    [InlineData("<b>")]
    [InlineData("<b a=1>x<p>")]
    [InlineData("<table><tr><td>")]
    [InlineData("<blockquote>x")]
    [InlineData("<ul><li>x")]
    [InlineData("<a href='https://x.example'>x")]
    [InlineData("<svg>")]
    [InlineData("<a ")]
    [InlineData("<a x=y")]
    [InlineData("&amp")]
    [InlineData("<!--")]
    [InlineData("<pre>\n")]
    [InlineData("<p>x")]
    [InlineData("x<br>")]
    [InlineData("<em>x</em> ")]
    public void Clean_takes_no_longer_for_deep_nesting(string piece)
    {
        var clock = Stopwatch.StartNew();
        var clean = HtmlCleaner.Clean(string.Concat(Enumerable.Repeat(piece, 200_000)));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"It took {clock.Elapsed}.");
        Assert.True(Depth(clean) < 60);
    }

    [Theory]
    [InlineData("<h2>Head</h2><p>One <b>two</b></p><p>three</p>", "Head\nOne two\nthree", 4)]
    [InlineData("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b \nc", 3)]
    [InlineData("<script>no</script>&lt;yes&gt; – 1", "<yes> – 1", 2)]
    [InlineData("", "", 0)]
    public void HtmlText_is_what_is_read(string html, string text, int words)
    {
        Assert.Equal(text, HtmlText.Of(html));
        Assert.Equal(words, HtmlText.WordsIn(html));
    }

    private static void AssertOnlyAllowed(string html)
    {
        var body = new HtmlParser().ParseDocument("<body>" + HtmlCleaner.Clean(html)).Body!;
        foreach (var element in body.QuerySelectorAll("*"))
        {
            Assert.Contains(element.LocalName, Allowed);
            foreach (var attribute in element.Attributes)
                AssertAllowed(element, attribute);
        }
    }

    private static void AssertAllowed(IElement element, IAttr attribute)
    {
        if (element.LocalName == "a")
            Assert.True(attribute.Name == "href" && new Uri(attribute.Value).Scheme is "http" or "https" or "mailto", attribute.Value);
        else
            Assert.True(element.LocalName is "td" or "th" && attribute.Name is "colspan" or "rowspan", attribute.Name);
    }

    private static int Depth(string html)
    {
        var (depth, deepest) = (0, 0);
        for (var at = html.IndexOf('<', StringComparison.Ordinal); at >= 0; at = html.IndexOf('<', at + 1))
            deepest = Math.Max(deepest, depth += html[at + 1] == '/' ? -1 : 1);
        return deepest;
    }
}
