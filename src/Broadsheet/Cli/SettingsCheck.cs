using System.Globalization;
using Broadsheet.Kit;
using Broadsheet.Web;
using Npgsql;

namespace Broadsheet.Cli;

/// <summary>What can be said of the settings before anything is built of them.</summary>
static class SettingsCheck
{
    /// <summary>What is made of a setting later fails with words about itself.</summary>
    /// <exception cref="SettingsException">One cannot be used.</exception>
    public static void Run(IConfiguration settings)
    {
        var broadsheet = settings.GetSection("Broadsheet");
        if ((OfDatabase(broadsheet["Database"]) ?? OfSite(broadsheet["Site"]) ?? OfUrls(settings["urls"]) ?? OfPageCache(broadsheet["PageCache:Megabytes"])) is { } problem) throw problem;
        TrustedProxies.Named(broadsheet);
    }

    public static SettingsException? OfDatabase(string? connection)
    {
        if (string.IsNullOrWhiteSpace(connection)) return null;
        try
        {
            _ = new NpgsqlConnectionStringBuilder(connection);
            return null;
        }
        catch (ArgumentException)
        {
            // Not with what it was: there may be a password in it.
            return new("The database is no PostgreSQL connection string. It is one such as Host=localhost;Database=broadsheet;Username=broadsheet;Password=...");
        }
    }

    static SettingsException? OfPageCache(string? megabytes) =>
        string.IsNullOrWhiteSpace(megabytes) || int.TryParse(megabytes, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? null
        : new($"Broadsheet__PageCache__Megabytes is {megabytes}: it takes a whole number from 0.");

    static SettingsException? OfUrls(string? urls) => urls is not null && Listening.Problem(urls) is { } problem ? new(problem) : null;

    static SettingsException? OfSite(string? site) =>
        string.IsNullOrWhiteSpace(site) ? null
        : !Uri.TryCreate(site, UriKind.Absolute, out var address) ? new($"Broadsheet__Site is {site}: that is no address. It is one such as https://paper.example.")
        : SiteAddress.Problem(address) is { } problem ? new(problem) : null;
}
