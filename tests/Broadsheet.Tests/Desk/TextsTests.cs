using System.Net;
using Broadsheet.Tests.World;

namespace Broadsheet.Tests.Desk;

/// <summary>What the paper says of itself, at the foot of every page.</summary>
public sealed class TextsTests
{
    [Theory, OnBothDatabases]
    public async Task A_text_is_written_on_the_desk_and_readers_see_it_at_once(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var pia = await newsroom.SignedIn("pia");
        using var visitor = newsroom.Visitor();
        foreach (var link in (await visitor.Page("/")).QuerySelectorAll(".foot nav a")) Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(link.GetAttribute("href"), Newsroom.Stop)).StatusCode);
        var unwritten = await visitor.Page("/contact");
        Assert.NotNull(unwritten.QuerySelector(".state"));
        Assert.NotNull(unwritten.QuerySelector("meta[name=robots][content*=noindex]"));

        var saved = await pia.Submit("/desk/texts/contact", "#text-form", new Dictionary<string, string> { ["Body"] = "<p onclick=\"x()\">Net Street 4, <a href=\"mailto:desk@merrin.example\">write</a> مرفأ 👩‍👩‍👧\u0001</p><script>alert(1)</script>" });
        Assert.Equal("/desk/texts/contact?saved=true", saved.Headers.Location?.ToString());
        var page = await Newsroom.Eventually(() => visitor.Page("/contact"), page => page.QuerySelector(".body p") is not null);
        Assert.Equal("Net Street 4, write مرفأ 👩‍👩‍👧", page.QuerySelector(".body p")!.TextContent);
        Assert.Empty(page.QuerySelectorAll(".body script, .body [onclick]"));
        Assert.Null(page.QuerySelector("meta[name=robots]"));
        Assert.Contains("/contact", page.QuerySelector("link[rel=canonical]")!.GetAttribute("href"), StringComparison.Ordinal);
        Assert.Contains("pia", (await pia.Page("/desk/texts")).QuerySelectorAll("li")[1].TextContent, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.BadRequest, (await pia.Submit("/desk/texts/contact", "#text-form", new Dictionary<string, string> { ["Body"] = "NUL \0" })).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await pia.Submit("/desk/texts/contact", "#text-form", new Dictionary<string, string> { ["Body"] = "" })).StatusCode);
        await Newsroom.Eventually(() => visitor.Page("/contact"), page => page.QuerySelector(".state") is not null);
        Assert.Equal(HttpStatusCode.NotFound, (await pia.GetAsync("/desk/texts/imprint", Newsroom.Stop)).StatusCode);
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_refused_and_kept_in_its_field()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var pia = await newsroom.SignedIn("pia");
        var refused = await pia.Submit("/desk/texts/about", "#text-form", new Dictionary<string, string> { ["Body"] = new string('a', Broadsheet.Desk.Lengths.Body + 1) });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.NotNull((await FormPosts.Document(refused)).QuerySelector("#Body-problem"));
    }

    [Theory, OnBothDatabases]
    public async Task Of_two_who_write_one_text_no_one_overwrites_the_other(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var pia = await newsroom.SignedIn("pia");
        using var ada = await newsroom.SignedIn("ada");
        var before = (await pia.Page("/desk/texts/about")).QuerySelector("[name=basedOn]")!.GetAttribute("value")!;
        Assert.Equal(HttpStatusCode.Redirect, (await ada.Submit("/desk/texts/about", "#text-form", new Dictionary<string, string> { ["Body"] = "<p>Ada’s</p>" })).StatusCode);
        var refused = await pia.Submit("/desk/texts/about", "#text-form", new Dictionary<string, string> { ["Body"] = "<p>Pia’s</p>", ["basedOn"] = before });
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        var asked = await FormPosts.Document(refused);
        Assert.Contains("Pia’s", asked.QuerySelector("#Body")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Somebody else saved this text", asked.QuerySelector("#Body-problem")!.TextContent, StringComparison.Ordinal);
        using var visitor = newsroom.Visitor();
        Assert.Equal("Ada’s", (await Newsroom.Eventually(() => visitor.Page("/about"), page => page.QuerySelector(".body p") is not null)).QuerySelector(".body p")!.TextContent);

        var basis = asked.QuerySelector("[name=basedOn]")!.GetAttribute("value")!;
        Assert.Equal(HttpStatusCode.Redirect, (await pia.Submit("/desk/texts/about", "#text-form", new Dictionary<string, string> { ["Body"] = "<p>Pia’s</p>", ["basedOn"] = basis })).StatusCode);
        await Newsroom.Eventually(() => visitor.Page("/about"), page => page.QuerySelector(".body p")?.TextContent == "Pia’s");
        Assert.Contains("/about", await visitor.GetStringAsync("/sitemap-pages.xml", Newsroom.Stop), StringComparison.Ordinal);
    }
}
