using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Broadsheet.Web.PageCache;

/// <summary>A page as it is sent: both encodings, and its headers ready to be put on a response.</summary>
sealed class RenderedPage
{
    const CompressionLevel Level = CompressionLevel.Fastest;

    static readonly StringValues inBrotli = "br", inGzip = "gzip";
    readonly StringValues entityTag, surrogateKeys, contentType;
    readonly TimeProvider clock;
    StringValues lastModified, theSecondBefore;
    readonly byte[] brotli, gzip;

    public RenderedPage(ReadOnlySpan<byte> html, int status, string contentType, IReadOnlyCollection<string> tags, TimeProvider clock, long renderedAfterDrop)
    {
        Status = status;
        Tags = tags;
        RenderedAfterDrop = renderedAfterDrop;
        this.contentType = contentType;
        this.clock = clock;
        // Weak, for it stands for the page in either encoding.
        entityTag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(html).AsSpan(0, 8))}\"";
        surrogateKeys = string.Join(' ', tags);
        brotli = Compress(html, stream => new BrotliStream(stream, Level, leaveOpen: true));
        gzip = Compress(html, stream => new GZipStream(stream, Level, leaveOpen: true));
    }

    public int Status { get; }
    public IReadOnlyCollection<string> Tags { get; }

    /// <summary>The number of the last drop when its rendering began: what was dropped later was not seen yet.</summary>
    public long RenderedAfterDrop { get; }
    public DateTimeOffset Until { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>In whole seconds; may lie within the second to come.</summary>
    public required DateTimeOffset LastModified
    {
        get;
        init
        {
            field = value;
            lastModified = value.ToString("R", CultureInfo.InvariantCulture);
            theSecondBefore = value.AddSeconds(-1).ToString("R", CultureInfo.InvariantCulture);
        }
    }

    public required bool SiteIsHttps { get; init; }

    /// <summary>
    /// What it takes in memory, in bytes, so that the limit is what the process grows by (measured): with its keys, headers and
    /// places in tables, and as much again, for of pages that were pushed out so many lie about for a while.
    /// </summary>
    public long Size => (brotli.Length + gzip.Length + 2000) * 2;

    public Task Write(IFeatureCollection http)
    {
        var asked = http.GetRequiredFeature<IHttpRequestFeature>();
        var request = asked.Headers;
        var response = http.GetRequiredFeature<IHttpResponseFeature>();
        var headers = response.Headers;
        SecurityHeaders.AddTo(headers, SiteIsHttps);
        headers.ETag = entityTag;
        headers.LastModified = LastModified <= clock.GetUtcNow() ? lastModified : theSecondBefore; // none may lie after the answer itself
        headers.CacheControl = CacheHeaders.Anonymous;
        headers.Vary = CacheHeaders.Vary;
        headers["Surrogate-Key"] = surrogateKeys;
        if (Status == StatusCodes.Status200OK && IsKnownTo(request)) // that a story is gone is always said
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        response.StatusCode = Status;
        headers.ContentType = contentType;
        var accepted = request.AcceptEncoding.ToString();
        var isHead = HttpMethods.IsHead(asked.Method);
        var body = http.GetRequiredFeature<IHttpResponseBodyFeature>();
        if (Encodings.Accepts(accepted, "br")) return Send(brotli, inBrotli, isHead, headers, body);
        return Encodings.Accepts(accepted, "gzip") ? Send(gzip, inGzip, isHead, headers, body) : isHead ? Task.CompletedTask : SendPlain(body);
    }

    bool IsKnownTo(IHeaderDictionary request)
    {
        var known = request.IfNoneMatch;
        if (known.Count > 0) return known == "*" || known.ToString().Contains(entityTag.ToString()[2..], StringComparison.Ordinal);
        // The very date we gave: another node has one of its own.
        return request.IfModifiedSince == lastModified;
    }

    static Task Send(byte[] bytes, StringValues encoding, bool isHead, IHeaderDictionary headers, IHttpResponseBodyFeature body)
    {
        headers.ContentEncoding = encoding;
        headers.ContentLength = bytes.Length;
        if (isHead) return Task.CompletedTask;
        var written = body.Writer.WriteAsync(bytes);
        return written.IsCompletedSuccessfully ? Task.CompletedTask : written.AsTask();
    }

    async Task SendPlain(IHttpResponseBodyFeature body)
    {
        await using var plain = new GZipStream(new MemoryStream(gzip), CompressionMode.Decompress);
        await plain.CopyToAsync(body.Stream);
    }

    static byte[] Compress(ReadOnlySpan<byte> html, Func<Stream, Stream> coding)
    {
        using var compressed = new MemoryStream(html.Length / 3);
        using (var stream = coding(compressed)) stream.Write(html);
        return compressed.ToArray();
    }
}

static class CacheHeaders
{
    /// <summary>A browser asks again each time, which costs it a 304; a CDN may keep a page for half a minute.</summary>
    public static readonly StringValues Anonymous = "public, max-age=0, s-maxage=30, must-revalidate";
    public static readonly StringValues Vary = "Cookie, Accept-Encoding";
}
