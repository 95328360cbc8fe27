using System.Net;
using System.Net.Sockets;

namespace Broadsheet.Kit.Fetching;

/// <summary>
/// Which addresses belong to the open network. A feed's address, or where it redirects to, is somebody else's choice: without
/// this a stranger could have the server read what only machines beside it may see.
/// </summary>
public static class PublicAddress
{
    // IANA's registries of special-purpose addresses.
    static readonly IPNetwork[] notPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24",
            "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2620:4f:8000::/48", "3fff::/20",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    static readonly IPNetwork globalUnicast = IPNetwork.Parse("2000::/3");

    // Within them lies an IPv4 address, which is the one that would be reached: NAT64 and 6to4.
    static readonly IPNetwork translated = IPNetwork.Parse("64:ff9b::/96"), sixToFour = IPNetwork.Parse("2002::/16");

    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return Is(address.MapToIPv4());
        if (address.AddressFamily == AddressFamily.InterNetwork) return !notPublic.Any(network => network.Contains(address));
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return false;
        var bytes = address.GetAddressBytes();
        if (translated.Contains(address)) return Is(new IPAddress(bytes.AsSpan(12, 4)));
        if (sixToFour.Contains(address)) return Is(new IPAddress(bytes.AsSpan(2, 4)));
        return globalUnicast.Contains(address) && !notPublic.Any(network => network.Contains(address));
    }
}
