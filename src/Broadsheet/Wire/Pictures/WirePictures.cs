using Broadsheet.Kit;
using Broadsheet.Kit.Fetching;
using Broadsheet.Media;
using Broadsheet.NewsFormats;
using Broadsheet.Storage;
using Broadsheet.Wire.Intake;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Wire.Pictures;

/// <summary>A picture that a wire item names.</summary>
/// <param name="At">Its place among those of the item.</param>
/// <param name="IsHere">Its file is on our disk, so that it can be looked at.</param>
/// <param name="CanCome">It is here, or the agency gave an address of the web.</param>
public sealed record ItemPicture(int At, PictureWords Words, bool IsHere, bool CanCome);

/// <summary>
/// The pictures that wire items name: a file beside the item in its source's folder, whichever came first, or an address of the
/// web. Nothing is fetched until somebody takes it.
/// </summary>
sealed class WirePictures(IDbContextFactory<NewsroomDb> reading, Sources sources, Outside outside, PictureIntake intake, MediaSettings settings)
{
    const int MostPictures = 50, SmallestWidth = 300;

    /// <summary>Those of an item; none where there is no such item.</summary>
    public async Task<IReadOnlyList<ItemPicture>> Of(Guid item, CancellationToken stop) =>
        await Find(item, stop) is { } found ? Of(found.Source, found.Item) : [];

    /// <summary>Those of an item that was read already.</summary>
    public IReadOnlyList<ItemPicture> Of(Source source, NewsItem item) => [.. item.Pictures.Take(MostPictures).Select((picture, at) =>
    {
        var here = Files(source, picture).Count > 0;
        return new ItemPicture(at, WordsOf(item, picture), here, here || WebAddress(picture) is not null);
    })];

    /// <summary>The smallest file of it that is large enough to look at; null where none is here.</summary>
    public async Task<string?> ToLookAt(Guid item, int at, CancellationToken stop)
    {
        if (await Find(item, stop) is not { } found || PictureAt(found.Item, at) is not { } picture) return null;
        var files = Files(found.Source, picture);
        return files.Where(file => !(file.Rendition.Width < SmallestWidth)).OrderBy(file => new FileInfo(file.Path).Length).Select(file => file.Path).FirstOrDefault()
            ?? files.Select(file => file.Path).FirstOrDefault();
    }

    /// <summary>Takes the largest file of it into the library, with what the agency says of it.</summary>
    public async Task<PictureTaken> Take(Guid item, int at, CancellationToken stop)
    {
        if (await Find(item, stop) is not { } found || PictureAt(found.Item, at) is not { } picture) return new PictureTaken(null, "PictureNotHere");
        // What the agency killed or holds back is not carried on by its picture.
        if (found.Item.Status != NewsStatus.Usable) return new PictureTaken(null, "PictureNotUsable");
        var words = WordsOf(found.Item, picture);
        if (Files(found.Source, picture).Select(file => file.Path).MaxBy(file => new FileInfo(file).Length) is { } path)
        {
            await using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.SequentialScan });
            return await intake.Take(file, words, stop);
        }
        return WebAddress(picture) is { } address ? await Fetch(address, words, stop) : new PictureTaken(null, "PictureNotHere");
    }

    async Task<PictureTaken> Fetch(Uri address, PictureWords words, CancellationToken stop)
    {
        try
        {
            var answer = await outside.Get(new Asking(address, (int)settings.LargestFile) { Accept = "image/*" }, stop);
            if ((int)answer.Status is < 200 or > 299) return new PictureTaken(null, "PictureNotFetched");
            using var content = new MemoryStream(answer.Body, writable: false);
            return await intake.Take(content, words, stop);
        }
        catch (OutsideException failure)
        {
            return new PictureTaken(null, failure.Fault == OutsideFault.TooLarge ? "PictureTooLarge" : "PictureNotFetched");
        }
    }

    async Task<(Source Source, NewsItem Item)?> Find(Guid id, CancellationToken stop)
    {
        await using var db = await reading.CreateDbContextAsync(stop);
        return await db.WireItems.Include(item => item.Source).SingleOrDefaultAsync(item => item.Id == id, stop) is { } item ? (item.Source!, item.Read()) : null;
    }

    static NewsPicture? PictureAt(NewsItem item, int at) => at >= 0 && at < Math.Min(item.Pictures.Count, MostPictures) ? item.Pictures[at] : null;

    /// <summary>Its renditions that lie in the source's own folder: the last part of what the agency wrote, for it means its own disk.</summary>
    List<(NewsRendition Rendition, string Path)> Files(Source source, NewsPicture picture)
    {
        if (sources.FolderOf(source) is not { } path) return [];
        var folder = new IntakeFolder(path);
        return [.. picture.Renditions.Where(rendition => Web(rendition) is null).Select(rendition => (rendition, File: folder.Find(NameIn(rendition.Href)))).Where(found => found.File is not null).Select(found => (found.rendition, found.File!))];
    }

    static string NameIn(string? href)
    {
        if (href is not { Length: > 0 and <= 1000 }) return "";
        var plain = href.Split('?', '#')[0];
        return Uri.UnescapeDataString(plain[(plain.LastIndexOfAny(['/', '\\']) + 1)..]);
    }

    /// <summary>The widest that the agency offers on the web.</summary>
    static Uri? WebAddress(NewsPicture picture) =>
        picture.Renditions.Where(rendition => Web(rendition) is not null).OrderByDescending(rendition => rendition.Width ?? 0).Select(Web).FirstOrDefault();

    static Uri? Web(NewsRendition rendition) =>
        Uri.TryCreate(rendition.Href, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) ? address : null;

    /// <summary>To begin with, where the agency did not say it of the picture itself; an editor looks at it.</summary>
    static PictureWords WordsOf(NewsItem item, NewsPicture picture) => new(
        Line(picture.Caption ?? (picture.Guid == item.Guid ? item.Description : null), PictureWords.LongestText),
        Line(picture.Credit ?? picture.Byline ?? item.Credit ?? item.Provider, PictureWords.LongestLine), "", Line(picture.UsageTerms ?? item.UsageTerms, PictureWords.LongestText));

    static string Line(string? text, int longest) => SoundCut.Of(TypedText.Line(text), longest);
}
