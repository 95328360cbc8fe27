using Broadsheet.Media;

namespace Broadsheet.Tests.Media;

public sealed class RenditionsTests
{
    [Fact]
    public void A_large_photograph_has_five_widths() =>
        Assert.Equal([(320, 213), (560, 373), (800, 533), (1200, 800), (1920, 1280)], Renditions.Of(6000, 4000, PictureShape.Whole).Select(size => (size.Width, size.Height)));

    [Theory, InlineData(700, 400), InlineData(100, 4000), InlineData(4000, 100), InlineData(1, 1), InlineData(321, 200), InlineData(1920, 1080)]
    public void None_is_larger_than_the_original_and_the_largest_is_as_large_as_can_be(int width, int height)
    {
        foreach (var shape in Enum.GetValues<PictureShape>())
        {
            var sizes = Renditions.Of(width, height, shape);
            Assert.All(sizes, size => Assert.True(size.Width <= width && size.Height <= height && size is { Width: > 0, Height: > 0 }, $"{size} of {width} x {height}"));
            Assert.Equal(sizes.Select(size => size.Width).Distinct().Order(), sizes.Select(size => size.Width));
        }
        Assert.Equal(Math.Min(width, 1920), Renditions.Of(width, height, PictureShape.Whole)[^1].Width);
    }

    [Fact]
    public void A_crop_keeps_what_matters_as_far_as_there_is_room()
    {
        Assert.Equal(new PicturePart(0, 0, 1280, 800), Renditions.Part(1920, 800, PictureShape.Card, 10, 50));
        Assert.Equal(new PicturePart(320, 0, 1280, 800), Renditions.Part(1920, 800, PictureShape.Card, 50, 50));
        Assert.Equal(new PicturePart(640, 0, 1280, 800), Renditions.Part(1920, 800, PictureShape.Card, 90, 50));
        Assert.Equal(new PicturePart(0, 480, 1920, 960), Renditions.Part(1920, 1440, PictureShape.Broad, 50, 100));
    }

    [Fact]
    public void A_tall_picture_is_never_made_broad() => Assert.Equal(PictureShape.Whole, Renditions.ShapeOf(800, 1200, PictureShape.Broad));

    [Fact]
    public void What_is_shared_is_a_JPEG_no_wider_than_1200()
    {
        var picture = new ShownPicture(1000, "0123456789abcdef", PictureCut.Quick, 6000, 4000, 0, "", "", "");
        Assert.Equal(("/media/0123456789abcdef-b1200.jpg", 1200, 600), picture.ForSharing);
    }
}
