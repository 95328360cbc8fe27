using System.Net;
using System.Net.Sockets;

namespace Broadsheet.Web;

/// <summary>Where the server may listen, and a sentence for whoever asks for what cannot be.</summary>
static class Listening
{
    /// <summary>What is wrong with these addresses, parted by semicolons; null: nothing that can be seen before trying.</summary>
    public static string? Problem(string urls) =>
        urls.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } all ? all.Select(ProblemOf).FirstOrDefault(problem => problem is not null) : Nowhere("Nothing");

    /// <summary>Why it could not be listened there; null: it failed for something else.</summary>
    public static string? Problem(string urls, Exception failure) => (failure is IOException or SocketException ? failure.GetBaseException() as SocketException : null)?.SocketErrorCode switch
    {
        null => null,
        SocketError.AddressAlreadyInUse => $"Something listens on {urls} already, perhaps this paper itself. Stop it, or choose another port.",
        SocketError.AddressNotAvailable when !urls.Contains("unix:", StringComparison.Ordinal) => $"{urls} is no address of this machine. Take 127.0.0.1 for this machine alone, or * for all its addresses.",
        SocketError.AccessDenied => $"This account may not listen on {urls}. Ports below 1024 are the system's: choose a higher one.",
        _ => $"{urls} cannot be listened on: {failure.GetBaseException().Message}.",
    };

    static string? ProblemOf(string listen)
    {
        if (Parsed(listen) is not { Scheme: "http" or "https", IsNamedPipe: false } address) return Nowhere(listen);
        if (address.Scheme == "https") return $"{listen} cannot be listened on: the paper speaks plain HTTP and leaves TLS to the proxy before it. Take http, and set Broadsheet__Site to the public address.";
        if (address.IsUnixPipe) return null;
        if (address.PathBase.Length > 0) return $"{listen} cannot be listened on: the paper lies at the root of its address. Leave {address.PathBase} out.";
        if (address.Port is < 0 or > IPEndPoint.MaxPort) return $"{listen} cannot be listened on: a port lies between 1 and {IPEndPoint.MaxPort}, or is 0 for a free one.";
        // A server takes any other name for all the addresses of the machine, open to everybody.
        var isLocal = address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
        if (!isLocal && address.Host is not ("*" or "+") && !IPAddress.TryParse(address.Host, out _)) return $"{listen} cannot be listened on: {address.Host} is no address of a machine. Take localhost, an IP address, or * for all addresses of this machine.";
        return isLocal && address.Port == 0 ? $"{listen} cannot be listened on: localhost is two addresses, and no free port is the same on both. Take http://127.0.0.1:0." : null;
    }

    static BindingAddress? Parsed(string listen)
    {
        try
        {
            return BindingAddress.Parse(listen);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    static string Nowhere(string listen) => $"{listen} cannot be listened on. Try an address such as http://localhost:5000.";
}
