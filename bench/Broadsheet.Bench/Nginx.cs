using System.Diagnostics;

namespace Broadsheet.Bench;

/// <summary>nginx with one worker, serving one file with its compressed form beside it.</summary>
sealed class Nginx : IAsyncDisposable
{
    readonly Process process;
    readonly string folder;

    Nginx(Process process, string folder, Uri page)
    {
        this.process = process;
        this.folder = folder;
        Page = page;
    }

    public Uri Page { get; }

    public static async Task<Nginx> Serve(byte[] gzip, CancellationToken stop)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Workplace.Data, "nginx-" + Guid.CreateVersion7().ToString("N"))).FullName;
        var port = Server.FreePort();
        await File.WriteAllBytesAsync(Path.Combine(folder, "page.html.gz"), gzip, stop);
        await File.WriteAllTextAsync(Path.Combine(folder, "nginx.conf"),
            $$"""
            worker_processes 1; daemon off; pid {{folder}}/pid; error_log stderr error;
            events { worker_connections 1024; }
            http {
              access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; types { text/html html; }
              client_body_temp_path {{folder}}; proxy_temp_path {{folder}}; fastcgi_temp_path {{folder}}; uwsgi_temp_path {{folder}}; scgi_temp_path {{folder}};
              open_file_cache max=100;
              server { listen 127.0.0.1:{{port}}; root {{folder}}; gzip_static always; gunzip off; }
            }
            """, stop);
        var process = Children.Start(new ProcessStartInfo("nginx", ["-c", Path.Combine(folder, "nginx.conf"), "-p", folder]));
        var page = new Uri($"http://127.0.0.1:{port}/page.html");
        await UntilItAnswers(page, stop);
        return new Nginx(process, folder, page);
    }

    public static async Task<string> Version(CancellationToken stop)
    {
        using var process = Process.Start(new ProcessStartInfo("nginx", ["-v"]) { RedirectStandardError = true })!;
        return (await process.StandardError.ReadToEndAsync(stop)).Trim().Replace("nginx version: nginx/", "nginx ", StringComparison.Ordinal);
    }

    static async Task UntilItAnswers(Uri page, CancellationToken stop)
    {
        using var client = new HttpClient(new SocketsHttpHandler());
        using var often = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var look = 0; look < 250; look++)
        {
            try { if ((await client.GetAsync(page, stop)).IsSuccessStatusCode) return; }
            catch (HttpRequestException) { /* not yet */ }
            await often.WaitForNextTickAsync(stop);
        }
        throw new InvalidOperationException("nginx did not start.");
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
