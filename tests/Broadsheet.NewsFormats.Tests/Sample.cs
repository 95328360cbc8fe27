using Xunit;

namespace Broadsheet.NewsFormats.Tests;

/// <summary>The small invented files beside the tests, and the zone they are read in.</summary>
internal static class Sample
{
    public static NewsReadOptions Options { get; } = new() { Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Helsinki") };

    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(AppContext.BaseDirectory, "*", SearchOption.AllDirectories)
            .Where(path => path.Contains("/Samples/", StringComparison.Ordinal) && !path.EndsWith(".expected.json", StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(AppContext.BaseDirectory, path))
            .Order(StringComparer.Ordinal);

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, name));

    public static NewsDocument Read(ReadOnlySpan<byte> bytes, NewsReadOptions? options = null) =>
        NewsReader.Read(new MemoryStream(bytes.ToArray()), options ?? Options, TestContext.Current.CancellationToken);

    public static NewsDocument Read(string text, NewsReadOptions? options = null) => Read(System.Text.Encoding.UTF8.GetBytes(text), options);

    public static NewsFormatException Refusal(ReadOnlySpan<byte> bytes, NewsReadOptions? options = null)
    {
        var copy = bytes.ToArray();
        return Assert.Throws<NewsFormatException>(() => Read(copy, options));
    }

    public static NewsFormatException Refusal(string text, NewsReadOptions? options = null) =>
        Refusal(System.Text.Encoding.UTF8.GetBytes(text), options);

    /// <summary>A G2 text item with this in its contentMeta.</summary>
    public static string G2(string contentMeta, string body = "") =>
        $"""
        <newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x" version="1"><itemMeta><itemClass qcode="ninat:text"/></itemMeta>
        <contentMeta>{contentMeta}</contentMeta><contentSet>{body}</contentSet></newsItem>
        """;
}
