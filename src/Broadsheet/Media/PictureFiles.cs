using System.Security.Cryptography;
using Broadsheet.Storage;

namespace Broadsheet.Media;

/// <summary>The files of pictures, each named by the hash of its content.</summary>
public sealed class PictureFiles(DataFolder data)
{
    /// <summary>In the data folder.</summary>
    public const string Folder = "pictures";

    static readonly Dictionary<string, string> types = new(StringComparer.Ordinal)
    {
        [".webp"] = "image/webp",
        [".jpg"] = "image/jpeg",
        [".png"] = "image/png",
        [".avif"] = "image/avif",
    };

    public static string AddressOf(string file) => "/media/" + file;

    public static string TypeOf(string file) => types[Path.GetExtension(file)];

    /// <summary>Keeps the bytes and gives the name under which they are served.</summary>
    /// <exception cref="ArgumentException">The ending is none of a picture.</exception>
    public async Task<string> Keep(byte[] content, string ending, CancellationToken stop)
    {
        if (!types.ContainsKey(ending)) throw new ArgumentException($"{ending} is no picture's ending.", nameof(ending));
        var name = Convert.ToHexStringLower(SHA256.HashData(content))[..24] + ending;
        var path = Path.Combine(data.Folder(Folder), name);
        if (File.Exists(path)) return name;
        await File.WriteAllBytesAsync(path + ".part", content, stop);
        File.Move(path + ".part", path, overwrite: true);
        return name;
    }

    /// <summary>The path of a kept file; null for anything that is not one, whatever it is called.</summary>
    public string? Find(string file)
    {
        if (!types.ContainsKey(Path.GetExtension(file)) || !Path.GetFileNameWithoutExtension(file).All(char.IsAsciiHexDigitLower)) return null;
        var path = Path.Combine(data.Folder(Folder), file);
        return File.Exists(path) ? path : null;
    }
}
