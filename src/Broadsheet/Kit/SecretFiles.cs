namespace Broadsheet.Kit;

public static class SecretFiles
{
    const string Ending = "_FILE";

    /// <summary>A setting <c>X_FILE</c> names a file that holds the value of <c>X</c>: so a secret need not stand in the environment.</summary>
    public static IConfigurationBuilder AddSecretFiles(this IConfigurationBuilder configuration)
    {
        var named = configuration.Build().AsEnumerable().Where(setting => setting.Key.StartsWith("Broadsheet:", StringComparison.OrdinalIgnoreCase) && setting.Key.EndsWith(Ending, StringComparison.OrdinalIgnoreCase) && setting.Value is not null);
        return configuration.AddInMemoryCollection(named.Select(setting =>
            KeyValuePair.Create(setting.Key[..^Ending.Length], (string?)Read(setting.Key, setting.Value!))));
    }

    static string Read(string setting, string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SettingsException($"{setting.Replace(":", "__", StringComparison.Ordinal)} names a file that cannot be read: {failure.Message}");
        }
    }
}
