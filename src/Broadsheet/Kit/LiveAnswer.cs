using System.Globalization;
using System.Text;

namespace Broadsheet.Kit;

/// <summary>One event of a live stream: its id is the outbox position, so that a lost line is taken up where it broke.</summary>
public sealed record LiveEvent(long Id, string Name, string Html);

/// <summary>
/// Answers with server-sent events until the browser goes or the paper stops; says something every 15 seconds, so that no
/// proxy takes the silence for the end.
/// </summary>
/// <param name="until">When whoever listens may no longer.</param>
public sealed class LiveAnswer(IAsyncEnumerable<LiveEvent> events, CancellationToken until) : IResult
{
    static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var stopping = httpContext.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping, until);
        httpContext.Response.ContentType = "text/event-stream";
        httpContext.Response.Headers.CacheControl = "no-store";
        httpContext.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await Write(httpContext.Response, ": begun\n\n", end.Token);
            await Send(httpContext, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested) { /* the browser went, or the paper stops */ }
    }

    async Task Send(HttpContext http, CancellationToken stop)
    {
        var clock = http.RequestServices.GetRequiredService<TimeProvider>();
        await using var happening = events.GetAsyncEnumerator(stop);
        var next = happening.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                if (await Task.WhenAny(next, Task.Delay(Silence, clock, stop)) != next)
                {
                    stop.ThrowIfCancellationRequested();
                    await Write(http.Response, ": here\n\n", stop);
                    continue;
                }
                if (!await next) return;
                await Write(http.Response, Format(happening.Current), stop);
                next = happening.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            // The enumerator may be let go only when it is not on its way to the next.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    static string Format(LiveEvent happened)
    {
        var lines = new StringBuilder().Append(CultureInfo.InvariantCulture, $"id: {happened.Id}\nevent: {happened.Name}\n");
        foreach (var line in happened.Html.ReplaceLineEndings("\n").Split('\n')) lines.Append("data: ").Append(line).Append('\n');
        return lines.Append('\n').ToString();
    }

    static async Task Write(HttpResponse response, string text, CancellationToken stop)
    {
        await response.WriteAsync(text, stop);
        await response.Body.FlushAsync(stop);
    }
}
