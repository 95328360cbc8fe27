namespace Broadsheet.Tests.World;

/// <summary>A live stream as a browser hears it.</summary>
public sealed class Line(HttpResponseMessage answer, StreamReader text) : IAsyncDisposable
{
    public static async Task<Line> Open(HttpClient editor, string path, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        var answer = await editor.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Newsroom.Stop);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        var text = new StreamReader(await answer.Content.ReadAsStreamAsync(Newsroom.Stop));
        Assert.StartsWith(":", await text.ReadLineAsync(Newsroom.Stop), StringComparison.Ordinal);
        return new Line(answer, text);
    }

    public async Task<(string Id, string Data)> Next()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Newsroom.Stop);
        patience.CancelAfter(TimeSpan.FromSeconds(10));
        var (id, data) = ("", "");
        while (await text.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
            if (line.StartsWith("data: ", StringComparison.Ordinal)) data += line[6..] + "\n";
            if (line.Length == 0 && data.Length > 0) return (id, data);
        }
        throw new InvalidOperationException("The line ended.");
    }

    public async Task<bool> Ends()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Newsroom.Stop);
        patience.CancelAfter(TimeSpan.FromSeconds(10));
        while (await text.ReadLineAsync(patience.Token) is not null) { }
        return true;
    }

    public ValueTask DisposeAsync()
    {
        text.Dispose();
        answer.Dispose();
        return ValueTask.CompletedTask;
    }
}
