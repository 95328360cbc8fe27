using Broadsheet.Kit;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Broadsheet.Words;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Readers.SignIn;

static class SignInEndpoints
{
    /// <summary>What goes into a mail; mail programs break longer addresses.</summary>
    const int LongestNext = 400;

    public static void MapSignIn(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/sign-in", CachedPages.GetOrHead, IResult (string? next, IStringLocalizer<ReadersWords> say) => Form(say, new SignInForm("", null, next)));
        endpoints.MapPost("/sign-in", SignIn).FromOurPagesOnly().RequireRateLimiting(SignInLimits.Policy);
        endpoints.MapMethods("/sign-in/link/{token}", CachedPages.GetOrHead, IResult (string token, IStringLocalizer<ReadersWords> say) =>
            new Page<LinkPage>(Head(say), new { Spent = false }));
        // The token is the proof, so a mail program's window without Origin may send it too.
        endpoints.MapPost("/sign-in/link/{token}", Redeem).DisableAntiforgery().RequireRateLimiting(SignInLimits.Policy);
        endpoints.MapPost("/sign-out", async (HttpContext http, INewsroomWriter writer, TimeProvider clock, CancellationToken stop) =>
        {
            await Session.End(http, writer, clock, stop);
            return TypedResults.LocalRedirect("/");
        }).WithFormAntiforgery();
    }

    static async Task<IResult> SignIn(
        [FromForm] string? email, [FromForm] string? password, [FromForm] string? next, HttpContext http,
        PasswordSignIn passwords, PasswordTries tries, MailedLinks mailed, INewsroomWriter writer, NewsroomDb db, IStringLocalizer<ReadersWords> say, CancellationToken stop)
    {
        // What is too long is nobody's address, and must not lie in memory for as long as wrong passwords are counted.
        var form = new SignInForm(WholeCharacters.Fit(TypedText.Line(email), Reader.LongestEmail), password, next);
        if (!form.Email.Contains('@', StringComparison.Ordinal) || email!.Length > Reader.LongestEmail)
            return Form(say, form, problem: say["AddressMissing"]);
        if (string.IsNullOrEmpty(form.Password))
        {
            var key = Reader.KeyOf(form.Email);
            var known = await db.Readers.Where(reader => reader.EmailKey == key).Select(reader => (Guid?)reader.Id).SingleOrDefaultAsync(stop);
            var asked = new SignInAsked(mailed.MayGo(key) ? known : null, IsLocal(next) && next!.Length <= LongestNext ? next : null);
            await writer.Save(db => db.Record(asked), stop);
            return Form(say, form, sent: true);
        }
        var (account, place) = (Reader.KeyOf(form.Email), SignInLimits.NetworkOf(http));
        if (tries.AreSpent(account, place)) return Form(say, form, problem: say["TooManyWrong"]);
        if (await passwords.Check(form.Email, form.Password, stop) is not { } reader)
        {
            tries.CountWrong(account, place);
            return Form(say, form, problem: say["NotMatching"]);
        }
        await Session.Begin(http, reader);
        return GoOn(form.Next, reader);
    }

    static async Task<IResult> Redeem(string token, [FromQuery] string? next, HttpContext http, SignInLinks links, IStringLocalizer<ReadersWords> say, CancellationToken stop)
    {
        if (await links.Redeem(token, stop) is not { } reader)
            return new Page<LinkPage>(Head(say), new { Spent = true }, StatusCodes.Status410Gone);
        await Session.Begin(http, reader);
        return GoOn(next, reader);
    }

    static RedirectHttpResult GoOn(string? next, Reader reader) =>
        TypedResults.LocalRedirect(IsLocal(next) ? next! : reader.Role is Role.Reader ? "/" : "/desk");

    /// <summary>A path of ours as an address has it. A browser passes over a tab in it, and a header takes no other letters.</summary>
    static bool IsLocal(string? path) => path is ['/', not ('/' or '\\'), ..] or "/" && path.All(sign => sign is > ' ' and < '\x7f');

    static Page<SignInPage> Form(IStringLocalizer<ReadersWords> say, SignInForm form, string? problem = null, bool sent = false) =>
        new(Head(say), new { form.Email, form.Next, Problem = problem, Sent = sent }, problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);

    static PageHead Head(IStringLocalizer<ReadersWords> say) => new() { Title = say["SignIn"], NoIndex = true };
}

sealed record SignInForm(string Email, string? Password, string? Next);
