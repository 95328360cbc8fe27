namespace Broadsheet.Kit.Fetching;

/// <summary><c>Broadsheet:Outside</c>: what may be asked of other machines.</summary>
public sealed class OutsideSettings
{
    /// <summary>
    /// Names or addresses, each with a port if it is to be that one only, which may lie in the operator's own network: the
    /// agency's box in the cellar. Parted by commas. Whoever may set up a source can then read what they answer.
    /// </summary>
    public string AllowedHosts { get; set; } = "";

    /// <summary>How long one request may take, redirects and all.</summary>
    public double TimeoutSeconds { get; set; } = 30;

    /// <summary>Whether that host was named by the operator.</summary>
    public bool Allows(string host, int port) => AllowedHosts
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Any(named => string.Equals(named, host, StringComparison.OrdinalIgnoreCase) || string.Equals(named, $"{host}:{port}", StringComparison.OrdinalIgnoreCase));
}
