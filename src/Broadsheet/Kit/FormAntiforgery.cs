using Microsoft.AspNetCore.Antiforgery;

namespace Broadsheet.Kit;

public static class FormAntiforgery
{
    /// <summary>For a form without fields of its own: the token is demanded all the same.</summary>
    public static RouteHandlerBuilder WithFormAntiforgery(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new Required());

    /// <summary>A form without its token comes no further. The framework leaves that to each endpoint, and to read such a form is an error.</summary>
    public static Task RefuseForged(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false }) return next(http);
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    }

    sealed class Required : IAntiforgeryMetadata
    {
        public bool RequiresValidation => true;
    }
}
