using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Broadsheet.Kit;

/// <summary>
/// A whole page: the component inside the frame of the reader's or the desk's side. Rooms name no frame; <c>Web</c> gives it.
/// </summary>
public sealed class Page<T>(PageHead head, object? parameters = null, int status = StatusCodes.Status200OK) : IResult where T : IComponent
{
    const string frameworksMark = "blazor-enhanced-nav";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var frame = httpContext.RequestServices.GetRequiredService<PageFrame>();
        var given = new RouteValueDictionary(parameters).ToDictionary();
        // The framework adds this mark and fails where it stands already: a page that is dropped while it is rendered is rendered twice.
        httpContext.Response.Headers.Remove(frameworksMark);
        // To readers it says nothing: no page here has that script.
        httpContext.Response.OnStarting(() =>
        {
            httpContext.Response.Headers.Remove(frameworksMark);
            return Task.CompletedTask;
        });
        return new RazorComponentResult(frame.Component, new Dictionary<string, object?> { ["Head"] = head, ["Page"] = typeof(T), ["Given"] = given })
        {
            StatusCode = status,
            PreventStreamingRendering = true,
        }.ExecuteAsync(httpContext);
    }
}

/// <summary>The component that stands around every page.</summary>
public sealed record PageFrame(Type Component);

/// <summary>A part of a page, for htmx to put in its place.</summary>
public static class Fragment
{
    public static RazorComponentResult<T> Of<T>(object? parameters = null) where T : IComponent =>
        new(new RouteValueDictionary(parameters)) { PreventStreamingRendering = true };

    /// <summary>Whether only a part is asked for.</summary>
    public static bool IsAsked(this HttpRequest request) => request.Headers.ContainsKey("HX-Request");
}
