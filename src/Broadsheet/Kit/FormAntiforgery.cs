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

    sealed class Required : IAntiforgeryMetadata
    {
        public bool RequiresValidation => true;
    }
}
