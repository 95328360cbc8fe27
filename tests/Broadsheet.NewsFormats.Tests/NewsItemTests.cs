using Xunit;

namespace Broadsheet.NewsFormats.Tests;

public sealed class NewsItemTests
{
    [Theory]
    [InlineData("12", 12L)]
    [InlineData(" 007 ", 7L)]
    [InlineData("1345039779123", 1345039779123L)]
    [InlineData("-1", null)]
    [InlineData("1.5", null)]
    [InlineData("v2", null)]
    [InlineData("99999999999999999999", null)]
    public void A_version_has_a_number_where_it_is_one(string text, long? number)
    {
        var version = NewsVersion.Parse(text)!;
        Assert.Equal(text.Trim(), version.Text);
        Assert.Equal(number, version.Number);
    }

    [Fact]
    public void A_version_that_cannot_be_compared_is_warned_of()
    {
        var item = Sample.Read(Sample.G2("").Replace("version=\"1\"", "version=\"1.5\"", StringComparison.Ordinal)).Items[0];
        Assert.Equal(NewsWarningKind.VersionIsNoNumber, Assert.Single(item.Warnings).Kind);
        Assert.Empty(Sample.Read(Sample.G2("")).Items[0].Warnings);
    }

    [Fact]
    public void An_embargo_holds_until_its_time_or_until_lifted()
    {
        var time = new DateTimeOffset(2026, 11, 24, 7, 0, 0, TimeSpan.FromHours(2));
        Assert.True(NewsEmbargo.Until(time).HoldsAt(time.AddTicks(-1)));
        Assert.False(NewsEmbargo.Until(time).HoldsAt(time));
        Assert.Equal("2026-11-24T05:00:00Z", NewsEmbargo.Until(time).ToString());
        Assert.True(NewsEmbargo.UntilLifted.HoldsAt(DateTimeOffset.MaxValue));
        Assert.Equal("until-lifted", NewsEmbargo.UntilLifted.ToString());
    }

    [Fact]
    public void The_hash_stays_for_the_same_content_and_changes_with_it()
    {
        var item = Sample.Read(Sample.G2("<headline>One</headline>")).Items[0];
        Assert.Matches("^[0-9a-f]{64}$", item.ContentHash);
        Assert.Equal(item.ContentHash, Sample.Read(Sample.G2("<headline> One </headline>")).Items[0].ContentHash);
        Assert.Equal(item.ContentHash, (item with { Warnings = [new NewsWarning(NewsWarningKind.Packed)] }).ContentHash);
        Assert.NotEqual(item.ContentHash, Sample.Read(Sample.G2("<headline>Two</headline>")).Items[0].ContentHash);
    }

    [Fact]
    public void A_line_keeps_letters_of_any_script_and_escapes_what_json_must()
    {
        var item = new NewsItem { Format = "ninjs", Headline = "é 😀 \"q\" \\ \n\t\u2028 <&>" };
        Assert.Equal(
            """{"file":"ü.json","format":"ninjs","status":"usable","headline":"é 😀 \"q\" \\ \n\u0009\u2028 <&>"}""",
            NewsItemJson.ToLine("ü.json", item));
        Assert.Equal("""{"file":"a","error":"no"}""", NewsItemJson.Refused("a", "no"));
        Assert.Equal("""{"file":"a","format":"ninjs","items":0}""", NewsItemJson.Empty("a", "ninjs"));
    }

    [Theory]
    [InlineData("2026-11-24T05:00:00Z", "2026-11-24T05:00:00Z")]
    [InlineData("2026-11-24T07:00:00+0200", "2026-11-24T05:00:00Z")]
    [InlineData("20261124T070000+02", "2026-11-24T05:00:00Z")]
    [InlineData("2026-11-24T07:00", "2026-11-24T05:00:00Z")]
    [InlineData("2026-07-24 07:00:00", "2026-07-24T04:00:00Z")]
    [InlineData("2026-11-24", "2026-11-23T22:00:00Z")]
    [InlineData("2026-11-24+01:00", "2026-11-23T23:00:00Z")]
    [InlineData("2009-11", "2009-10-31T22:00:00Z")]
    [InlineData("2009", "2008-12-31T22:00:00Z")]
    [InlineData("2026-11-24T24:00:00Z", "2026-11-25T00:00:00Z")]
    [InlineData("2026-06-30T23:59:60Z", "2026-07-01T00:00:00Z")]
    [InlineData("2026-03-29T03:30:00", "2026-03-29T01:30:00Z")]
    [InlineData("2026-02-30", null)]
    [InlineData("0000", null)]
    [InlineData("9999-12-31T23:59:59Z", null)]
    [InlineData("0001-01-01T00:00:00+14:00", null)]
    [InlineData("2026-11-24T05:00:00+99:00", null)]
    [InlineData("yesterday", null)]
    public void A_time_is_read_in_utc(string sent, string? expected)
    {
        var item = Sample.Read($$"""{"uri":"x","versioncreated":"{{sent}}"}""").Items[0];
        Assert.Equal(expected, item.Published is { } time ? NewsEmbargo.Until(time).ToString() : null);
        Assert.Equal(expected is null || !(sent.EndsWith('Z') || sent.LastIndexOf('+') > 0), item.Warnings.Count == 1);
    }

    [Fact]
    public void Only_texts_and_packages_with_a_text_are_stories()
    {
        Assert.True(Sample.Read("""{"uri":"x","type":"text"}""").Items[0].IsStory);
        Assert.True(Sample.Read("""{"uri":"x","type":"composite","body_text":"y"}""").Items[0].IsStory);
        Assert.False(Sample.Read("""{"uri":"x","type":"composite"}""").Items[0].IsStory);
        Assert.False(Sample.Read("""{"uri":"x","type":"planning","body_text":"y"}""").Items[0].IsStory);
        Assert.False(Sample.Read("""{"uri":"x","type":"picture","body_text":"y"}""").Items[0].IsStory);
    }
}
