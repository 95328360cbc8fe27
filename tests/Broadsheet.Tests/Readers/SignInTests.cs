using System.Net;
using Broadsheet.Readers;
using Broadsheet.Readers.SignIn;
using Broadsheet.Tests.World;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Tests.Readers;

public sealed class SignInTests
{
    [Theory, OnBothDatabases]
    public async Task A_one_time_link_is_spent_by_its_button_and_not_by_a_mail_scanner(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var path = new Uri(await newsroom.Get<SignInLinks>().Create(await newsroom.IdOf("pia"), Newsroom.Stop)).PathAndQuery;

        using var scanner = newsroom.Visitor();
        for (var look = 0; look < 2; look++)
        {
            var seen = await scanner.GetAsync(path, Newsroom.Stop);
            Assert.Equal(HttpStatusCode.OK, seen.StatusCode);
            Assert.False(seen.Headers.Contains("Set-Cookie"));
        }

        using var pia = newsroom.Visitor();
        var pressed = await pia.Submit(path, "form");
        Assert.Equal("/desk", pressed.Headers.Location?.ToString());

        using var thief = newsroom.Visitor();
        Assert.Equal(HttpStatusCode.Gone, (await thief.PostAsync(path, null, Newsroom.Stop)).StatusCode);
    }

    [Fact]
    public async Task Pages_opened_side_by_side_after_signing_in_all_have_forms_that_work()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var pia = await newsroom.SignedIn("pia");
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => pia.Submit("/desk/stories", "main form[action='/desk/stories']")));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode));
    }

    [Theory, OnBothDatabases]
    public async Task A_link_asked_for_is_mailed_and_an_unknown_address_gets_the_same_answer(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var visitor = newsroom.Visitor();
        var known = await visitor.Submit("/sign-in", "main form", new Dictionary<string, string> { ["Email"] = "pia@merrin.example" });
        var unknown = await visitor.Submit("/sign-in", "main form", new Dictionary<string, string> { ["Email"] = "nobody@merrin.example" });
        var text = await known.Content.ReadAsStringAsync(Newsroom.Stop);
        Assert.Equal(text.Replace("pia@", "nobody@", StringComparison.Ordinal), await unknown.Content.ReadAsStringAsync(Newsroom.Stop));

        var mails = Path.Combine(newsroom.Data, "mail");
        var mail = await Newsroom.Eventually(() => Task.FromResult(Directory.Exists(mails) ? Directory.GetFiles(mails, "*.eml") : []), files => files.Length > 0);
        Assert.Contains("/sign-in/link/", await File.ReadAllTextAsync(Assert.Single(mail), Newsroom.Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/desk/stories/1001?copy=0", "/desk/stories/1001?copy=0")]
    [InlineData("//evil.example", "/desk")]
    public async Task A_mailed_link_leads_where_one_was_going(string next, string end)
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var visitor = newsroom.Visitor();
        await visitor.Submit("/sign-in?next=" + Uri.EscapeDataString(next), "main form", new Dictionary<string, string> { ["Email"] = "pia@merrin.example" });
        var mails = Path.Combine(newsroom.Data, "mail");
        var mail = await Newsroom.Eventually(() => Task.FromResult(Directory.Exists(mails) ? Directory.GetFiles(mails, "*.eml") : []), files => files.Length > 0);
        var text = (await MimeKit.MimeMessage.LoadAsync(Assert.Single(mail), Newsroom.Stop)).TextBody!;
        var link = text.Split().Single(word => word.Contains("/sign-in/link/", StringComparison.Ordinal));
        Assert.Equal(end, (await visitor.Submit(new Uri(link).PathAndQuery, "main form")).Headers.Location?.ToString());
    }

    [Theory, InlineData("//evil.example"), InlineData("https://evil.example/")]
    public async Task A_mailed_link_to_which_somebody_else_added_leads_nowhere_else(string next)
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var pia = newsroom.Visitor();
        var path = new Uri(await newsroom.Get<SignInLinks>().Create(await newsroom.IdOf("pia"), Newsroom.Stop)).PathAndQuery;
        Assert.Equal("/desk", (await pia.Submit(path + "?next=" + Uri.EscapeDataString(next), "main form")).Headers.Location?.ToString());
    }

    [Fact]
    public async Task Too_many_tries_from_one_address_are_told_to_wait()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var visitor = newsroom.Visitor();
        var typed = new Dictionary<string, string> { ["Email"] = "pia@merrin.example", ["Password"] = "a wrong password" };
        var answers = new List<HttpResponseMessage>();
        for (var attempt = 0; attempt < 21; attempt++) answers.Add(await visitor.Submit("/sign-in", "main form", typed));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answers[0].StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1].StatusCode);
        Assert.NotNull(answers[^1].Headers.RetryAfter);
        Assert.Contains("Wait a few minutes", await answers[^1].Content.ReadAsStringAsync(Newsroom.Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_passwords_from_one_place_shut_nobody_out_at_another_and_the_answer_is_the_same_for_nobodys_account()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var stranger = From(newsroom, "203.0.113.9");
        using var pia = From(newsroom, "198.51.100.7");
        var answers = new Dictionary<string, List<string>>();
        foreach (var email in new[] { "pia@merrin.example", "nobody@merrin.example" })
        {
            answers[email] = [];
            for (var attempt = 0; attempt < 6; attempt++)
            {
                var answer = await stranger.Submit("/sign-in", "main form", new Dictionary<string, string> { ["Email"] = email, ["Password"] = "wrong" });
                Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
                answers[email].Add((await answer.Content.ReadAsStringAsync(Newsroom.Stop)).Replace(email, "", StringComparison.Ordinal));
            }
        }
        Assert.Equal(answers["pia@merrin.example"], answers["nobody@merrin.example"]);
        Assert.Contains("Too many wrong passwords", answers["pia@merrin.example"][5], StringComparison.Ordinal);

        var right = new Dictionary<string, string> { ["Email"] = "pia@merrin.example", ["Password"] = "a long enough password" };
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await stranger.Submit("/sign-in", "main form", right)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await pia.Submit("/sign-in", "main form", right)).StatusCode);
    }

    /// <summary>A reader whose browser reaches the paper through a proxy on its machine.</summary>
    static HttpClient From(Newsroom newsroom, string address)
    {
        var visitor = newsroom.Visitor();
        visitor.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return visitor;
    }

    [Theory, OnBothDatabases]
    public async Task A_session_that_was_signed_out_opens_nothing_with_a_copy_of_its_cookie(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var jon = newsroom.Visitor();
        var link = new Uri(await newsroom.Get<SignInLinks>().Create(await newsroom.IdOf("jon"), Newsroom.Stop)).PathAndQuery;
        var signedIn = await jon.PostAsync(link, null, Newsroom.Stop);
        using var thief = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = newsroom.Address };
        thief.DefaultRequestHeaders.Add("Cookie", signedIn.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));
        Assert.Equal(HttpStatusCode.OK, (await thief.GetAsync("/desk/wire", Newsroom.Stop)).StatusCode);

        await jon.Submit("/", "form[action='/sign-out']");
        Assert.Equal(HttpStatusCode.Redirect, (await thief.GetAsync("/desk/wire", Newsroom.Stop)).StatusCode);
        using var again = await newsroom.SignedIn("jon");
        Assert.Equal(HttpStatusCode.OK, (await again.GetAsync("/desk/wire", Newsroom.Stop)).StatusCode);
    }

    [Fact]
    public async Task A_change_of_role_ends_the_open_session()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var jon = await newsroom.SignedIn("jon");
        Assert.Equal(HttpStatusCode.OK, (await jon.GetAsync("/desk/wire", Newsroom.Stop)).StatusCode);
        Assert.Null(await newsroom.Get<Registrar>().GiveRole("jon", Role.Reader, Newsroom.Stop));
        Assert.Equal(HttpStatusCode.Redirect, (await jon.GetAsync("/desk/wire", Newsroom.Stop)).StatusCode);
    }

    [Theory, InlineData("//evil.example"), InlineData("/\\evil.example"), InlineData("https://evil.example/"), InlineData("javascript:alert(1)"), InlineData("/\t/evil.example"), InlineData("/häfen"), InlineData("/a\nb")]
    public async Task Signing_in_leads_nowhere_else(string next)
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var visitor = newsroom.Visitor();
        var answer = await visitor.Submit("/sign-in?next=" + Uri.EscapeDataString(next), "main form", new Dictionary<string, string> { ["Email"] = "pia@merrin.example", ["Password"] = "a long enough password" });
        Assert.Equal("/desk", answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_link_can_be_asked_for_with_nothing_but_the_address()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var visitor = newsroom.Visitor();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["Email"] = "pia@merrin.example" }) };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        Assert.Equal(HttpStatusCode.OK, (await visitor.SendAsync(request, Newsroom.Stop)).StatusCode);
    }

    [Fact]
    public async Task A_letter_box_is_not_filled_by_strangers_and_nobody_can_tell()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        for (var place = 1; place <= 10; place++)
        {
            using var visitor = newsroom.Visitor();
            using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["Email"] = "pia@merrin.example" }) };
            request.Headers.Add("Sec-Fetch-Site", "same-origin");
            request.Headers.Add("X-Forwarded-For", $"203.0.{place}.7");
            using var answer = await visitor.SendAsync(request, Newsroom.Stop);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        await using var db = await newsroom.Read();
        var asked = (await db.OutboxEvents.Where(happened => happened.Name == SignInAsked.Name).ToListAsync(Newsroom.Stop)).Select(happened => happened.Read<SignInAsked>().ReaderId).ToList();
        Assert.Equal((10, 6), (asked.Count, asked.Count(reader => reader is not null)));
    }

    [Theory, OnBothDatabases]
    public async Task What_can_be_nobodys_address_is_told_at_the_field_and_goes_no_further(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var visitor = newsroom.Visitor();
        foreach (var email in new[] { new string('a', 300_000) + "@merrin.example", "pia\0@merrin.example" + new string('\uFDFA', 300) })
        {
            using var form = new MultipartFormDataContent { { new StringContent(email), "Email" }, { new StringContent("a long enough password"), "Password" } };
            using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = form };
            request.Headers.Add("Sec-Fetch-Site", "same-origin");
            using var answer = await visitor.SendAsync(request, Newsroom.Stop);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            var page = await answer.Content.ReadAsStringAsync(Newsroom.Stop);
            Assert.Contains("Type the mail address", page, StringComparison.Ordinal); // not that no account matches: nobody looked
            Assert.True(page.Length < 20_000);
        }
    }

    [Fact]
    public async Task Whoever_must_sign_in_first_is_sent_to_this_site_whatever_host_was_asked()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var visitor = newsroom.Visitor();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/desk/wire?before=1-1");
        request.Headers.Host = "localhost:99";
        Assert.Equal("/sign-in?next=%2Fdesk%2Fwire%3Fbefore%3D1-1", (await visitor.SendAsync(request, Newsroom.Stop)).Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_form_of_another_site_signs_nobody_in()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var visitor = newsroom.Visitor();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["Email"] = "pia@merrin.example", ["Password"] = "a long enough password" }) };
        request.Headers.Add("Origin", "https://evil.example");
        var answer = await visitor.SendAsync(request, Newsroom.Stop);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
    }
}
