using System.Globalization;

namespace Broadsheet.Media;

/// <summary>How a picture stands on a page: whole, on a card of a list, or broad at the head of a story.</summary>
public enum PictureShape { Whole, Card, Broad }

/// <summary>One size of a picture.</summary>
public readonly record struct Rendition(PictureShape Shape, int Width, int Height)
{
    /// <summary>The name of its file, which says by the key what is in it.</summary>
    public string File(string key, string ending) => string.Create(CultureInfo.InvariantCulture, $"{key}-{Letter}{Width}{ending}");

    char Letter => Shape switch { PictureShape.Card => 'c', PictureShape.Broad => 'b', _ => 'w' };
}

/// <summary>A part of a picture, in pixels.</summary>
public readonly record struct PicturePart(int Left, int Top, int Width, int Height);

/// <summary>
/// Which sizes of a picture there are. It follows from its width and height alone, so that a page knows them without asking, and
/// whoever cuts them cuts the same.
/// </summary>
public static class Renditions
{
    public const string Jpeg = ".jpg", Webp = ".webp", Avif = ".avif";

    // Made for the look's grid: a card of four at one and two pixels a point, a column on a telephone at two and three, the
    // lead at two, and the broad picture of a story at two.
    static readonly int[] widths = [320, 560, 800, 1200, 1920];

    /// <summary>The width beyond which nothing is cut.</summary>
    public const int Widest = 1920;

    const double CardRatio = 8 / 5d, BroadRatio = 2, TallRatio = 1.2;

    /// <summary>The picture's own size, no wider than <see cref="Widest"/>: all others are cut from it.</summary>
    public static (int Width, int Height) Base(int width, int height)
    {
        var most = Math.Min(width, Widest);
        return (most, Math.Max(1, (int)Math.Round((double)height * most / width)));
    }

    public static bool IsTall(int width, int height) => (double)width / height < TallRatio;

    /// <summary>The shape it really has there: one that is near enough is not cropped, and a tall one is never made broad.</summary>
    public static PictureShape ShapeOf(int width, int height, PictureShape wished) => (wished, (double)width / height) switch
    {
        (PictureShape.Card, >= 1.45 and <= 1.8) => PictureShape.Whole,
        (PictureShape.Broad, < TallRatio or (>= 1.9 and <= 2.1)) => PictureShape.Whole,
        _ => wished,
    };

    /// <summary>The part of the base that is shown in that shape, around the focus as far as there is room.</summary>
    public static PicturePart Part(int width, int height, PictureShape shape, int focusX, int focusY)
    {
        if (shape == PictureShape.Whole) return new(0, 0, width, height);
        var ratio = shape == PictureShape.Card ? CardRatio : BroadRatio;
        var cropWidth = Math.Clamp((int)Math.Round(height * ratio), 1, width);
        var cropHeight = Math.Clamp((int)Math.Round(width / ratio), 1, height);
        return new(
            Math.Clamp((int)Math.Round(width * focusX / 100d) - (cropWidth / 2), 0, width - cropWidth),
            Math.Clamp((int)Math.Round(height * focusY / 100d) - (cropHeight / 2), 0, height - cropHeight),
            cropWidth, cropHeight);
    }

    /// <summary>The sizes of a picture in the shape it has there, the smallest first; none is larger than the original.</summary>
    public static IReadOnlyList<Rendition> Of(int width, int height, PictureShape wished)
    {
        var shape = ShapeOf(width, height, wished);
        var (baseWidth, baseHeight) = Base(width, height);
        var part = Part(baseWidth, baseHeight, shape, 50, 50);
        return [.. widths.Where(each => each < part.Width).Append(part.Width).Select(each => new Rendition(shape, each, Math.Max(1, (int)Math.Round((double)part.Height * each / part.Width))))];
    }

    /// <summary>All that is cut of a picture.</summary>
    public static IEnumerable<Rendition> All(int width, int height) => Enum.GetValues<PictureShape>().SelectMany(shape => Of(width, height, shape)).Distinct();
}
