namespace Broadsheet.Kit;

/// <summary><c>Broadsheet:Site</c> and what else every room may need to know of the set-up.</summary>
public sealed class SiteSettings
{
    /// <summary>The public address. Every link in mails, feeds and pages is built from it, never from a request's Host.</summary>
    public Uri? Site { get; set; }
}

/// <summary>The public address: as the machine's settings say, else as the desk says, else where the server listens.</summary>
public sealed class SiteAddress(SiteSettings settings)
{
    volatile Uri? chosen, listening;

    /// <summary>In the settings; the desk cannot change it then.</summary>
    public bool IsSet => settings.Site is not null;

    public bool IsKnown => (settings.Site ?? chosen) is not null;

    public Uri Value => Sendable(settings.Site ?? chosen ?? listening ?? new Uri("http://localhost/"));

    public void UseChosen(Uri? address) => chosen = address;

    public void UseListening(Uri address) => listening = address;

    public bool IsHttps => Value.Scheme == Uri.UriSchemeHttps;

    /// <summary>On a site of https a cookie never travels without it.</summary>
    public CookieSecurePolicy CookiePolicy => IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;

    public string Of(string path) => new Uri(Value, path).AbsoluteUri;

    public static bool CanBe(Uri address) => IsSafe(address) && IsPlain(address);

    /// <summary>Why the setting cannot be used, or null. Not with what it was: there may be a password in it.</summary>
    public static string? Problem(Uri address) =>
        !IsSafe(address) ? $"Broadsheet__Site is on {address.Host} by {address.Scheme}: readers' sessions would travel unprotected. Use https, or http on localhost only."
        : !IsPlain(address) ? $"Broadsheet__Site has more than a scheme and a name. It is one such as https://{address.IdnHost}, without a path, a name or a password."
        : null;

    /// <summary>Readers' sessions travel protected, or not at all.</summary>
    static bool IsSafe(Uri address) => address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback);

    static bool IsPlain(Uri address) => address is { PathAndQuery: "/", Fragment: "", UserInfo: "" };

    /// <summary>A name in other letters as it stands in addresses (RFC 5891): not every machine that reads them takes the letters.</summary>
    static Uri Sendable(Uri address) => address.IdnHost == address.Host ? address : new UriBuilder(address) { Host = address.IdnHost }.Uri;
}

/// <summary>A setting that cannot be used, and what to do about it.</summary>
public sealed class SettingsException(string message) : Exception(message);
