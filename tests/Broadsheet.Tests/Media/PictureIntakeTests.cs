using System.Net;
using Broadsheet.Media;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;
using MetadataExtractor;
using MetadataExtractor.Formats.Exif;
using Microsoft.EntityFrameworkCore;
using NetVips;

namespace Broadsheet.Tests.Media;

public sealed class PictureIntakeTests
{
    [Theory, OnBothDatabases, Trait("Speed", "Slow")]
    public async Task A_photograph_is_cut_in_three_kinds_and_readers_get_the_sizes_the_page_names(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var number = await Take(newsroom, Photographs.Jpeg(900, 600));
        var story = await newsroom.Print(Printing.Gate with { PictureNumber = number });
        await IsCut(newsroom, number, PictureCut.Full);

        using var visitor = newsroom.Visitor();
        var address = await visitor.AddressOf(story);
        var page = await Newsroom.Eventually(() => visitor.Page(address), page => page.QuerySelector(".broad source") is not null);
        Assert.Equal(["image/avif", "image/webp"], page.QuerySelectorAll(".broad source").Select(source => source.GetAttribute("type")));
        foreach (var set in page.QuerySelectorAll(".broad :is(source, img)"))
            foreach (var (file, width) in Set(set.GetAttribute("srcset")!))
            {
                var answer = await visitor.GetAsync(file, Newsroom.Stop);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                Assert.Equal("public, max-age=31536000, immutable", answer.Headers.CacheControl!.ToString().Replace("max-age=31536000, public", "public, max-age=31536000", StringComparison.Ordinal));
                using var image = Image.NewFromBuffer(await answer.Content.ReadAsByteArrayAsync(Newsroom.Stop));
                Assert.Equal((width, width / 2), (image.Width, image.Height));
            }
        var shown = page.QuerySelector(".broad img")!;
        Assert.Equal(("900", "450"), (shown.GetAttribute("width"), shown.GetAttribute("height")));
        Assert.StartsWith("tone-", shown.ClassName, StringComparison.Ordinal);
    }

    [Fact, Trait("Speed", "Slow")]
    public async Task Where_it_was_taken_and_with_which_camera_never_reaches_a_reader()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        var original = Photographs.Jpeg(640, 400, Photographs.Exif(), Photographs.Xmp("A boat", "Once only"));
        Assert.NotEmpty(ImageMetadataReader.ReadMetadata(new MemoryStream(original)).OfType<GpsDirectory>());
        var number = await Take(newsroom, original);
        await IsCut(newsroom, number, PictureCut.Full);
        var renditions = System.IO.Directory.GetFiles(Path.Combine(newsroom.Data, "renditions"), "*", SearchOption.AllDirectories);
        Assert.Equal([".avif", ".jpg", ".webp"], renditions.Select(Path.GetExtension).Distinct().Order());
        foreach (var file in renditions)
        {
            var bytes = await File.ReadAllBytesAsync(file, Newsroom.Stop);
            Assert.True(bytes.AsSpan().IndexOf("4711"u8) < 0 && bytes.AsSpan().IndexOf("Exif"u8) < 0 && bytes.AsSpan().IndexOf("xmp"u8) < 0, file);
            Assert.Empty(ImageMetadataReader.ReadMetadata(file).OfType<ExifDirectoryBase>());
        }
        // The original is kept as it came, and nobody is given it.
        await using var db = await newsroom.Read();
        var name = await db.Pictures.Where(picture => picture.Number == number).Select(picture => picture.File).SingleAsync(Newsroom.Stop);
        Assert.Equal(original, await File.ReadAllBytesAsync(Path.Combine(newsroom.Data, "pictures", name), Newsroom.Stop));
        using var visitor = newsroom.Visitor();
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/media/" + name, Newsroom.Stop)).StatusCode);
    }

    [Fact]
    public async Task A_photograph_taken_sideways_stands_upright()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        var picture = await Read(newsroom, await Take(newsroom, Photographs.Jpeg(600, 400, Photographs.Exif(orientation: 6))));
        Assert.Equal((400, 600), (picture.Width, picture.Height));
        using var cut = Image.NewFromFile(newsroom.Get<PictureFiles>().Find($"{picture.RenditionKey}-w400.jpg")!);
        Assert.Equal((400, 600), (cut.Width, cut.Height));
        // The boat was at the left and is at the top now.
        Assert.True(cut.Getpoint(200, 20)[0] > 150 && cut.Getpoint(200, 580)[0] < 150);
    }

    [Fact]
    public async Task Pictures_of_other_kinds_come_out_as_readers_browsers_show_them()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        foreach (var (kind, file) in new (string, byte[])[] { ("ink", Photographs.Cmyk()), ("glass", Photographs.Transparent()), ("deep", Photographs.Grey16()), ("moving", Photographs.Moving()) })
        {
            var picture = await Read(newsroom, await Take(newsroom, file));
            using var cut = Image.NewFromFile(newsroom.Get<PictureFiles>().Find(Renditions.Of(picture.Width, picture.Height, PictureShape.Whole)[^1].File(picture.RenditionKey, Renditions.Jpeg))!);
            Assert.Equal((kind, Enums.BandFormat.Uchar, picture.Width, picture.Height), (kind, cut.Format, cut.Width, cut.Height));
            Assert.Contains(cut.Interpretation, new[] { Enums.Interpretation.Srgb, Enums.Interpretation.Bw });
            if (kind == "glass") Assert.True(cut.Getpoint(200, 100).All(value => value > 250), "What is transparent is white.");
            if (kind == "ink") Assert.True(cut.Getpoint(300, 20)[2] > cut.Getpoint(300, 20)[0], "The sky is blue.");
            if (kind == "moving") Assert.Equal((300, 200), (picture.Width, picture.Height));
        }
    }

    [Theory, OnBothDatabases]
    public async Task What_the_file_says_is_offered_to_the_desk(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var file = Photographs.Jpeg(640, 400, Photographs.Iptc("The ferry at Östra kaj.", "Åsa Lind", "Norra Wire", "Not for sale in Merrin"), Photographs.Exif(description: "OLYMPUS"), Photographs.Xmp("A red ferry", "One use, in print and on the web"));
        var picture = await Read(newsroom, await Take(newsroom, file));
        Assert.Equal(("The ferry at Östra kaj.", "Åsa Lind/Norra Wire", "A red ferry", "One use, in print and on the web"), (picture.Caption, picture.Credit, picture.Alt, picture.UsageTerms));
    }

    [Fact]
    public async Task What_an_AVIF_says_is_offered_too()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var sound = Image.NewFromBuffer(Photographs.Jpeg(640, 400, Photographs.Exif(artist: "Ines Lind", description: "The ferry at East Quay."), Photographs.Xmp("A red ferry", "One use, in print and on the web")));
        var picture = await Read(newsroom, await Take(newsroom, sound.HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1, effort: 0, keep: Enums.ForeignKeep.All)));
        Assert.Equal(("The ferry at East Quay.", "Ines Lind", "A red ferry", "One use, in print and on the web"), (picture.Caption, picture.Credit, picture.Alt, picture.UsageTerms));
    }

    [Fact]
    public async Task What_the_agency_says_goes_before_what_the_file_says()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var content = new MemoryStream(Photographs.Jpeg(640, 400, Photographs.Iptc("From the file", "Åsa Lind", "Norra Wire", "")));
        var taken = await newsroom.Get<PictureIntake>().Take(content, new PictureWords(Caption: "From the agency"), Newsroom.Stop);
        var picture = await Read(newsroom, taken.Number!.Value);
        Assert.Equal(("From the agency", "Åsa Lind/Norra Wire"), (picture.Caption, picture.Credit));
    }

    [Fact]
    public async Task The_same_file_twice_is_one_picture()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        var first = await Take(newsroom, Photographs.Jpeg());
        using var again = new MemoryStream(Photographs.Jpeg());
        Assert.Equal(new PictureTaken(first, null, WasHere: true), await newsroom.Get<PictureIntake>().Take(again, new PictureWords(), Newsroom.Stop));
    }

    [Fact]
    public async Task The_same_file_sent_twice_at_once_is_one_picture()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        var photograph = Photographs.Jpeg();
        var taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => newsroom.Get<PictureIntake>().Take(new MemoryStream(photograph), new PictureWords(), Newsroom.Stop), Newsroom.Stop)));
        Assert.Single(taken.Select(one => one.Number).Distinct());
        await using var db = await newsroom.Read();
        Assert.Equal(1, await db.Pictures.CountAsync(Newsroom.Stop));
    }

    [Theory, OnBothDatabases, Trait("Speed", "Slow")]
    public async Task A_restart_goes_on_cutting_and_what_was_lost_is_cut_again(Database database)
    {
        var newsroom = await Newsroom.Open(database);
        long number;
        try
        {
            number = await Take(newsroom, Photographs.Jpeg(400, 250));
            await IsCut(newsroom, number, PictureCut.Full);
        }
        finally
        {
            await newsroom.CloseKeepingData();
        }
        System.IO.Directory.Delete(Path.Combine(newsroom.Data, "renditions"), recursive: true);
        await using var again = await newsroom.OpenAgain();
        var files = again.Get<PictureFiles>();
        var key = (await Read(again, number)).RenditionKey;
        await Newsroom.Eventually(() => Task.FromResult(files.Find($"{key}-w400.avif")), file => file is not null);
        await IsCut(again, number, PictureCut.Full);
    }

    [Theory, OnBothDatabases]
    public async Task A_picture_whose_original_is_gone_says_so_until_a_restart_finds_it_brought_back(Database database)
    {
        var newsroom = await Newsroom.Open(database);
        long number;
        try
        {
            number = await newsroom.Hang(cut: PictureCut.None);
            await newsroom.Writer.Save(db => db.Record(new PictureChanged(number)), Newsroom.Stop);
            var picture = await Newsroom.Eventually(() => Read(newsroom, number), picture => picture.Problem is not null);
            Assert.Equal("PictureLost", picture.Problem);
            await File.WriteAllBytesAsync(newsroom.Get<PictureFiles>().PathOfOriginal(picture.File), Photographs.Jpeg(picture.Width, picture.Height), Newsroom.Stop);
        }
        finally
        {
            await newsroom.CloseKeepingData();
        }
        await using var again = await newsroom.OpenAgain();
        Assert.Null((await Newsroom.Eventually(() => Read(again, number), picture => picture.Cut != PictureCut.None)).Problem);
    }

    [Theory, OnBothDatabases]
    public async Task A_picture_whose_sizes_cannot_be_stored_is_not_given_up_and_holds_up_no_other(Database database)
    {
        await using var newsroom = await Newsroom.Open(database);
        var files = newsroom.Get<PictureFiles>();
        var names = (First: await files.Keep(Photographs.Jpeg(400, 260), ".jpg", Newsroom.Stop), Second: await files.Keep(Photographs.Jpeg(420, 260), ".jpg", Newsroom.Stop));
        // Where its folder should be there is a file; that of the other is another.
        var place = Path.Combine(files.RenditionsFolder, Picture.KeyOf(names.First, 50, 50)[..2]);
        Assert.NotEqual(place, Path.Combine(files.RenditionsFolder, Picture.KeyOf(names.Second, 50, 50)[..2]));
        await File.WriteAllTextAsync(place, "", Newsroom.Stop);
        var (first, second) = await newsroom.Writer.Write(async (db, stop) =>
        {
            Picture Added(string file, int width) => db.Pictures.Add(new Picture { Id = Guid.CreateVersion7(), File = file, MediaType = "image/jpeg", Width = width, Height = 260, Tone = 1, Caption = "", Credit = "", Alt = "", AddedAt = DateTimeOffset.UnixEpoch }).Entity;
            var first = Added(names.First, 400);
            await db.SaveChangesAsync(stop);
            var second = Added(names.Second, 420);
            await db.SaveChangesAsync(stop);
            db.Record(new PictureChanged(first.Number));
            await db.SaveChangesAsync(stop);
            return (first.Number, second.Number);
        }, Newsroom.Stop);

        await IsCut(newsroom, second, PictureCut.Full);
        Assert.True(await Read(newsroom, first) is { Cut: PictureCut.None, Problem: null, Attempts: 0 });
        File.Delete(place);
        await IsCut(newsroom, first, PictureCut.Full);
    }

    static IEnumerable<(string File, int Width)> Set(string srcset) => srcset.Split(", ").Select(each => each.Split(' ')).Select(each => (each[0], int.Parse(each[1].TrimEnd('w'), System.Globalization.CultureInfo.InvariantCulture)));

    static async Task<long> Take(Newsroom newsroom, byte[] file)
    {
        using var content = new MemoryStream(file);
        var taken = await newsroom.Get<PictureIntake>().Take(content, new PictureWords(), Newsroom.Stop);
        Assert.Null(taken.Problem);
        return taken.Number!.Value;
    }

    static async Task<Picture> Read(Newsroom newsroom, long number)
    {
        await using var db = await newsroom.Read();
        return await db.Pictures.SingleAsync(picture => picture.Number == number, Newsroom.Stop);
    }

    static Task<Picture> IsCut(Newsroom newsroom, long number, PictureCut cut) => Newsroom.Eventually(() => Read(newsroom, number), picture => picture.Cut == cut);
}
