using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Broadsheet.Stories.Reading;

/// <summary>Tables of a body, whose HTML has no classes: what a newspaper's typesetter would see in them.</summary>
static class StoryTables
{
    /// <summary>
    /// Columns of figures stand under each other at their ends, heads say what they are heads of, and a table too wide for a
    /// screen is scrolled by itself, by keyboard too, so that the page is not.
    /// </summary>
    public static string Set(string html, string name)
    {
        if (!html.Contains("<table", StringComparison.Ordinal)) return html;
        var document = new HtmlParser().ParseDocument("");
        var body = document.CreateElement("div");
        body.InnerHtml = html;
        foreach (var table in body.QuerySelectorAll<IHtmlTableElement>("table").ToList())
        {
            AlignFigures(table);
            SayWhatHeadsAreOf(table);
            Scroll(table, name);
        }
        return body.InnerHtml;
    }

    static void AlignFigures(IHtmlTableElement table)
    {
        // A cell over several columns would count them wrong: such a table stays as it is.
        if (table.QuerySelector("[colspan], [rowspan]") is not null) return;
        var columns = table.Rows.Max(row => (int?)row.Cells.Length) ?? 0;
        for (var at = 0; at < columns; at++)
        {
            var cells = table.Rows.Select(row => row.Cells.ElementAtOrDefault(at)).OfType<IHtmlTableCellElement>().ToList();
            var below = cells.Where(cell => cell.LocalName == "td").Select(cell => cell.TextContent.Trim()).Where(text => text.Length > 0).ToList();
            if (below.Count == 0 || !below.All(IsFigure)) continue;
            foreach (var cell in cells) cell.ClassName = "num";
        }
    }

    /// <summary>1,150; −0.3 %; 4:2; £12m; – for none. With a digit, or the dash that stands for it.</summary>
    static bool IsFigure(string text) => text.Length <= 16 && (text.Any(char.IsDigit) || text is "–" or "—" or "-") && text.Count(char.IsLetter) <= 3;

    static void SayWhatHeadsAreOf(IHtmlTableElement table)
    {
        foreach (var head in table.QuerySelectorAll("th:not([scope])"))
            head.SetAttribute("scope", head.ParentElement!.Children.All(cell => cell.LocalName == "th") ? "col" : "row");
    }

    static void Scroll(IHtmlTableElement table, string name)
    {
        var around = table.Owner!.CreateElement("div");
        around.ClassName = "scrolls";
        around.SetAttribute("role", "group");
        around.SetAttribute("tabindex", "0");
        around.SetAttribute("aria-label", table.Caption?.TextContent.Trim() is { Length: > 0 } caption ? caption : name);
        table.Replace(around);
        around.AppendChild(table);
    }
}
