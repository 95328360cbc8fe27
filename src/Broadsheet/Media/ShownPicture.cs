namespace Broadsheet.Media;

/// <summary>A picture as it stands beside a text. All a page needs to know of it.</summary>
public sealed record ShownPicture(long Number, string Key, PictureCut Cut, int Width, int Height, int Tone, string Caption, string Credit, string Alt)
{
    const int SharedWidth = 1200;

    /// <summary>Whether there is anything to show: readers never get an original, for it may tell where it was taken.</summary>
    public bool IsThere => Cut != PictureCut.None;

    /// <summary>A tall one stands in the column of the text, whole.</summary>
    public bool IsTall => Renditions.IsTall(Width, Height);

    /// <summary>Readers have a page of it, once a story that shows it is published.</summary>
    public bool HasPage { get; init; } = true;

    public string? Address => HasPage ? $"/picture/{Number}" : null;

    /// <summary>Where its class says which of the 64 colours it is, so that nothing is white while it loads.</summary>
    public string ToneClass => ToneClasses[Tone];

    /// <summary>The rendition for other sites that show the page (Open Graph, feeds): JPEG, 1200 wide where the picture is that wide.</summary>
    public (string Address, int Width, int Height) ForSharing
    {
        get
        {
            var all = Renditions.Of(Width, Height, PictureShape.Broad);
            var best = all.LastOrDefault(each => each.Width <= SharedWidth, all[0]);
            return (PictureFiles.AddressOf(best.File(Key, Renditions.Jpeg)), best.Width, best.Height);
        }
    }

    static readonly string[] ToneClasses = [.. Enumerable.Range(0, 64).Select(tone => $"tone-{tone}")];
}
