using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Reflection;

namespace Broadsheet.Kit.Fetching;

/// <summary>What is asked of another machine.</summary>
/// <param name="Address">Where.</param>
/// <param name="MaxBytes">The longest answer that is read, unpacked.</param>
public sealed record Asking(Uri Address, int MaxBytes)
{
    /// <summary>What it may answer with, for the Accept header.</summary>
    public string Accept { get; init; } = "*/*";

    /// <summary>As it was sent the last time: if nothing changed, the answer is 304 and empty.</summary>
    public string? ETag { get; init; }

    /// <summary>As it was sent the last time.</summary>
    public string? LastModified { get; init; }
}

/// <summary>What another machine answered.</summary>
/// <param name="Address">Where it came from in the end, after redirects.</param>
/// <param name="Body">Of a 2xx; else empty.</param>
/// <param name="MovedTo">The address to use from now on, if all redirects on the way said so.</param>
public sealed record Answer(Uri Address, HttpStatusCode Status, byte[] Body, Uri? MovedTo)
{
    public string? MediaType { get; init; }
    public string? Charset { get; init; }
    public string? ETag { get; init; }
    public string? LastModified { get; init; }

    /// <summary>How long it asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>
/// Asks other machines for what an editor or a feed named. Only addresses of the open network are connected to, looked at when
/// the connection is made, so that a name which answers differently the second time gains nothing; each redirect is looked at
/// again. Size, time and redirects have bounds; no cookies, no credentials, no proxy.
/// </summary>
public sealed class Outside : IDisposable
{
    const int MostRedirects = 5, FirstBuffer = 64 * 1024;

    readonly OutsideSettings settings;
    readonly SiteAddress site;
    readonly TimeProvider clock;
    readonly HttpMessageInvoker client;

    public Outside(OutsideSettings settings, SiteAddress site, TimeProvider clock)
    {
        (this.settings, this.site, this.clock) = (settings, site, clock);
        client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectCallback = Connect,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            MaxConnectionsPerServer = 4,
            MaxResponseDrainSize = 16 * 1024,
            MaxResponseHeadersLength = 64,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        });
    }

    static string Version { get; } = typeof(Outside).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <exception cref="OutsideException">Nothing usable came. A refusal by status is an answer, not an exception.</exception>
    public async Task<Answer> Get(Asking asking, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(settings.TimeoutSeconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            return await Follow(asking, either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new OutsideException(OutsideFault.TooSlow, string.Create(CultureInfo.InvariantCulture, $"{Shown(asking.Address)} did not answer in full within {settings.TimeoutSeconds} s"));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidDataException)
        {
            throw FaultOf(asking.Address, failure);
        }
    }

    async Task<Answer> Follow(Asking asking, CancellationToken stop)
    {
        var (address, movedTo, forGood) = (asking.Address, (Uri?)null, true);
        for (var redirects = 0; redirects <= MostRedirects; redirects++)
        {
            RefuseWhatIsNoWebAddress(address);
            using var request = Request(asking, address);
            using var response = await client.SendAsync(request, stop);
            if (response.StatusCode is not (HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
                return await Read(asking, address, movedTo, response, stop);
            if (response.Headers.Location is not { } location || !Uri.TryCreate(address, location, out var next)) break;
            forGood &= response.StatusCode is HttpStatusCode.Moved or HttpStatusCode.PermanentRedirect;
            (address, movedTo) = (next, forGood ? next : movedTo);
        }
        throw new OutsideException(OutsideFault.RedirectsWithoutEnd, $"{Shown(asking.Address)} redirects without end, last to {Shown(address)}");
    }

    /// <summary>For the log: without the query, in which agencies have their keys.</summary>
    public static string Shown(Uri address) => address.IsAbsoluteUri ? address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : "an address";

    static void RefuseWhatIsNoWebAddress(Uri address)
    {
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https") || address.UserInfo.Length > 0)
            throw new OutsideException(OutsideFault.NoWebAddress, $"{Shown(address)} is no address of the web");
    }

    HttpRequestMessage Request(Asking asking, Uri address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Broadsheet", Version));
        if (site.IsKnown) request.Headers.UserAgent.Add(new ProductInfoHeaderValue($"(+{site.Value.AbsoluteUri})"));
        request.Headers.TryAddWithoutValidation("Accept", asking.Accept);
        // As they came, for some servers compare them letter by letter.
        if (asking.ETag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", asking.ETag);
        if (asking.LastModified is not null) request.Headers.TryAddWithoutValidation("If-Modified-Since", asking.LastModified);
        return request;
    }

    async Task<Answer> Read(Asking asking, Uri address, Uri? movedTo, HttpResponseMessage response, CancellationToken stop)
    {
        var body = response.IsSuccessStatusCode ? await Body(asking, response.Content, stop) : [];
        return new Answer(address, response.StatusCode, body, movedTo)
        {
            MediaType = response.Content.Headers.ContentType?.MediaType,
            Charset = response.Content.Headers.ContentType?.CharSet?.Trim('"', '\'', ' '),
            ETag = Sent(response.Headers, "ETag"),
            LastModified = Sent(response.Content.Headers, "Last-Modified"),
            RetryAfter = RetryAfter(response.Headers.RetryAfter),
        };
    }

    static async Task<byte[]> Body(Asking asking, HttpContent content, CancellationToken stop)
    {
        if (content.Headers.ContentLength > asking.MaxBytes) throw TooLarge(asking);
        await using var body = await content.ReadAsStreamAsync(stop);
        var (buffer, length) = (new byte[Math.Min(FirstBuffer, asking.MaxBytes + 1)], 0);
        while (await body.ReadAsync(buffer.AsMemory(length), stop) is > 0 and var read)
        {
            if ((length += read) > asking.MaxBytes) throw TooLarge(asking);
            if (length == buffer.Length) Array.Resize(ref buffer, (int)Math.Min(buffer.Length * 2L, asking.MaxBytes + 1L));
        }
        return buffer[..length];
    }

    static OutsideException TooLarge(Asking asking) => new(OutsideFault.TooLarge, string.Create(CultureInfo.InvariantCulture, $"{Shown(asking.Address)} sends more than {asking.MaxBytes} bytes"));

    static string? Sent(HttpHeaders headers, string name) => headers.NonValidated.TryGetValues(name, out var values) && values.ToString() is { Length: > 0 and <= 500 } value ? value : null;

    TimeSpan? RetryAfter(RetryConditionHeaderValue? asked)
    {
        var wait = asked?.Delta ?? (asked?.Date is { } until ? until - clock.GetUtcNow() : null);
        return wait > TimeSpan.Zero ? wait : null;
    }

    async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken stop)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var written) ? [written] : await Dns.GetHostAddressesAsync(host, stop);
        if (!settings.Allows(host, port)) addresses = [.. addresses.Where(PublicAddress.Is)];
        if (addresses.Length == 0) throw new OutsideException(OutsideFault.PrivateAddress, $"{host} lies in a network that is not open to all");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    static OutsideException FaultOf(Uri address, Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is OutsideException own) return own;
            if (cause is SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }) return new OutsideException(OutsideFault.NoSuchHost, $"{Shown(address)}: {cause.Message}", failure);
            if (cause is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }) return new OutsideException(OutsideFault.NotSecure, $"{Shown(address)}: {cause.Message}", failure);
            // A connection that is not made in time ends as a cancellation of the handler's own.
            if (cause is TimeoutException) return new OutsideException(OutsideFault.TooSlow, $"{Shown(address)}: {cause.Message}", failure);
        }
        return new OutsideException(OutsideFault.NotReached, $"{Shown(address)}: {failure.Message}", failure);
    }

    public void Dispose() => client.Dispose();
}
