using System.Globalization;
using System.Text;
using Broadsheet.Tests.World;
using Broadsheet.Wire;

namespace Broadsheet.Tests.Wire;

/// <summary>The ten thousandth variation on a wire file: whatever comes, it is taken or refused with a reason, and the source goes on.</summary>
public sealed class DamagedFilesTests
{
    const int Files = 150;

    static readonly string[] sound =
    [
        Sent.G2("urn:norra:damaged"), Sent.Ninjs("urn:norra:damaged-too", "Harbour"),
        "<rss version=\"2.0\"><channel><title>Harbour</title><item><guid>1</guid><title>One &amp; two</title><description>&lt;p&gt;Text&lt;/p&gt;</description></item></channel></rss>",
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Islands</title><entry><id>1</id><title type=\"html\">One</title><updated>2026-11-24T05:00:00Z</updated><content type=\"html\">Text</content></entry></feed>",
        """{"version":"https://jsonfeed.org/version/1.1","title":"Ferries","items":[{"id":"1","title":"Late","content_html":"<p>Text</p>"}]}""",
    ];

    static readonly string[] put = ["", "\0", "<", ">", "&", "\"", "</script>", "]]>", "<!--", "&#0;", "&#xD800;", "\u202E", "👨‍👩‍👧", "{", "]", "\uFFFF", "é", "<item>", "</title>"];

    [Theory, OnBothDatabases, Trait("Speed", "Slow")]
    public async Task Each_is_taken_or_refused_with_a_reason_and_a_good_one_after_them_arrives(Database database)
    {
        await using var newsroom = await Newsroom.Open(database, new Dictionary<string, string?> { ["Broadsheet:Wire:IncompleteAfterSeconds"] = "0.5" });
        var folder = Path.Combine(newsroom.Data, "wire");
        await Newsroom.Eventually(() => Task.FromResult(Directory.Exists(Path.Combine(folder, "failed"))), there => there);
        var random = new Random(20_261_125);
        for (var number = 0; number < Files; number++)
            await File.WriteAllBytesAsync(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"damaged-{number:000}")), Damaged(random), Newsroom.Stop);
        await File.WriteAllTextAsync(Path.Combine(folder, "good.xml"), Sent.G2("urn:norra:good", headline: "Nothing is wrong"), Newsroom.Stop);

        await Newsroom.Eventually(() => Task.FromResult(Directory.GetFiles(folder).Length), left => left == 0);
        Assert.Contains(await newsroom.Inbox(), line => line.Headline == "Nothing is wrong");
        var reasons = Directory.GetFiles(Path.Combine(folder, "failed"), "*.reason.txt");
        Assert.Equal(Files + 1, Directory.GetFiles(Path.Combine(folder, "done")).Length + reasons.Length);
        Assert.NotEmpty(reasons);
        var refusals = await newsroom.Refusals();
        Assert.DoesNotContain(refusals, refusal => SourceTrouble.Parse(refusal.Reason).English.Contains("fault of the program", StringComparison.Ordinal));
        Assert.All(refusals, refusal => Assert.NotEmpty(refusal.Reason));
        using var jon = await newsroom.SignedIn("jon");
        foreach (var line in await newsroom.Inbox())
            Assert.True((await jon.GetAsync($"/desk/wire/{line.Id}", Newsroom.Stop)).IsSuccessStatusCode, line.Headline);
    }

    static byte[] Damaged(Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(sound[random.Next(sound.Length)]).AsSpan();
        for (var wound = random.Next(1, 4); wound > 0; wound--)
        {
            var at = random.Next(bytes.Length);
            byte[] inserted = random.Next(8) == 0 ? [(byte)random.Next(256), (byte)random.Next(256)] : Encoding.UTF8.GetBytes(put[random.Next(put.Length)]);
            bytes = (byte[])[.. bytes[..at], .. inserted, .. random.Next(6) == 0 ? [] : bytes[Math.Min(bytes.Length, at + random.Next(12))..]];
        }
        return bytes.ToArray();
    }
}
