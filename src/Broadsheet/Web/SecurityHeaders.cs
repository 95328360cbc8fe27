using Broadsheet.Kit;
using Microsoft.Extensions.Primitives;

namespace Broadsheet.Web;

static class SecurityHeaders
{
    // form-action: payment and identity providers we send readers to must be named here, or the browser blocks the way.
    static readonly StringValues policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    static readonly StringValues nothing = "default-src 'none'; frame-ancestors 'none'";
    static readonly StringValues nosniff = "nosniff", permissions = "camera=(), microphone=(), geolocation=(), browsing-topics=()", ownWindows = "same-origin", strict = "max-age=31536000";

    // Not no-referrer: that would make Origin null on our own forms.
    static readonly StringValues referrer = "same-origin";

    // What says nothing of its own is kept by nobody: a permanent redirect kept by a browser would outlive the next headline.
    static readonly StringValues keptByNobody = "no-cache, no-store";

    public static Task Add(HttpContext http, RequestDelegate next)
    {
        AddTo(http.Response.Headers, http.RequestServices.GetRequiredService<SiteAddress>().IsHttps);
        http.Response.Headers.CacheControl = keptByNobody;
        return next(http);
    }

    /// <summary>Of a file that is never a page by itself: what is said of windows and cameras is said of pages, and a fifth of a small file.</summary>
    public static void OfNoPage(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = nothing;
        foreach (var ofPages in new[] { "Referrer-Policy", "Permissions-Policy", "Cross-Origin-Opener-Policy" }) headers.Remove(ofPages);
    }

    public static void AddTo(IHeaderDictionary headers, bool https)
    {
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = nosniff;
        headers["Referrer-Policy"] = referrer;
        headers["Permissions-Policy"] = permissions;
        headers["Cross-Origin-Opener-Policy"] = ownWindows;
        if (https) headers.StrictTransportSecurity = strict;
    }
}
