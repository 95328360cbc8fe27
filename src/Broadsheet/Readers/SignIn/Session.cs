using System.Security.Claims;
using Broadsheet.Kit;
using Broadsheet.Storage;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Readers.SignIn;

/// <summary>The cookie that says who is signed in, and what ends it.</summary>
public static class Session
{
    public const string CookieName = "broadsheet";
    const string Stamp = "stamp", SessionId = "session";
    static readonly TimeSpan lifetime = TimeSpan.FromDays(30);

    internal static void Configure(CookieAuthenticationOptions cookie, SiteAddress site)
    {
        cookie.Cookie.Name = CookieName;
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = site.CookiePolicy;
        cookie.ExpireTimeSpan = lifetime;
        cookie.SlidingExpiration = true;
        cookie.LoginPath = "/sign-in";
        cookie.ReturnUrlParameter = "next";
        cookie.Events.OnValidatePrincipal = EndWhereAccessChanged;
        // Only the path: behind a proxy, or by another of this machine's names, the rest would be the request's and not the site's.
        cookie.Events.OnRedirectToLogin = away => { away.Response.Redirect(new Uri(away.RedirectUri).PathAndQuery); return Task.CompletedTask; };
        cookie.Events.OnRedirectToAccessDenied = denied => { denied.Response.StatusCode = StatusCodes.Status403Forbidden; return Task.CompletedTask; };
    }

    public static Task Begin(HttpContext http, Reader reader)
    {
        var claims = new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, reader.Id.ToString()),
            new(ClaimTypes.Name, reader.Handle),
            new(ClaimTypes.Role, reader.Role.ToString()),
            new(Stamp, reader.SecurityStamp),
            new(SessionId, Guid.CreateVersion7().ToString()),
        ], CookieAuthenticationDefaults.AuthenticationScheme);
        // The forms' cookie now: pages opened side by side would otherwise each set another, and the forms of all but one fail.
        http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http);
        return http.SignInAsync(new ClaimsPrincipal(claims), new AuthenticationProperties { IsPersistent = true });
    }

    /// <summary>Takes the cookie from the browser, and its worth from whoever has a copy of it.</summary>
    public static async Task End(HttpContext http, INewsroomWriter writer, TimeProvider clock, CancellationToken stop)
    {
        if (IdOf(http.User) is { } session)
            await writer.Write(async (db, stop) =>
            {
                var now = clock.GetUtcNow();
                await db.EndedSessions.Where(ended => ended.Until < now || ended.Id == session).ExecuteDeleteAsync(stop);
                db.EndedSessions.Add(new EndedSession { Id = session, Until = now + lifetime });
                return await db.SaveChangesAsync(stop);
            }, stop);
        await http.SignOutAsync();
    }

    static Guid? IdOf(ClaimsPrincipal principal) => Guid.TryParse(principal.FindFirstValue(SessionId), out var id) ? id : null;

    /// <summary>A change of role or password ends a session at its next request, not in some weeks.</summary>
    static async Task EndWhereAccessChanged(CookieValidatePrincipalContext session)
    {
        var db = session.HttpContext.RequestServices.GetRequiredService<NewsroomDb>();
        var id = CurrentReader.Of(session.Principal!)?.Id;
        var own = IdOf(session.Principal!);
        var stamp = await db.Readers.Where(reader => reader.Id == id && !db.EndedSessions.Any(ended => ended.Id == own)).Select(reader => reader.SecurityStamp).SingleOrDefaultAsync(session.HttpContext.RequestAborted);
        if (stamp is not null && stamp == session.Principal!.FindFirstValue(Stamp)) return;
        session.RejectPrincipal();
        await session.HttpContext.SignOutAsync();
    }
}
