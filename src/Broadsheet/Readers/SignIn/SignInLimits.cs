using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace Broadsheet.Readers.SignIn;

/// <summary>How often one address on the network may try to sign in.</summary>
static class SignInLimits
{
    public const string Policy = "sign-in";
    const int Segments = 5, BytesOfAHousehold = 8;
    static readonly TimeSpan window = TimeSpan.FromMinutes(5);

    public static void Configure(RateLimiterOptions options)
    {
        options.AddPolicy(Policy, http => RateLimitPartition.GetSlidingWindowLimiter(
            NetworkOf(http),
            _ => new SlidingWindowRateLimiterOptions { PermitLimit = 20, Window = window, SegmentsPerWindow = Segments }));
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = (rejected, _) =>
        {
            // A sliding window does not say when; the oldest tries are forgotten with the next segment.
            rejected.HttpContext.Response.Headers.RetryAfter = ((int)(window / Segments).TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
    }

    /// <summary>Where a request comes from. Of IPv6 the first half: the rest a household makes up as it likes.</summary>
    public static string NetworkOf(HttpContext http) => http.Connection.RemoteIpAddress switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } address => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } address => new IPAddress([.. address.GetAddressBytes().Take(BytesOfAHousehold), .. new byte[BytesOfAHousehold]]).ToString(),
        var address => address.ToString(),
    };

    /// <summary>So many in that time for each key.</summary>
    public static PartitionedRateLimiter<string> ByKey(int most, TimeSpan time) => PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = most, Window = time }));
}
