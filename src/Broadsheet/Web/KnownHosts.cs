using System.Net;
using Broadsheet.Kit;

namespace Broadsheet.Web;

/// <summary>
/// Answers only to the paper's own name and to this machine's: nobody fills the cache or a mail with another host's. Health is told to
/// whoever asks: a probe knows the machine by its number, and nothing in the answer is made of the name.
/// </summary>
static class KnownHosts
{
    public static Task Check(HttpContext http, RequestDelegate next)
    {
        var host = http.Request.Host.Host;
        if (IsLoopback(host) || http.Request.Path.StartsWithSegments(Health.Path, StringComparison.Ordinal) || host.Equals(http.RequestServices.GetRequiredService<SiteAddress>().Value.Host, StringComparison.OrdinalIgnoreCase)) return next(http);
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync("This server does not answer to that name.");
    }

    static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
