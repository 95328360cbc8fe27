using AngleSharp.Html.Parser;
using Broadsheet.Stories.Reading;

namespace Broadsheet.Tests.Stories;

public sealed class StoryTableTests
{
    [Fact]
    public void Columns_of_figures_stand_at_their_ends_with_their_heads()
    {
        var table = Set("<table><thead><tr><th>Ward</th><th>Votes</th><th>Change</th><th>Note</th></tr></thead><tbody><tr><td>Holm</td><td>1,150</td><td>−0.3&nbsp;%</td><td>1 of 2 lists</td></tr><tr><td>Aske</td><td>–</td><td>+12</td><td></td></tr></tbody></table>");
        Assert.Equal(["", "num", "num", ""], table.QuerySelectorAll("thead th").Select(head => head.ClassName ?? ""));
        Assert.Equal(["", "num", "num", "", "", "num", "num", ""], table.QuerySelectorAll("td").Select(cell => cell.ClassName ?? ""));
    }

    [Fact]
    public void Heads_say_what_they_are_heads_of()
    {
        var table = Set("<table><tr><th>Ward</th><th>For</th></tr><tr><th>Holm</th><td>1</td></tr></table>");
        Assert.Equal(["col", "col", "row"], table.QuerySelectorAll("th").Select(head => head.GetAttribute("scope")));
    }

    [Fact]
    public void A_table_scrolls_by_itself_under_its_own_name()
    {
        Assert.Equal("Votes", Set("<table><caption>Votes</caption><tr><td>1</td></tr></table>").QuerySelector(".scrolls[tabindex='0']")!.GetAttribute("aria-label"));
        Assert.Equal("Table", Set("<table><tr><td>1</td></tr></table>").QuerySelector(".scrolls")!.GetAttribute("aria-label"));
    }

    [Fact]
    public void Cells_over_several_columns_are_left_as_they_are_and_so_is_what_has_no_table()
    {
        Assert.Empty(Set("<table><tr><th colspan=\"2\">All</th></tr><tr><td>1</td><td>2</td></tr></table>").QuerySelectorAll(".num"));
        Assert.Equal("<p>1 &lt; 2</p>", StoryTables.Set("<p>1 &lt; 2</p>", "Table"));
    }

    static AngleSharp.Dom.IElement Set(string html) => new HtmlParser().ParseDocument(StoryTables.Set(html, "Table")).Body!;
}
