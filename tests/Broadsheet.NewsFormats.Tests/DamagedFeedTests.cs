using System.Text;
using Xunit;

namespace Broadsheet.NewsFormats.Tests;

/// <summary>Feeds as they come when something between the publisher and us is broken: read as far as they go, or refused.</summary>
public sealed class DamagedFeedTests
{
    private const int Feeds = 6_000;
    private const long MostMemory = 4_000_000;

    private static readonly string[] Put =
    [
        "<", ">", "&", "\"", "'", "<!--", "-->", "<![CDATA[", "]]>", "<!DOCTYPE rss [", "<?", "</", "/>", "&#0;", "&#xD800;", "&#99999999999;", "&amp;amp;", "&lt", "\0", "\uFEFF", "\uFFFE",
        "<item>", "</item>", "<entry>", "</channel>", "</rss>", "<rss>", "<title xmlns:a='a' a:b=\"c", " xmlns='http://www.w3.org/2005/Atom'", "é", "👨‍👩‍👧", "<div><p><table>", "<script>",
    ];

    [Fact]
    public void A_damaged_feed_is_read_as_far_as_it_goes_or_refused_and_takes_no_more_memory_than_it_may()
    {
        var sound = Sample.Names.Where(name => name.Contains("Rss/", StringComparison.Ordinal) || name.Contains("Atom/", StringComparison.Ordinal)).Select(Sample.Bytes).ToArray();
        var options = Sample.Options with { TakesWhatIsThere = true };
        var random = new Random(20_261_129);
        var (read, mended, refused) = (0, 0, 0);
        for (var number = 0; number < Feeds; number++)
        {
            var bytes = Damaged(sound[random.Next(sound.Length)], random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var document = Sample.Read(bytes, options);
                read++;
                if (document.Warnings.Count > 0)
                    mended++;
                foreach (var item in document.Items)
                    _ = item.ContentHash;
            }
            catch (NewsFormatException refusal)
            {
                Assert.NotEmpty(refusal.Message);
                refused++;
            }
            catch (Exception other) when (other is not Xunit.Sdk.IAssertionException)
            {
                Assert.Fail($"Feed {number} was neither read nor refused: {other}\n{Encoding.Latin1.GetString(bytes)}");
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostMemory);
        }
        Assert.True(read > mended && mended > Feeds / 4 && refused > 0, $"{read} were read, {mended} of them with a warning, {refused} refused: the damage is too small or too great to tell anything.");
    }

    [Fact]
    public void A_feed_that_is_broken_and_in_which_nothing_is_found_is_told_as_odd()
    {
        var document = Sample.Read("<rss><channel><title>Harbour & ice</title><story>Gate shut</story></channel></rss>");
        Assert.Empty(document.Items);
        Assert.Equal([NewsWarningKind.NotWellFormed, NewsWarningKind.NothingFound], document.Warnings.Select(warning => warning.Kind));
    }

    private static byte[] Damaged(byte[] bytes, Random random)
    {
        for (var wound = random.Next(1, 6); wound > 0 && bytes.Length > 0; wound--)
        {
            var at = random.Next(bytes.Length);
            var end = Math.Min(bytes.Length, at + random.Next(1, 40));
            bytes = random.Next(6) switch
            {
                0 => Flipped(bytes, at, random),
                1 => [.. bytes[..at], .. bytes[end..]],
                2 => [.. bytes[..end], .. bytes[at..]],
                3 when wound == 1 => bytes[..at],
                4 => [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]],
                _ => [.. bytes[..at], .. Encoding.UTF8.GetBytes(Put[random.Next(Put.Length)]), .. bytes[at..]],
            };
        }
        return bytes;
    }

    private static byte[] Flipped(byte[] bytes, int at, Random random)
    {
        byte[] flipped = [.. bytes];
        flipped[at] ^= (byte)(1 << random.Next(8));
        return flipped;
    }
}
