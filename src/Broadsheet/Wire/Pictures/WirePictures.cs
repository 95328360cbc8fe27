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
/// <param name="CanCome">Its file is on our disk, or the agency gave an address of the web.</param>
public sealed record ItemPicture(int At, PictureWords Words, bool CanCome);

/// <summary>
/// The pictures that wire items name: a file beside the item in its source's folder, whichever came first, or an address of the
/// web. Nothing is fetched until somebody looks at it or takes it.
/// </summary>
sealed class WirePictures(IDbContextFactory<NewsroomDb> reading, Sources sources, Outside outside, PictureIntake intake, INewsroomWriter writer, MediaSettings settings, TimeProvider clock)
{
    const int MostPictures = 50, SmallestWidth = 300;

    /// <summary>Those of an item; none where there is no such item.</summary>
    public async Task<IReadOnlyList<ItemPicture>> Of(Guid item, CancellationToken stop) =>
        await Find(item, stop) is { } found ? Of(found.Source, found.Item) : [];

    /// <summary>Those of an item that was read already.</summary>
    public IReadOnlyList<ItemPicture> Of(Source source, NewsItem item) => [.. item.Pictures.Take(MostPictures).Select((picture, at) =>
    {
        var here = Files(source, picture).Count > 0;
        return new ItemPicture(at, WordsOf(item, picture), here || WebAddresses(picture).Count > 0);
    })];

    /// <summary>The smallest of it that is large enough to look at: from our disk, else from the web. Null where none can be had.</summary>
    public async Task<Stream?> ToLookAt(Guid item, int at, CancellationToken stop)
    {
        if (await Find(item, stop) is not { } found || PictureAt(found.Item, at) is not { } picture) return null;
        var files = Files(found.Source, picture);
        var path = files.Where(file => !(file.Rendition.Width < SmallestWidth)).OrderBy(file => new FileInfo(file.Path).Length).Select(file => file.Path).FirstOrDefault()
            ?? files.Select(file => file.Path).FirstOrDefault();
        if (path is not null) return new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.SequentialScan });
        return WebAddresses(picture) is [var smallest, ..] ? await Fetch(smallest, stop) : null;
    }

    async Task<Stream?> Fetch(Uri address, CancellationToken stop)
    {
        try { return await Ask(address, stop) is { } body ? new MemoryStream(body, writable: false) : null; }
        catch (OutsideException) { return null; }
    }

    /// <summary>Takes the largest file of it into the library, with what the agency says of it.</summary>
    public async Task<PictureTaken> Take(Guid item, int at, CancellationToken stop)
    {
        if (await Find(item, stop) is not { } found || PictureAt(found.Item, at) is not { } picture) return new PictureTaken(null, "PictureNotHere");
        // What the agency killed or holds back is not carried on by its picture. An embargo is asked for when a story is published.
        if (await LineOf(item, stop) is not { Status: WireStatus.Usable } line) return new PictureTaken(null, "PictureNotUsable");
        // Before the picture is there, so that no kill falls between.
        await writer.Write((db, stop) => db.InboxLines.Where(known => known.Id == line.Id).ExecuteUpdateAsync(set => set.SetProperty(known => known.IsUsed, true), stop), stop);
        var taken = await Take(found.Source, picture, WordsOf(found.Item, picture), item, stop);
        if (taken is { WasHere: true, Number: { } number } && !line.IsEmbargoed(clock.GetUtcNow())) await Belongs(number, item, stop);
        return taken;
    }

    async Task<PictureTaken> Take(Source source, NewsPicture picture, PictureWords words, Guid item, CancellationToken stop)
    {
        if (Files(source, picture).Select(file => file.Path).MaxBy(file => new FileInfo(file).Length) is { } path)
        {
            await using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.SequentialScan });
            return await intake.Take(file, words, item, stop);
        }
        if (WebAddresses(picture) is not [.., var widest]) return new PictureTaken(null, "PictureNotHere");
        try
        {
            var answer = await Ask(widest, stop);
            if (answer is null) return new PictureTaken(null, "PictureNotFetched");
            using var content = new MemoryStream(answer, writable: false);
            return await intake.Take(content, words, item, stop);
        }
        catch (OutsideException failure)
        {
            return new PictureTaken(null, failure.Fault == OutsideFault.TooLarge ? "PictureTooLarge" : "PictureNotFetched");
        }
    }

    /// <summary>The same picture came again with another item that may be used: that one's word counts from now on.</summary>
    Task Belongs(long number, Guid item, CancellationToken stop) =>
        writer.Write((db, stop) => db.Pictures.Where(picture => picture.Number == number && picture.WireItemId != null).ExecuteUpdateAsync(set => set.SetProperty(picture => picture.WireItemId, item), stop), stop);

    /// <summary>Null where something else than a picture was answered.</summary>
    async Task<byte[]?> Ask(Uri address, CancellationToken stop)
    {
        var answer = await outside.Get(new Asking(address, (int)settings.LargestFile) { Accept = "image/*" }, stop);
        return (int)answer.Status is >= 200 and < 300 ? answer.Body : null;
    }

    async Task<InboxLine?> LineOf(Guid item, CancellationToken stop)
    {
        await using var db = await reading.CreateDbContextAsync(stop);
        return await db.LineOf(item, stop);
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

    /// <summary>Those that the agency offers on the web, the smallest that one can look at first and the widest last.</summary>
    static List<Uri> WebAddresses(NewsPicture picture)
    {
        var widths = picture.Renditions.Select(rendition => (Address: Web(rendition), Width: rendition.Width ?? 0)).Where(known => known.Address is not null).OrderBy(known => known.Width).ToList();
        var first = widths.FindIndex(known => known.Width >= SmallestWidth);
        return [.. widths.Skip(Math.Max(first, 0)).Select(known => known.Address!)];
    }

    static Uri? Web(NewsRendition rendition) =>
        Uri.TryCreate(rendition.Href, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) ? address : null;

    /// <summary>To begin with, where the agency did not say it of the picture itself; an editor looks at it.</summary>
    static PictureWords WordsOf(NewsItem item, NewsPicture picture) => new(
        Line(picture.Caption ?? (picture.Guid == item.Guid ? item.Description : null), PictureWords.LongestText),
        Line(picture.Credit ?? picture.Byline ?? item.Credit ?? item.Provider, PictureWords.LongestLine), "", Line(picture.UsageTerms ?? item.UsageTerms, PictureWords.LongestText));

    static string Line(string? text, int longest) => SoundCut.Of(TypedText.Line(text), longest);
}
