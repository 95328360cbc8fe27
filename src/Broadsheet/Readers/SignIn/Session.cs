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
    const string Stamp = "stamp";

    internal static void Configure(CookieAuthenticationOptions cookie, SiteAddress site)
    {
        cookie.Cookie.Name = CookieName;
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = site.Value.Scheme == Uri.UriSchemeHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = TimeSpan.FromDays(30);
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
        ], CookieAuthenticationDefaults.AuthenticationScheme);
        // The forms' cookie now: pages opened side by side would otherwise each set another, and the forms of all but one fail.
        http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http);
        return http.SignInAsync(new ClaimsPrincipal(claims), new AuthenticationProperties { IsPersistent = true });
    }

    /// <summary>A change of role or password ends a session at its next request, not in some weeks.</summary>
    static async Task EndWhereAccessChanged(CookieValidatePrincipalContext session)
    {
        var db = session.HttpContext.RequestServices.GetRequiredService<NewsroomDb>();
        var id = CurrentReader.Of(session.Principal!)?.Id;
        var stamp = await db.Readers.Where(reader => reader.Id == id).Select(reader => reader.SecurityStamp).SingleOrDefaultAsync(session.HttpContext.RequestAborted);
        if (stamp is not null && stamp == session.Principal!.FindFirstValue(Stamp)) return;
        session.RejectPrincipal();
        await session.HttpContext.SignOutAsync();
    }
}
