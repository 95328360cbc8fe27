using Xunit;

namespace Broadsheet.NewsFormats.Tests;

/// <summary>Real agencies' files, where the machine has them beside the repository; they are no part of it.</summary>
public sealed class RealFilesTests
{
    private const string None = "(none on this machine)";

    // Pieces the standards print as listings, which are no documents, cases that are broken on purpose, and of the feeds a web page, an
    // empty one and two formats nobody sends.
    private static readonly string[] Refused =
    [
        "iptc__LISTING_28_", "iptc__LISTING_7_", "iptc__LISTING_9_", "1.0__should_fail__001_", "1.0__should_fail__009_", "1.0__should_fail__011_",
        "base__cdf_item", "ill__rss_empty_document", "fj__DuplicateContentAtomFeed", "rsp__ScriptingNews",
    ];

    public static TheoryData<string> Files => [.. Found().DefaultIfEmpty(None)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_real_file_is_read(string path)
    {
        if (path == None)
            return;
        using var file = File.OpenRead(path);
        if (Array.Exists(Refused, name => Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal)))
        {
            Assert.Throws<NewsFormatException>(() => NewsReader.Read(file, Options, TestContext.Current.CancellationToken));
            return;
        }
        foreach (var item in NewsReader.Read(file, Options, TestContext.Current.CancellationToken).Items)
            AssertSound(item);
    }

    private static NewsReadOptions Options { get; } = Sample.Options with { TakesWhatIsThere = true };

    private static void AssertSound(NewsItem item)
    {
        Assert.DoesNotContain("<script", item.BodyHtml ?? "", StringComparison.OrdinalIgnoreCase);
        Assert.Equal(item.BodyHtml ?? "", Broadsheet.NewsFormats.Html.HtmlCleaner.Clean(item.BodyHtml ?? ""));
        Assert.DoesNotContain('\n', NewsItemJson.ToLine("f", item));
    }

    private static IEnumerable<string> Found()
    {
        var repository = new DirectoryInfo(AppContext.BaseDirectory);
        while (repository is not null && !File.Exists(Path.Combine(repository.FullName, "Broadsheet.slnx")))
            repository = repository.Parent;
        var wire = repository is null ? "" : Path.Combine(repository.FullName, "..", "shared", "data", "wire");
        return new[] { "newsml-g2", "ninjs", "ninjs/test_suite", "rss-atom", "rss-atom/feedparser" }
            .Select(folder => Path.Combine(wire, folder))
            .Where(Directory.Exists)
            .SelectMany(Directory.EnumerateFiles)
            .Select(Path.GetFullPath)
            .Order(StringComparer.Ordinal);
    }
}
