namespace Broadsheet.Kit;

/// <summary><c>Broadsheet:Site</c> and what else every room may need to know of the set-up.</summary>
public sealed class SiteSettings
{
    /// <summary>The public address. Every link in mails, feeds and pages is built from it, never from a request's Host.</summary>
    public Uri? Site { get; set; }
}

/// <summary>The public address, known once the server listens if it was not set.</summary>
public sealed class SiteAddress(SiteSettings settings)
{
    volatile Uri? address = settings.Site;

    public bool IsSet => settings.Site is not null;

    public Uri Value => address ?? new Uri("http://localhost/");

    public void UseListening(Uri listening) => address ??= listening;

    public bool IsHttps => Value.Scheme == Uri.UriSchemeHttps;

    /// <summary>On a site of https a cookie never travels without it.</summary>
    public CookieSecurePolicy CookiePolicy => IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;

    public string Of(string path) => new Uri(Value, path).AbsoluteUri;

    /// <summary>Why the address cannot be used, or null.</summary>
    public static string? Problem(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback) ? null
        : $"Broadsheet__Site is {address}: readers' sessions would travel unprotected. Use https, or http on localhost only.";
}

/// <summary>A setting that cannot be used, and what to do about it.</summary>
public sealed class SettingsException(string message) : Exception(message);
