using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Broadsheet.Bench;

/// <summary>A server without a network: runs a request through the whole program on the thread that asks.</summary>
sealed class InProcess : IServer
{
    Func<IFeatureCollection, Task>? run;

    public InProcess()
    {
        var addresses = new ServerAddressesFeature();
        addresses.Addresses.Add("http://localhost");
        Features.Set<IServerAddressesFeature>(addresses);
    }

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken) where TContext : notnull
    {
        run = async features =>
        {
            var context = application.CreateContext(features);
            await application.ProcessRequestAsync(context);
            application.DisposeContext(context, null);
        };
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The status and how many bytes were sent.</summary>
    public async Task<(int Status, long Bytes, string? Location)> Get(string path, string accepted = "gzip")
    {
        using var body = new MemoryStream();
        var features = new FeatureCollection();
        var request = new HttpRequestFeature { Method = "GET", Path = Uri.UnescapeDataString(path), RawTarget = path, Scheme = "http", Protocol = "HTTP/1.1", PathBase = "", QueryString = "" };
        request.Headers.Host = "localhost";
        request.Headers.AcceptEncoding = accepted;
        var response = new HttpResponseFeature();
        features.Set<IHttpRequestFeature>(request);
        features.Set<IHttpResponseFeature>(response);
        var sending = new StreamResponseBodyFeature(body);
        features.Set<IHttpResponseBodyFeature>(sending);
        await run!(features);
        await sending.CompleteAsync();
        return (response.StatusCode, body.Length, response.Headers.Location);
    }

    public void Dispose()
    {
    }
}
