namespace Broadsheet.Kit;

/// <summary>
/// What a signed-out reader can send from a cached page carries no token. It needs Origin = the site, or else
/// Sec-Fetch-Site same-origin; neither: refused.
/// </summary>
public sealed class SameOrigin(SiteAddress site)
{
    public bool Allows(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0) return origin == Origin(site.Value) || IsThisLoopbackHost(request, origin);
        return request.Headers["Sec-Fetch-Site"] == "same-origin";
    }

    /// <summary>On one's own machine the same server answers to localhost, 127.0.0.1 and [::1].</summary>
    static bool IsThisLoopbackHost(HttpRequest request, string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.IsLoopback && origin == $"{request.Scheme}://{request.Host}";

    static string Origin(Uri address) => address.GetLeftPart(UriPartial.Authority);
}

public static class SameOriginEndpoints
{
    /// <summary>Refuses what another site's page sent. Stands in place of an antiforgery token, for forms of signed-out readers.</summary>
    public static RouteHandlerBuilder FromOurPagesOnly(this RouteHandlerBuilder endpoint) => endpoint
        .DisableAntiforgery()
        .AddEndpointFilter(async (context, next) =>
            context.HttpContext.RequestServices.GetRequiredService<SameOrigin>().Allows(context.HttpContext.Request)
                ? await next(context)
                : Results.StatusCode(StatusCodes.Status400BadRequest));
}
