using Broadsheet.Media;

namespace Broadsheet.Wire.Pictures;

/// <summary>A picture's file beside the items that name it.</summary>
static class PictureBeside
{
    /// <summary>The kind of picture that file is, or null; the file is then at its beginning again.</summary>
    public static async Task<PictureKind?> KindOf(Stream content, CancellationToken stop)
    {
        var start = new byte[PictureKind.BytesThatTell];
        var read = await content.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, stop);
        content.Position = 0;
        return PictureKind.Of(start.AsSpan(0, read));
    }
}
