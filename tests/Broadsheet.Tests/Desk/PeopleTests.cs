using System.Net;
using System.Text.RegularExpressions;
using Broadsheet.Readers;
using Broadsheet.Tests.World;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Tests.Desk;

/// <summary>Who works at the desk, and who decided that.</summary>
public sealed partial class PeopleTests
{
    const string People = "/desk/people";

    static Dictionary<string, string> Invitation(string email, string handle, string role) => new() { ["Email"] = email, ["Handle"] = handle, ["Role"] = role };

    static async Task<Role> RoleOf(Newsroom newsroom, string handle)
    {
        await using var db = await newsroom.Read();
        return await db.Readers.Where(reader => reader.HandleKey == handle).Select(reader => reader.Role).SingleAsync(Newsroom.Stop);
    }

    static async Task<string> PathOf(Newsroom newsroom, string handle) => $"{People}/{await newsroom.IdOf(handle)}";

    static async Task<string> MailTo(Newsroom newsroom, string address)
    {
        var folder = Path.Combine(newsroom.Data, "mail");
        var texts = await Newsroom.Eventually(
            async () => Directory.Exists(folder) ? await Task.WhenAll(Directory.GetFiles(folder, "*.eml").Select(file => File.ReadAllTextAsync(file, Newsroom.Stop))) : [],
            mails => mails.Any(mail => mail.Contains($"To: {address}", StringComparison.Ordinal)));
        return texts.Last(mail => mail.Contains($"To: {address}", StringComparison.Ordinal)).Replace("=\r\n", "", StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_is_invited_comes_in_by_the_link_in_the_mail_and_works(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var ada = await newsroom.SignedIn("ada");
        Assert.Equal(HttpStatusCode.Redirect, (await ada.Submit(People, "#invite", Invitation("noor@merrin.example", "noor", "Editor"))).StatusCode);
        var mail = await MailTo(newsroom, "noor@merrin.example");
        Assert.Contains("ada invites you to the desk of The Merrin Post", mail, StringComparison.Ordinal);
        using var noor = newsroom.Visitor();
        Assert.Equal("/desk", (await noor.Submit(Link().Match(mail).Value, "main form")).Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.OK, (await noor.GetAsync("/desk/sources", Newsroom.Stop)).StatusCode);
        Assert.Contains("noor: Editor, by ada", (await ada.Page(People)).QuerySelector(".timed li")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_mail_server_the_page_says_where_the_invitation_will_lie()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var ada = await newsroom.SignedIn("ada");
        Assert.Contains("No mail server is set", (await ada.Page(People)).QuerySelector("#invite .notice")!.TextContent, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_reader_who_is_invited_keeps_account_and_handle(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var ada = await newsroom.SignedIn("ada");
        var invited = await ada.Submit(People, "#invite", Invitation("IDA@merrin.example", "somebody", "Journalist"));
        Assert.Equal(Role.Journalist, await RoleOf(newsroom, "ida"));
        Assert.Contains("keeps its name, ida", (await ada.Page(invited.Headers.Location!.ToString())).QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        await using var db = await newsroom.Read();
        Assert.Equal(0, await db.Readers.CountAsync(reader => reader.HandleKey == "somebody", Newsroom.Stop));
    }

    [Theory, OnBothDatabases]
    public async Task Ended_access_ends_what_is_open_and_what_was_mailed_at_once(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var ada = await newsroom.SignedIn("ada");
        using var jon = await newsroom.SignedIn("jon");
        var link = new Uri(await newsroom.Get<Broadsheet.Readers.SignIn.SignInLinks>().Create(await newsroom.IdOf("jon"), Newsroom.Stop)).PathAndQuery;
        await ada.Submit(await PathOf(newsroom, "jon"), "#end");
        Assert.Equal(HttpStatusCode.Redirect, (await jon.GetAsync("/desk/stories", Newsroom.Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Gone, (await newsroom.Visitor().PostAsync(link, null, Newsroom.Stop)).StatusCode);
        var page = await ada.Page(People);
        Assert.DoesNotContain("jon@", page.QuerySelector("#people")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("jon: access ended (was Journalist), by ada", page.QuerySelector(".timed li")!.TextContent, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task The_last_administrator_stays_one_by_page_and_by_command_line(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        using var ada = await newsroom.SignedIn("ada");
        var path = await PathOf(newsroom, "ada");
        foreach (var answer in new[] { await ada.Submit(path, "#end"), await ada.Submit(path, "#role", new Dictionary<string, string> { ["Role"] = "Editor" }) })
        {
            Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
            Assert.Contains("the last administrator", (await FormPosts.Document(answer)).QuerySelector(".notice.bad")!.TextContent, StringComparison.Ordinal);
        }
        Assert.Equal("LastAdministrator", (await newsroom.Get<Registrar>().GiveRole("ada", Role.Reader, Newsroom.Stop))?.Key);
        Assert.Equal(Role.Administrator, await RoleOf(newsroom, "ada"));

        await ada.Submit(await PathOf(newsroom, "pia"), "#role", new Dictionary<string, string> { ["Role"] = "Administrator" });
        Assert.Equal("/", (await ada.Submit(path, "#end")).Headers.Location?.ToString());
        Assert.Equal((Role.Reader, Role.Administrator), (await RoleOf(newsroom, "ada"), await RoleOf(newsroom, "pia")));
    }

    [Theory, OnBothDatabases]
    public async Task Two_administrators_who_end_each_others_access_at_the_same_moment_leave_one(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var (registrar, ada, pia) = (newsroom.Get<Registrar>(), await newsroom.IdOf("ada"), await newsroom.IdOf("pia"));
        for (var round = 0; round < 12; round++)
        {
            await newsroom.Writer.Write((db, stop) => db.Readers.Where(reader => reader.Id == ada || reader.Id == pia).ExecuteUpdateAsync(row => row.SetProperty(reader => reader.Role, Role.Administrator), stop), Newsroom.Stop);
            var problems = await Task.WhenAll(Task.Run(() => registrar.GiveRole(ada, Role.Reader, pia, Newsroom.Stop)), Task.Run(() => registrar.GiveRole(pia, Role.Reader, ada, Newsroom.Stop)));
            Assert.Equal("NotAdministrator", Assert.Single(problems, problem => problem is not null)!.Key);
            await using var db = await newsroom.Read();
            Assert.Equal(1, await db.Readers.CountAsync(reader => reader.Role == Role.Administrator, Newsroom.Stop));
        }
    }

    [Fact]
    public async Task What_will_not_do_is_told_at_its_field_and_stays_typed()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var ada = await newsroom.SignedIn("ada");
        foreach (var (email, handle, role, field, problem) in new[]
        {
            ("noor", "noor", "Editor", "Email", "is not a mail address"), ("noor@merrin.example", "two words", "Editor", "Handle", "without spaces"), ("noor@merrin.example", "PIA", "Editor", "Handle", "is taken"),
            ("pia@merrin.example", "noor", "Editor", "Email", "at the desk already"), ("noor@merrin.example", "noor", "4", "Role", "Choose a role"), ("noor@merrin.example", "noor", "Reader", "Role", "Choose a role"),
        })
        {
            var answer = await ada.Submit(People, "#invite", Invitation(email, handle, role));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            var page = await FormPosts.Document(answer);
            Assert.Contains(problem, page.QuerySelector($"#{field}-problem")!.TextContent, StringComparison.Ordinal);
            Assert.Equal((email, handle), (page.QuerySelector("#Email")!.GetAttribute("value"), page.QuerySelector("#Handle")!.GetAttribute("value")));
        }
    }

    [Fact]
    public async Task An_empty_invitation_is_told_at_every_field()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var ada = await newsroom.SignedIn("ada");
        var page = await FormPosts.Document(await ada.Submit(People, "#invite", Invitation(" ", "", "Editor")));
        Assert.Contains("Type a mail address", page.QuerySelector("#Email-problem")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("A handle has", page.QuerySelector("#Handle-problem")!.TextContent, StringComparison.Ordinal);
    }

    [Theory, InlineData("pia"), InlineData("jon"), InlineData("ida")]
    public async Task Only_administrators_decide_who_is_at_the_desk(string handle)
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var somebody = await newsroom.SignedIn(handle);
        Assert.Equal(HttpStatusCode.Forbidden, (await somebody.GetAsync(People, Newsroom.Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await somebody.GetAsync(await PathOf(newsroom, "ada"), Newsroom.Stop)).StatusCode);
    }

    [GeneratedRegex(@"/sign-in/link/[\w-]+")]
    private static partial Regex Link();
}
