using System.Globalization;
using System.Text.RegularExpressions;

namespace Broadsheet.Bench;

/// <summary>One run of wrk: keep-alive connections, as fast as they are answered.</summary>
sealed partial record Wrk(double PerSecond, double P99Milliseconds)
{
    public static async Task<Wrk> Run(Uri address, int connections, int seconds, CancellationToken stop, string? script = null)
    {
        string[] arguments = ["-t1", $"-c{connections}", $"-d{seconds}s", "--latency", "-H", "Accept-Encoding: gzip", .. script is null ? Array.Empty<string>() : ["-s", script], address.AbsoluteUri];
        var printed = await Tool.Run("wrk", arguments, stop);
        if (printed.Contains("Non-2xx", StringComparison.Ordinal)) throw new InvalidOperationException($"wrk was answered with errors: {printed}");
        return new Wrk(double.Parse(Rate().Match(printed).Groups[1].Value, CultureInfo.InvariantCulture), Milliseconds(P99().Match(printed)));
    }

    static double Milliseconds(Match latency) => double.Parse(latency.Groups[1].Value, CultureInfo.InvariantCulture) * latency.Groups[2].Value switch { "us" => 0.001, "ms" => 1, _ => 1000 };

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"99%\s+([\d.]+)(us|ms|s)")]
    private static partial Regex P99();
}
