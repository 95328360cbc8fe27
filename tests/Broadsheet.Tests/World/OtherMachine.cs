using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Broadsheet.Tests.World;

/// <summary>A machine of somebody else's, on loopback: it answers as the test says and remembers what it was asked.</summary>
public sealed class OtherMachine : IAsyncDisposable
{
    readonly WebApplication app;

    OtherMachine(WebApplication app) => this.app = app;

    /// <summary>What to answer; may be changed while it runs.</summary>
    public required RequestDelegate Answers { get; set; }

    public ConcurrentQueue<(string Path, IHeaderDictionary Headers)> Asked { get; } = [];

    public Uri Address => new(app.Urls.First());

    public string Host => Address.Authority;

    public static async Task<OtherMachine> Start(RequestDelegate answers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Limits.MinResponseDataRate = null).UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var machine = new OtherMachine(app) { Answers = answers };
        app.Run(async http =>
        {
            machine.Asked.Enqueue((http.Request.Path, new HeaderDictionary(http.Request.Headers.ToDictionary(header => header.Key, header => header.Value))));
            await machine.Answers(http);
        });
        await app.StartAsync(Newsroom.Stop);
        return machine;
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await app.StopAsync(atOnce.Token);
        await app.DisposeAsync();
    }
}
