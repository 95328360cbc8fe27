using System.Globalization;
using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Storage;
using Broadsheet.Words;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Web;

/// <summary>What a person sees when something is not there, not allowed or broken.</summary>
static class ErrorPages
{
    public static Task ForStatus(StatusCodeContext context) => Show(context.HttpContext, context.HttpContext.Response.StatusCode);

    public static Task ForException(HttpContext http)
    {
        var failure = http.Features.Get<IExceptionHandlerFeature>()?.Error;
        var refused = failure is null ? null : StorageRefusedException.From(failure) as StorageRefusedException;
        var status = (refused, failure) switch
        {
            (not null, _) => StatusCodes.Status503ServiceUnavailable,
            (_, BadHttpRequestException bad) => bad.StatusCode,
            _ => StatusCodes.Status500InternalServerError,
        };
        // What was on the answer already was taken off it with the failure.
        SecurityHeaders.AddTo(http.Response.Headers, http.RequestServices.GetRequiredService<SiteAddress>().IsHttps);
        if (status == StatusCodes.Status503ServiceUnavailable) http.Response.Headers.RetryAfter = StorageRefusedException.TryAgainAfterSeconds;
        http.Response.StatusCode = status;
        return Show(http, status, refused);
    }

    static async Task Show(HttpContext http, int status, StorageRefusedException? refused = null)
    {
        // What failed may have been left in another language than it was entered.
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = http.RequestServices.GetRequiredService<CurrentEdition>().Facts.Culture;
        var say = http.RequestServices.GetRequiredService<IStringLocalizer<FrameWords>>();
        // Who only reads has nothing to save.
        var kind = refused is not null && !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method) ? $"Storage{refused.Reason}" : Kind(status);
        if (!WantsHtml(http.Request))
        {
            http.Response.ContentType = "text/plain; charset=utf-8";
            await http.Response.WriteAsync($"{status.ToString(CultureInfo.InvariantCulture)} {say[kind + "Title"]} {say[kind + "Text"]}");
            return;
        }
        await new Page<ErrorPage>(new PageHead { Title = say[kind + "Title"], NoIndex = true }, new { Kind = kind }, status).ExecuteAsync(http);
    }

    static string Kind(int status) => status switch
    {
        StatusCodes.Status404NotFound => "NotFound",
        StatusCodes.Status403Forbidden => "Forbidden",
        StatusCodes.Status429TooManyRequests => "TooMany",
        >= 500 => "Broken",
        _ => "BadRequest",
    };

    public static bool WantsHtml(HttpRequest request) =>
        request.Headers.Accept.Count == 0 || request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal) || request.Headers.Accept == "*/*";
}
