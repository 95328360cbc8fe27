using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Broadsheet.Storage;

namespace Broadsheet.Media;

/// <summary>
/// The files of pictures. Originals lie in <c>pictures</c>, each named by the hash of its content; readers never get one. What
/// is cut from them lies in <c>renditions</c> and can be cut again.
/// </summary>
public sealed partial class PictureFiles(DataFolder data) : IDisposable
{
    /// <summary>Of the originals, in the data folder.</summary>
    public const string Folder = "pictures";

    static readonly Dictionary<string, string> types = new(StringComparer.Ordinal)
    {
        [Renditions.Webp] = "image/webp",
        [Renditions.Jpeg] = "image/jpeg",
        [Renditions.Avif] = "image/avif",
    };

    readonly SemaphoreSlim gate = new(1, 1);

    public static string AddressOf(string file) => "/media/" + file;

    public static string TypeOf(string file) => types[Path.GetExtension(file)];

    /// <summary>Where whoever cuts renditions puts them.</summary>
    public string RenditionsFolder => data.Folder("renditions");

    public string PathOfOriginal(string file) => Path.Combine(data.Folder(Folder), file);

    /// <summary>A file in the folder of originals that is still coming in.</summary>
    public string NewPart() => Path.Combine(data.Folder(Folder), $".{Guid.CreateVersion7():N}.part");

    /// <summary>
    /// Held while a file and its row come, and while a file goes of which there is no row any more: the same picture, sent again
    /// as it is deleted, keeps its file.
    /// </summary>
    public async Task<IDisposable> Gate(CancellationToken stop)
    {
        await gate.WaitAsync(stop);
        return new Opened(gate);
    }

    /// <summary>Gives what came in its name.</summary>
    public void Keep(string part, string name) => File.Move(part, PathOfOriginal(name), overwrite: true);

    /// <summary>Keeps the bytes as an original and gives its name.</summary>
    /// <exception cref="ArgumentException">The ending is none of a picture.</exception>
    public async Task<string> Keep(byte[] content, string ending, CancellationToken stop)
    {
        if (!PictureKind.All.Any(kind => kind.Ending == ending)) throw new ArgumentException($"{ending} is no picture's ending.", nameof(ending));
        var name = NameOf(SHA256.HashData(content), ending);
        var path = PathOfOriginal(name);
        if (File.Exists(path)) return name;
        var part = NewPart();
        await File.WriteAllBytesAsync(part, content, stop);
        File.Move(part, path, overwrite: true);
        return name;
    }

    /// <summary>Whether what is cut of it so far is there: a backup holds originals only.</summary>
    public bool HasRenditions(string key, int width, int height, PictureCut cut)
    {
        if (cut == PictureCut.None) return true;
        var widest = Renditions.Of(width, height, PictureShape.Whole)[^1];
        return Find(widest.File(key, cut == PictureCut.Full ? Renditions.Avif : Renditions.Jpeg)) is not null;
    }

    /// <summary>The path of a rendition; null for anything that is not one, whatever it is called.</summary>
    public string? Find(string file)
    {
        if (!RenditionName().IsMatch(file)) return null;
        var path = Path.Combine(RenditionsFolder, file[..2], file);
        return File.Exists(path) ? path : null;
    }

    /// <summary>Takes an original and all that was ever cut from it off the disk.</summary>
    public void Delete(string file, int width, int height)
    {
        File.Delete(PathOfOriginal(file));
        DeleteAllRenditions(file, width, height);
    }

    /// <summary>Takes all that was ever cut from an original off the disk, around whichever point.</summary>
    public void DeleteAllRenditions(string file, int width, int height)
    {
        for (var x = 0; x <= 100; x++)
            for (var y = 0; y <= 100; y++)
            {
                var key = Picture.KeyOf(file, x, y);
                if (HasAny(key, width, height)) DeleteRenditions(key, width, height);
            }
    }

    /// <summary>Takes what was cut under that key off the disk.</summary>
    public void DeleteRenditions(string key, int width, int height)
    {
        var folder = Path.Combine(RenditionsFolder, key[..2]);
        if (!Directory.Exists(folder)) return;
        foreach (var rendition in Renditions.All(width, height))
            foreach (var ending in types.Keys) File.Delete(Path.Combine(folder, rendition.File(key, ending)));
    }

    /// <summary>JPEG is cut first: where none of it is there nothing was cut.</summary>
    bool HasAny(string key, int width, int height) => Renditions.All(width, height).Any(rendition => Find(rendition.File(key, Renditions.Jpeg)) is not null);

    /// <summary>The name of an original: the hash of its content.</summary>
    public static string NameOf(byte[] hash, string ending) => Convert.ToHexStringLower(hash)[..24] + ending;

    [GeneratedRegex(@"\A[0-9a-f]{16}-[wcb][0-9]{1,4}\.(?:jpg|webp|avif)\z", RegexOptions.CultureInvariant)]
    private static partial Regex RenditionName();

    public void Dispose() => gate.Dispose();

    sealed class Opened(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
