using NetVips;

namespace Broadsheet.Media.Darkroom;

/// <summary>Cuts one picture: upright, in sRGB, on white where it is transparent, and with nothing of what its file says besides.</summary>
sealed class Cutting(DarkroomJob job)
{
    const int JpegQuality = 80, WebpQuality = 78, AvifQuality = 55, AvifEffort = 2, WebpEffort = 3;
    const int NoLimit = 10_000_000;
    static readonly double[] white = [255, 255, 255];

    public Developed Cut()
    {
        var (width, height) = Size();
        if ((long)width * height > job.MostPixels) return Developed.Refused(Developed.TooManyPixels);
        using var whole = Base(Renditions.Base(width, height).Width);
        var folder = Path.Combine(job.Renditions, job.Key[..2]);
        Writing(() => Directory.CreateDirectory(folder));
        foreach (var shape in Renditions.All(width, height).GroupBy(rendition => rendition.Shape)) Cut(whole, shape, folder);
        return job.Cut == PictureCut.Full
            ? new Developed(null, Width: width, Height: height)
            : new Developed(null, Width: width, Height: height, Tone: Tone.Of(whole), Words: WordsInFile.Read(job.Original));
    }

    /// <summary>As the head of the file says it, turned upright; no pixel is read for it.</summary>
    (int Width, int Height) Size()
    {
        using var head = Image.NewFromFile(job.Original, access: Enums.Access.Sequential);
        var sideways = head.Contains("orientation") && head.Get("orientation") is int and >= 5 and <= 8;
        return sideways ? (head.Height, head.Width) : (head.Width, head.Height);
    }

    /// <summary>All others are cut from this one, so that the file is decoded once. A picture that breaks off is refused.</summary>
    Image Base(int width)
    {
        using var thumbnail = Image.Thumbnail(job.Original, width, height: NoLimit, size: Enums.Size.Down, outputProfile: "srgb", failOn: Enums.FailOn.Truncated);
        using var rgb = thumbnail.Colourspace(Enums.Interpretation.Srgb);
        using var flat = rgb.HasAlpha() ? rgb.Flatten(background: white) : rgb.Copy();
        using var bytes = flat.Cast(Enums.BandFormat.Uchar);
        return bytes.CopyMemory();
    }

    void Cut(Image whole, IEnumerable<Rendition> sizes, string folder)
    {
        foreach (var size in sizes)
        {
            var part = Renditions.Part(whole.Width, whole.Height, size.Shape, job.FocusX, job.FocusY);
            using var crop = whole.ExtractArea(part.Left, part.Top, part.Width, part.Height);
            using var sized = crop.Width == size.Width && crop.Height == size.Height ? crop.Copy() : crop.ThumbnailImage(size.Width, height: size.Height, size: Enums.Size.Force);
            using var ready = sized.CopyMemory();
            if (job.Cut == PictureCut.Quick)
            {
                Save(folder, size, Renditions.Jpeg, () => ready.JpegsaveBuffer(q: JpegQuality, optimizeCoding: true, interlace: true, keep: Enums.ForeignKeep.None));
                continue;
            }
            Save(folder, size, Renditions.Webp, () => ready.WebpsaveBuffer(q: WebpQuality, effort: WebpEffort, keep: Enums.ForeignKeep.None));
            Save(folder, size, Renditions.Avif, () => ready.HeifsaveBuffer(q: AvifQuality, compression: Enums.ForeignHeifCompression.Av1, effort: AvifEffort, keep: Enums.ForeignKeep.None));
        }
    }

    /// <summary>
    /// It has its name only once it is whole. libvips writes into memory, for it does not tell a picture that is broken from a disk
    /// that is full.
    /// </summary>
    void Save(string folder, Rendition size, string ending, Func<byte[]> cut)
    {
        var path = Path.Combine(folder, size.File(job.Key, ending));
        if (File.Exists(path)) return;
        var (content, part) = (cut(), path + ".part");
        Writing(() =>
        {
            try
            {
                File.WriteAllBytes(part, content);
                File.Move(part, path, overwrite: true);
            }
            catch (IOException)
            {
                File.Delete(part); // what little there is of it takes room on a disk that has none
                throw;
            }
        });
    }

    static void Writing(Action write)
    {
        try { write(); }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException) { throw new NotWrittenException(failure); }
    }
}

/// <summary>What was cut cannot be stored: the picture is not to blame.</summary>
sealed class NotWrittenException(Exception cause) : Exception(cause.Message, cause);

/// <summary>A picture's dominant colour, one of 64: four steps of red, of green and of blue.</summary>
static class Tone
{
    const int Side = 48;

    public static int Of(Image picture)
    {
        using var small = picture.ThumbnailImage(Side, height: Side, size: Enums.Size.Force);
        using var rgb = small.Bands >= 3 ? small.ExtractBand(0, n: 3) : small.Bandjoin(small, small);
        var pixels = rgb.WriteToMemory<byte>();
        var counts = new int[64];
        for (var at = 0; at + 2 < pixels.Length; at += 3) counts[((pixels[at] >> 6) << 4) | ((pixels[at + 1] >> 6) << 2) | (pixels[at + 2] >> 6)]++;
        return counts.Index().MaxBy(count => count.Item).Index;
    }
}
