using System.Text;

namespace Broadsheet.Media;

/// <summary>A kind of picture file we print, told by its first bytes and never by its name.</summary>
public sealed record PictureKind(string Ending, string MediaType)
{
    /// <summary>So many of a file's first bytes tell its kind.</summary>
    public const int BytesThatTell = 32;

    static readonly PictureKind jpeg = new(".jpg", "image/jpeg"), png = new(".png", "image/png"), gif = new(".gif", "image/gif"),
        webp = new(".webp", "image/webp"), tiff = new(".tif", "image/tiff");

    public static readonly PictureKind Avif = new(".avif", "image/avif");

    public static readonly IReadOnlyList<PictureKind> All = [jpeg, png, gif, webp, Avif, tiff];

    /// <summary>Null for everything else, drawings in SVG among it: they can carry script.</summary>
    public static PictureKind? Of(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith<byte>([0xFF, 0xD8, 0xFF])) return jpeg;
        if (start.StartsWith<byte>([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])) return png;
        if (start.StartsWith("GIF87a"u8) || start.StartsWith("GIF89a"u8)) return gif;
        if (start.StartsWith("RIFF"u8) && start.Length >= 12 && start[8..].StartsWith("WEBP"u8)) return webp;
        if (start.StartsWith<byte>([0x49, 0x49, 0x2A, 0x00]) || start.StartsWith<byte>([0x4D, 0x4D, 0x00, 0x2A])) return tiff;
        return start.Length >= 12 && start[4..].StartsWith("ftyp"u8) && Brands(start).Contains("avif", StringComparison.Ordinal) ? Avif : null;
    }

    /// <summary>The major brand of an ISO file and the compatible ones after it.</summary>
    static string Brands(ReadOnlySpan<byte> start) => Encoding.Latin1.GetString(start[8..]);

    /// <summary>
    /// Whether a file of this kind has its end: one that is still on its way in has not. Where the kind does not say how it
    /// ends, it is taken to be whole.
    /// </summary>
    public bool IsWhole(Stream file)
    {
        const int longestTail = 65_536;
        var tail = new byte[(int)Math.Min(longestTail, file.Length)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        if (this == jpeg) return tail.AsSpan().LastIndexOf<byte>([0xFF, 0xD9]) >= 0;
        if (this == png) return tail.AsSpan().LastIndexOf("IEND"u8) >= 0;
        if (this == gif) return tail.AsSpan().LastIndexOf((byte)0x3B) >= 0;
        if (this != webp) return true;
        var length = new byte[4];
        file.Position = 4;
        file.ReadExactly(length);
        return file.Length >= BitConverter.ToUInt32(length) + 8L;
    }
}
