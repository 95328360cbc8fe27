using System.Text.Json.Nodes;
using Xunit;

namespace Broadsheet.NewsFormats.Tests;

public sealed class SampleTests
{
    private const string Expected = ".expected.json";

    public static TheoryData<string> Samples => [.. Sample.Names];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Each_sample_is_read_as_the_file_beside_it_says(string name)
    {
        var got = Outcome(name);
        var path = Path.Combine(AppContext.BaseDirectory, name + Expected);
        Assert.True(File.Exists(path), $"{name}{Expected} is missing; what was read: {got}");
        var expected = JsonNode.Parse(File.ReadAllText(path));
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(got)), $"Expected {expected}\nbut read {got}");
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_beginning_of_a_good_sample_is_truncated_or_empty_or_whole(string name)
    {
        var bytes = Sample.Bytes(name);
        if (Outcome(name).Contains("\"refused\"", StringComparison.Ordinal))
            return;
        for (var length = 0; length < bytes.Length; length++)
        {
            if (KindOf(bytes.AsSpan(0, length)) is { } kind && kind is not (NewsFormatErrorKind.Truncated or NewsFormatErrorKind.Empty))
                Assert.Fail($"{name} cut at byte {length} was called {kind}.");
        }
    }

    private static string Outcome(string name)
    {
        try
        {
            var document = Sample.Read(Sample.Bytes(name));
            var lines = document.Items.Select(item => NewsItemJson.ToLine("sample", item));
            return document.Items.Count == 0 ? $"[{NewsItemJson.Empty("sample", document.Format)}]" : $"[{string.Join(",\n", lines)}]";
        }
        catch (NewsFormatException refusal)
        {
            return $$"""{"refused":"{{refusal.Kind}}","line":{{refusal.Line ?? 0}},"column":{{refusal.Column ?? 0}}}""";
        }
    }

    private static NewsFormatErrorKind? KindOf(ReadOnlySpan<byte> bytes)
    {
        try
        {
            Sample.Read(bytes);
            return null;
        }
        catch (NewsFormatException refusal)
        {
            return refusal.Kind;
        }
    }
}
