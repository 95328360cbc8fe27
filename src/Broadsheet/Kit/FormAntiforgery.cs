using Microsoft.AspNetCore.Antiforgery;

namespace Broadsheet.Kit;

public static class FormAntiforgery
{
    /// <summary>For a form without fields of its own: the token is demanded all the same.</summary>
    public static RouteHandlerBuilder WithFormAntiforgery(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(new Required()).AddEndpointFilter(async (context, next) =>
            context.HttpContext.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: true }
                ? await next(context)
                : Results.StatusCode(StatusCodes.Status400BadRequest));

    /// <summary>There is a form, and where the endpoint demands a token, it has its token; to read another one would be an error.</summary>
    public static bool HasReadableForm(this HttpContext http) =>
        http.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false } && http.Request.HasFormContentType;

    sealed class Required : IAntiforgeryMetadata
    {
        public bool RequiresValidation => true;
    }
}
