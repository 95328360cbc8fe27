using Broadsheet.NewsFormats;
using Broadsheet.Wire;

namespace Broadsheet.Tests.Wire;

public sealed class SourceTroubleTests
{
    [Fact]
    public void A_trouble_is_read_back_as_it_was_written_whatever_an_agency_put_into_its_names()
    {
        var trouble = SourceTrouble.Of(TroubleKey.SameVersion, 3, "urn:@odd\tone\nof|{0}").In("item.xml").With("Said\nby a reader.");
        Assert.Equal("item.xml: Version 3 of urn:@odd one of|{0} came again with other content. The first is kept; the agency has to send a higher version. Said by a reader.", SourceTrouble.Parse(trouble.ToString()).English);
        Assert.Equal(trouble.ToString(), SourceTrouble.Parse(trouble.ToString()).ToString());
    }

    [Theory]
    [InlineData("The document ends before it is complete.", "The document ends before it is complete.")]
    [InlineData("The document ends within a comment.", "The document ends before it is complete. The document ends within a comment.")]
    public void What_a_reader_says_follows_where_it_says_more(string said, string told) =>
        Assert.Equal(told, SourceTrouble.Of(new NewsFormatException(NewsFormatErrorKind.Truncated, said)).English);

    [Theory, InlineData("late.xml: the same version with other content."), InlineData("@nobody knows\tthis"), InlineData("")]
    public void What_has_no_key_is_shown_as_it_is(string kept) => Assert.Equal(kept, SourceTrouble.Parse(kept).English);
}
