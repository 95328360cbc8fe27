using Broadsheet.Kit;
using MetadataExtractor;
using MetadataExtractor.Formats.Exif;
using MetadataExtractor.Formats.Iptc;
using MetadataExtractor.Formats.Xmp;
using MetadataExtractor.IO;
using NetVips;
using XmpCore;

namespace Broadsheet.Media.Darkroom;

/// <summary>What a picture's own file says of it: IPTC first, as agencies write it, then XMP, then EXIF.</summary>
static class WordsInFile
{
    const string Dublin = "http://purl.org/dc/elements/1.1/", Photoshop = "http://ns.adobe.com/photoshop/1.0/",
        Rights = "http://ns.adobe.com/xap/1.0/rights/", Iptc = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/";

    public static PictureWords Read(string path)
    {
        try
        {
            return Of(IsAvif(path) ? InBoxes(path) : ImageMetadataReader.ReadMetadata(path));
        }
        catch (Exception failure) when (failure is ImageProcessingException or IOException or ArgumentException or XmpException or VipsException or InvalidOperationException or IndexOutOfRangeException or OverflowException or FormatException)
        {
            // The picture is sound, or we should not be here; what it says of itself is not.
            Console.Error.WriteLine(failure.Message);
            return new PictureWords();
        }
    }

    static bool IsAvif(string path)
    {
        Span<byte> start = stackalloc byte[PictureKind.BytesThatTell];
        using var file = File.OpenRead(path);
        return PictureKind.Of(start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)]) == PictureKind.Avif;
    }

    /// <summary>In an AVIF they lie in boxes, which libvips opens and the library does not.</summary>
    static List<MetadataExtractor.Directory> InBoxes(string path)
    {
        const int preamble = 6; // "Exif", and two NUL
        using var head = Image.NewFromFile(path, access: Enums.Access.Sequential);
        List<MetadataExtractor.Directory> said = [];
        if (head.Contains("exif-data") && head.Get("exif-data") is byte[] { Length: > preamble } exif) said.AddRange(new ExifReader().Extract(new ByteArrayReader(exif[preamble..])));
        if (head.Contains("xmp-data") && head.Get("xmp-data") is byte[] xmp) said.Add(new XmpReader().Extract(xmp));
        return said;
    }

    static PictureWords Of(IReadOnlyList<MetadataExtractor.Directory> said)
    {
        var iptc = said.OfType<IptcDirectory>().FirstOrDefault();
        var exif = said.OfType<ExifIfd0Directory>().FirstOrDefault();
        var xmp = said.OfType<XmpDirectory>().Select(directory => directory.XmpMeta).OfType<IXmpMeta>().ToList();
        var author = First(iptc?.GetString(IptcDirectory.TagByLine), Item(xmp, Dublin, "creator"), exif?.GetString(ExifDirectoryBase.TagArtist));
        var agency = First(iptc?.GetString(IptcDirectory.TagCredit), Property(xmp, Photoshop, "Credit"));
        var copyright = First(iptc?.GetString(IptcDirectory.TagCopyrightNotice), Localised(xmp, Dublin, "rights"), exif?.GetString(ExifDirectoryBase.TagCopyright));
        return new PictureWords(
            SoundCut.Of(First(iptc?.GetString(IptcDirectory.TagCaption), Localised(xmp, Dublin, "description"), exif?.GetString(ExifDirectoryBase.TagImageDescription)), PictureWords.LongestText),
            SoundCut.Of(Credit(author, agency) is { Length: > 0 } credit ? credit : copyright, PictureWords.LongestLine),
            SoundCut.Of(Localised(xmp, Iptc, "AltTextAccessibility"), PictureWords.LongestText),
            SoundCut.Of(First(Localised(xmp, Rights, "UsageTerms"), iptc?.GetString(IptcDirectory.TagSpecialInstructions), Property(xmp, Photoshop, "Instructions"), copyright), PictureWords.LongestText));
    }

    /// <summary>As it is printed: the photographer, then for whom.</summary>
    static string Credit(string author, string agency) =>
        author.Length == 0 ? agency : agency.Length == 0 || agency.Contains(author, StringComparison.OrdinalIgnoreCase) ? (agency.Length == 0 ? author : agency) : $"{author}/{agency}";

    static string First(params string?[] texts) => texts.Select(text => text?.Trim().Trim('\0').Trim() ?? "").FirstOrDefault(text => text.Length > 0, "");

    static string Property(List<IXmpMeta> xmp, string space, string name) => First([.. xmp.Select(meta => meta.GetPropertyString(space, name))]);

    static string Item(List<IXmpMeta> xmp, string space, string name) =>
        First([.. xmp.Select(meta => meta.CountArrayItems(space, name) > 0 ? meta.GetArrayItem(space, name, 1)?.Value : null)]);

    static string Localised(List<IXmpMeta> xmp, string space, string name) =>
        First([.. xmp.Select(meta => meta.DoesPropertyExist(space, name) ? meta.GetLocalizedText(space, name, null, XmpConstants.XDefault)?.Value : null)]);
}
