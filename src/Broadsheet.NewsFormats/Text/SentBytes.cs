using System.IO.Compression;

namespace Broadsheet.NewsFormats.Text;

/// <summary>Takes a stream's bytes, up to a bound.</summary>
internal static class SentBytes
{
    private const int FirstBuffer = 64 * 1024;

    public static ReadOnlyMemory<byte> Read(Stream content, int most, CancellationToken stop)
    {
        var buffer = new byte[FirstBuffer];
        var length = 0;
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var read = content.Read(buffer, length, buffer.Length - length);
            if (read == 0)
                return buffer.AsMemory(0, length);
            buffer = WithRoom(buffer, length += read, most);
        }
    }

    public static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream content, int most, CancellationToken stop)
    {
        var buffer = new byte[FirstBuffer];
        var length = 0;
        while (true)
        {
            var read = await content.ReadAsync(buffer.AsMemory(length), stop).ConfigureAwait(false);
            if (read == 0)
                return buffer.AsMemory(0, length);
            buffer = WithRoom(buffer, length += read, most);
        }
    }

    /// <summary>A document that was packed with gzip, unpacked.</summary>
    public static ReadOnlyMemory<byte> Unpacked(ReadOnlyMemory<byte> bytes, int most, Warnings warnings, CancellationToken stop)
    {
        if (bytes.Span is not [0x1F, 0x8B, 0x08, ..])
            return bytes;
        warnings.Add(NewsWarningKind.Packed);
        using var packed = new GZipStream(new MemoryStream(bytes.ToArray()), CompressionMode.Decompress);
        try
        {
            return Read(packed, most, stop);
        }
        catch (InvalidDataException error)
        {
            throw new NewsFormatException(NewsFormatErrorKind.Malformed, $"The document is packed with gzip and cannot be unpacked: {error.Message}");
        }
    }

    private static byte[] WithRoom(byte[] buffer, int length, int most)
    {
        if (length > most)
            throw new NewsFormatException(NewsFormatErrorKind.TooLarge, $"The document is longer than {most} bytes.");
        if (length == buffer.Length)
            Array.Resize(ref buffer, (int)Math.Min(buffer.Length * 2L, most + 1L));
        return buffer;
    }
}
