using System.Net;
using Broadsheet.Media;
using Broadsheet.Tests.Stories;
using Broadsheet.Tests.World;
using NetVips;

namespace Broadsheet.Tests.Media;

/// <summary>Pictures of every kind with a byte turned, a piece lost or their end missing: taken or refused with a reason, and the paper goes on.</summary>
public sealed class DamagedPicturesTests
{
    const string Library = "/desk/pictures";
    const int OfEachKind = 8;

    public static TheoryData<string> Kinds => [.. PictureKind.All.Select(kind => kind.Ending)];

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_damaged_picture_is_refused_with_a_reason_or_shown_and_the_story_beside_it_stays_readable(string kind)
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        using var jon = await newsroom.SignedIn("jon");
        using var visitor = newsroom.Visitor();
        var sound = Written(kind);
        var random = new Random(20_261_129);
        for (var number = 0; number < OfEachKind; number++)
        {
            var answer = await jon.Upload(Library, "#upload", Damaged(sound, random));
            if (answer.StatusCode != HttpStatusCode.Redirect)
            {
                Assert.Equal((number, HttpStatusCode.UnprocessableEntity), (number, answer.StatusCode));
                Assert.NotEmpty((await FormPosts.Document(answer)).QuerySelector("#picture-problem")!.TextContent.Trim());
            }
            else await IsShown(newsroom, visitor, NumberIn(answer));
        }

        var good = await jon.Upload(Library, "#upload", sound);
        Assert.Equal(HttpStatusCode.Redirect, good.StatusCode);
        await IsShown(newsroom, visitor, NumberIn(good));
    }

    static async Task IsShown(Newsroom newsroom, HttpClient visitor, long picture)
    {
        var page = await visitor.Page(await visitor.AddressOf(await newsroom.Print(Printing.Gate with { PictureNumber = picture })));
        Assert.Equal(Printing.Gate.Headline, page.QuerySelector("h1")!.TextContent);
        using var shown = Image.NewFromBuffer(await visitor.GetByteArrayAsync(page.QuerySelector("figure img")!.GetAttribute("src"), Newsroom.Stop));
        Assert.True(shown.Width > 0);
    }

    static long NumberIn(HttpResponseMessage answer) => long.Parse(answer.Headers.Location!.OriginalString.Split('/', '?')[3], System.Globalization.CultureInfo.InvariantCulture);

    static byte[] Written(string kind)
    {
        using var scene = Photographs.Scene(400, 250);
        return kind switch
        {
            ".jpg" => scene.JpegsaveBuffer(),
            ".avif" => scene.HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1, effort: 0),
            _ => scene.WriteToBuffer(kind),
        };
    }

    static byte[] Damaged(byte[] sound, Random random)
    {
        // Not in its first bytes: what they do not say is no picture, which is another test.
        var at = random.Next(PictureKind.BytesThatTell, sound.Length);
        if (random.Next(4) == 0) return sound[..at];
        if (random.Next(4) == 0) return [.. sound[..at], .. sound[Math.Min(sound.Length, at + random.Next(1, 60))..]];
        byte[] damaged = [.. sound];
        for (var turned = random.Next(1, 8); turned > 0; turned--) damaged[random.Next(PictureKind.BytesThatTell, sound.Length)] ^= (byte)(1 << random.Next(8));
        return damaged;
    }
}
