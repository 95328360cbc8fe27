using System.Net;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;
using Microsoft.Data.Sqlite;

namespace Broadsheet.Tests.Web;

/// <summary>What every answer carries, also those nobody wrote a page for.</summary>
public sealed class AnswerTests
{
    [Fact]
    public async Task A_reader_is_told_to_come_back_while_the_database_is_away()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var visitor = newsroom.Visitor();
        SqliteConnection.ClearAllPools();
        var file = Path.Combine(newsroom.Data, "broadsheet.db");
        File.Move(file, file + ".away");

        var answer = await visitor.GetAsync("/harbour", Newsroom.Stop);
        var text = await answer.Content.ReadAsStringAsync(Newsroom.Stop);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Contains("Try again in a moment", text, StringComparison.Ordinal);
        Assert.DoesNotContain("not saved", text, StringComparison.Ordinal);
        IsProtected(answer);
        File.Move(file + ".away", file);
    }

    [Fact]
    public async Task What_cannot_be_done_with_an_address_is_told_with_what_can()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var visitor = newsroom.Visitor();
        var css = (await visitor.Page("/")).QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!;
        foreach (var path in new[] { css, "/" })
        {
            var answer = await visitor.PostAsync(path, null, Newsroom.Stop);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
            Assert.Contains("GET", answer.Content.Headers.Allow);
        }
    }

    [Fact]
    public async Task An_unknown_host_is_refused_with_all_headers()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var visitor = newsroom.Visitor();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
        request.Headers.Host = "evil.example";
        var answer = await visitor.SendAsync(request, Newsroom.Stop);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        IsProtected(answer);
    }

    [Fact]
    public async Task Redirects_and_the_way_in_are_kept_by_nobody()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        var number = await newsroom.Print(Printing.Gate);
        using var visitor = newsroom.Visitor();
        // A browser that kept it would go in circles once the headline is again what it was.
        var moved = await visitor.GetAsync($"/islands/another-headline-{number}", Newsroom.Stop);
        Assert.Equal(HttpStatusCode.MovedPermanently, moved.StatusCode);
        foreach (var answer in new[] { moved, await visitor.GetAsync("/desk", Newsroom.Stop), await visitor.GetAsync("/sign-in", Newsroom.Stop), await visitor.GetAsync("/nowhere", Newsroom.Stop) })
        {
            Assert.True(answer.Headers.CacheControl is { NoStore: true }, $"{answer.RequestMessage!.RequestUri} may be kept.");
            IsProtected(answer);
        }
    }

    [Fact]
    public async Task The_head_of_a_page_and_of_a_picture_can_be_asked_for()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        await newsroom.Hang();
        using var visitor = newsroom.Visitor();
        foreach (var path in new[] { "/", "/harbour", "/sign-in", "/sign-in/link/any", "/media/0123456789abcdef-w320.jpg" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, path);
            var answer = await visitor.SendAsync(request, Newsroom.Stop);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode}");
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Newsroom.Stop));
        }
    }

    [Fact]
    public async Task On_a_site_of_https_no_cookie_travels_without_it_also_behind_a_proxy()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite, new Dictionary<string, string?> { ["Broadsheet:Site"] = "https://paper.example" });
        using var visitor = newsroom.Visitor();
        var signedIn = await visitor.PostAsync(new Uri(await newsroom.Get<Broadsheet.Readers.SignIn.SignInLinks>().Create(await newsroom.IdOf("jon"), Newsroom.Stop)).PathAndQuery, null, Newsroom.Stop);
        var cookies = signedIn.Headers.GetValues("Set-Cookie").ToList();
        Assert.Equal(2, cookies.Count);
        Assert.All(cookies, cookie => Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase));
        for (var look = 0; look < 2; look++) Assert.True((await visitor.GetAsync("/", Newsroom.Stop)).Headers.Contains("Strict-Transport-Security"));
    }

    [Theory, InlineData("DELETE", "/"), InlineData("POST", "/harbour"), InlineData("PUT", "/sign-in"), InlineData("POST", "/assets/")]
    public async Task What_cannot_be_done_with_a_page_is_said_so(string method, string path)
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        if (path == "/assets/") path = newsroom.Get<Broadsheet.Web.Assets>()["broadsheet.css"];
        using var visitor = newsroom.Visitor();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await visitor.SendAsync(request, Newsroom.Stop)).StatusCode);
    }

    [Fact]
    public async Task What_is_secret_in_the_data_folder_is_for_its_owner_alone()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var visitor = newsroom.Visitor();
        await visitor.Submit("/sign-in", "main form", new Dictionary<string, string> { ["Email"] = "pia@merrin.example" });
        var mail = Path.Combine(newsroom.Data, "mail");
        await Newsroom.Eventually(() => Task.FromResult(Directory.Exists(mail)), there => there);
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        foreach (var path in new[] { newsroom.Data, mail, Path.Combine(newsroom.Data, "broadsheet.db"), Path.Combine(newsroom.Data, "broadsheet.db-wal"), Path.Combine(newsroom.Data, "secret") })
            Assert.True((File.GetUnixFileMode(path) & others) == UnixFileMode.None, $"{path} is open to others.");
    }

    static void IsProtected(HttpResponseMessage answer)
    {
        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Opener-Policy")));
        Assert.StartsWith("camera=(), microphone=(), geolocation=()", string.Join(", ", answer.Headers.GetValues("Permissions-Policy")), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }
}
