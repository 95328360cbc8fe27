using System.Text.Json;
using Microsoft.AspNetCore.StaticFiles;

namespace Broadsheet.Web;

/// <summary>
/// The bundled styles, fonts and scripts, in memory with their compressed forms. Each is named by its content's hash, so a
/// browser may keep it for ever.
/// </summary>
public sealed class Assets
{
    const string Prefix = "/assets/";
    static readonly FileExtensionContentTypeProvider types = new();
    readonly Dictionary<string, string> addresses;
    readonly Dictionary<string, Asset> files;

    public Assets()
    {
        var manifest = JsonSerializer.Deserialize<Dictionary<string, string>>(Embedded("manifest.json")!)!;
        addresses = manifest.ToDictionary(entry => entry.Key, entry => Prefix + entry.Value);
        files = manifest.Values.ToDictionary(file => Prefix + file, file => Asset.Load(file));
    }

    /// <summary>The address of an asset by its logical name, such as <c>broadsheet.css</c>.</summary>
    public string this[string name] => addresses[name];

    internal async Task<bool> TryServe(HttpContext http)
    {
        if (!http.Request.Path.StartsWithSegments("/assets") || !files.TryGetValue(http.Request.Path.Value!, out var asset)) return false;
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)) await asset.Write(http);
        else
        {
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            http.Response.Headers.Allow = "GET, HEAD";
        }
        return true;
    }

    static byte[]? Embedded(string file)
    {
        using var resource = typeof(Assets).Assembly.GetManifestResourceStream("assets/" + file);
        if (resource is null) return null;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }

    sealed record Asset(string Type, byte[] Plain, byte[]? Gzip, byte[]? Brotli)
    {
        public static Asset Load(string file)
        {
            types.TryGetContentType(file, out var type);
            return new(type ?? "application/octet-stream", Embedded(file)!, Embedded(file + ".gz"), Embedded(file + ".br"));
        }

        public async Task Write(HttpContext http)
        {
            var accepted = http.Request.Headers.AcceptEncoding.ToString();
            var (bytes, encoding) =
                Brotli is not null && Encodings.Accepts(accepted, "br") ? (Brotli, "br") :
                Gzip is not null && Encodings.Accepts(accepted, "gzip") ? (Gzip, "gzip") : (Plain, null);
            var headers = http.Response.Headers;
            SecurityHeaders.OfNoPage(headers);
            headers.ContentType = Type;
            headers.CacheControl = "public, max-age=31536000, immutable";
            headers.ContentLength = bytes.Length;
            if (Gzip is not null) headers.Vary = "Accept-Encoding";
            if (encoding is not null) headers.ContentEncoding = encoding;
            if (!HttpMethods.IsHead(http.Request.Method)) await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
        }
    }
}
