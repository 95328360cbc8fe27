using System.Net;
using Broadsheet.Kit;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Broadsheet.Web;

/// <summary>
/// A proxy before the paper says for whom it asks. It is believed when it asks from this machine or from an address in
/// <c>Broadsheet:Proxies</c>; anyone else's word about where they come from is passed over.
/// </summary>
static class TrustedProxies
{
    public static void AddTrustedProxies(this IServiceCollection services, IConfiguration broadsheet)
    {
        var named = Named(broadsheet);
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            // Not the host and scheme: those are Broadsheet__Site's.
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor;
            forwarded.ForwardLimit = null; // through as many as are named
            foreach (var network in named) forwarded.KnownIPNetworks.Add(network);
        });
    }

    /// <summary>Whoever asks a site of https came by https, whatever the last stretch to this program is.</summary>
    public static Task SchemeIsTheSites(HttpContext http, RequestDelegate next)
    {
        if (http.RequestServices.GetRequiredService<SiteAddress>().IsHttps) http.Request.Scheme = Uri.UriSchemeHttps;
        return next(http);
    }

    /// <exception cref="SettingsException">One of them is no address.</exception>
    public static IPNetwork[] Named(IConfiguration broadsheet) =>
        [.. (broadsheet["Proxies"] ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Network)];

    static IPNetwork Network(string proxy) =>
        IPNetwork.TryParse(proxy, out var network) ? network
        : IPAddress.TryParse(proxy, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : throw new SettingsException($"Broadsheet__Proxies has {proxy}: that is no network address. It is a list such as 10.0.0.5, 10.1.0.0/16.");
}
