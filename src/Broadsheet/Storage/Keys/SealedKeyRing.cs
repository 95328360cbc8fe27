using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Storage.Keys;

static class SealedKeyRing
{
    /// <summary>The key ring lies in the database, where every node finds it, and is sealed with the operator's secret.</summary>
    public static void AddSealedKeyRing(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("Broadsheet");
        services.AddSingleton<OperatorSecret>();
        services.AddOptions<KeyManagementOptions>().Configure<IServiceProvider>((options, all) =>
        {
            options.XmlRepository = new KeysInDatabase(all.GetRequiredService<IDbContextFactory<NewsroomDb>>(), all.GetRequiredService<INewsroomWriter>());
            options.XmlEncryptor = new SealWithSecret(all.GetRequiredService<OperatorSecret>());
        });
    }
}

/// <summary>Made at the first start, readable by the operator alone, unless it is set.</summary>
sealed class OperatorSecret(StorageSettings settings, DataFolder folder)
{
    readonly Lazy<byte[]> key = new(() => SHA256.HashData(Encoding.UTF8.GetBytes(settings.Secret ?? Kept(folder.Secret))));

    public byte[] Key => key.Value;

    static string Kept(string file)
    {
        if (!File.Exists(file))
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
            using var secret = new StreamWriter(file, options);
            secret.Write(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        }
        return File.ReadAllText(file).Trim();
    }
}

sealed class KeysInDatabase(IDbContextFactory<NewsroomDb> reading, INewsroomWriter writer) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = reading.CreateDbContext();
        return [.. db.StoredKeys.OrderBy(key => key.Id).Select(key => key.Xml).AsEnumerable().Select(xml => XElement.Parse(xml))];
    }

    // The interface is synchronous; it is called once in some weeks, never in a request's way twice.
    public void StoreElement(XElement element, string friendlyName) =>
        writer.Save(db => db.StoredKeys.Add(new StoredKey { Name = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) }), CancellationToken.None).GetAwaiter().GetResult();
}

sealed class SealWithSecret(OperatorSecret secret) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var nonce = RandomNumberGenerator.GetBytes(12);
        var sealed_ = new byte[plain.Length];
        var tag = new byte[16];
        using var aes = new AesGcm(secret.Key, tag.Length);
        aes.Encrypt(nonce, plain, sealed_, tag);
        return new EncryptedXmlInfo(new XElement("sealed", Convert.ToBase64String([.. nonce, .. tag, .. sealed_])), typeof(UnsealWithSecret));
    }
}

sealed class UnsealWithSecret(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var bytes = Convert.FromBase64String(encryptedElement.Value).AsSpan();
        var plain = new byte[bytes.Length - 28];
        using var aes = new AesGcm(services.GetRequiredService<OperatorSecret>().Key, 16);
        aes.Decrypt(bytes[..12], bytes[28..], bytes[12..28], plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}
