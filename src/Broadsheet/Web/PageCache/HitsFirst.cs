using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace Broadsheet.Web.PageCache;

/// <summary>
/// Stands between Kestrel and the program: a page that is on hand is answered on the thread that read the request, before a
/// context is made for it. Everything else goes its usual way, on the thread pool.
/// </summary>
sealed class HitsFirst(IServer server, PageCache pages) : IServer
{
    public IFeatureCollection Features => server.Features;

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken) where TContext : notnull =>
        server.StartAsync(new Application<TContext>(application, pages), cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => server.StopAsync(cancellationToken);

    public void Dispose() => server.Dispose();

    /// <summary>Puts it before the server that is registered.</summary>
    public static void Register(IServiceCollection services)
    {
        var kestrel = services.Last(service => service.ServiceType == typeof(IServer));
        services.Remove(kestrel);
        services.AddSingleton<IServer>(all => new HitsFirst((IServer)ActivatorUtilities.CreateInstance(all, kestrel.ImplementationType!), all.GetRequiredService<PageCache>()));
    }

    readonly record struct Answer<TContext>(RenderedPage? Page, IFeatureCollection Features, TContext? Context);

    sealed class Application<TContext>(IHttpApplication<TContext> program, PageCache pages) : IHttpApplication<Answer<TContext>> where TContext : notnull
    {
        public Answer<TContext> CreateContext(IFeatureCollection contextFeatures) =>
            pages.Find(contextFeatures.GetRequiredFeature<IHttpRequestFeature>()) is { } page
                ? new(page, contextFeatures, default)
                : new(null, contextFeatures, program.CreateContext(contextFeatures));

        public Task ProcessRequestAsync(Answer<TContext> context) =>
            context.Page is { } page ? page.Write(context.Features) : OnThreadPool(context.Context!);

        // The server calls us on its I/O thread; only what answers at once may stay there.
        async Task OnThreadPool(TContext context)
        {
            await Task.Yield();
            await program.ProcessRequestAsync(context);
        }

        public void DisposeContext(Answer<TContext> context, Exception? exception)
        {
            if (context.Page is null) program.DisposeContext(context.Context!, exception);
        }
    }
}
