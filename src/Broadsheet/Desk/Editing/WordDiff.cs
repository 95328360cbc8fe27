using AngleSharp.Html.Parser;

namespace Broadsheet.Desk.Editing;

public enum Change { Same, Deleted, Inserted }

public sealed record DiffPart(Change Change, string Text);

/// <summary>What changed between two texts, word by word.</summary>
public static class WordDiff
{
    // The table of the comparison: beyond that many cells the middle is shown as wholly replaced.
    const int MostCells = 4_000_000;

    public static IReadOnlyList<DiffPart> Of(string before, string after)
    {
        var (old, young) = (Words(before), Words(after));
        var head = 0;
        while (head < old.Length && head < young.Length && old[head] == young[head]) head++;
        var tail = 0;
        while (tail < old.Length - head && tail < young.Length - head && old[^(tail + 1)] == young[^(tail + 1)]) tail++;

        var parts = new Parts();
        foreach (var word in old[..head]) parts.Add(Change.Same, word);
        Middle(old[head..(old.Length - tail)], young[head..(young.Length - tail)], parts);
        foreach (var word in old[(old.Length - tail)..]) parts.Add(Change.Same, word);
        return parts.All;
    }

    /// <summary>The text of clean HTML, a line a block.</summary>
    public static string TextOf(string html)
    {
        var body = new HtmlParser().ParseDocument(html).Body!;
        var blocks = body.QuerySelectorAll("p, h2, h3, li, figcaption, caption, tr").Where(block => block.LocalName == "p" || block.QuerySelector("p") is null);
        return string.Join('\n', blocks.Select(block => block.LocalName == "tr" ? string.Join(" | ", block.Children.Select(cell => cell.TextContent.Trim())) : block.TextContent.Trim()));
    }

    static void Middle(string[] old, string[] young, Parts parts)
    {
        if ((long)(old.Length + 1) * (young.Length + 1) > MostCells)
        {
            foreach (var word in old) parts.Add(Change.Deleted, word);
            foreach (var word in young) parts.Add(Change.Inserted, word);
            return;
        }
        var common = LongestCommon(old, young);
        var (at, to) = (0, 0);
        while (at < old.Length || to < young.Length)
        {
            if (at < old.Length && to < young.Length && old[at] == young[to]) { parts.Add(Change.Same, old[at++]); to++; }
            else if (at < old.Length && (to == young.Length || common[at + 1][to] >= common[at][to + 1])) parts.Add(Change.Deleted, old[at++]);
            else parts.Add(Change.Inserted, young[to++]);
        }
    }

    /// <summary>How many words the rests of both texts have in common, from each place on.</summary>
    static int[][] LongestCommon(string[] old, string[] young)
    {
        var common = new int[old.Length + 1][];
        common[old.Length] = new int[young.Length + 1];
        for (var at = old.Length - 1; at >= 0; at--)
        {
            common[at] = new int[young.Length + 1];
            for (var to = young.Length - 1; to >= 0; to--)
                common[at][to] = old[at] == young[to] ? common[at + 1][to + 1] + 1 : Math.Max(common[at + 1][to], common[at][to + 1]);
        }
        return common;
    }

    /// <summary>Words with the white space behind them apart, so that a changed line end is a change of its own.</summary>
    static string[] Words(string text)
    {
        var words = new List<string>();
        var start = 0;
        for (var at = 1; at <= text.Length; at++)
        {
            if (at < text.Length && char.IsWhiteSpace(text[at]) == char.IsWhiteSpace(text[at - 1])) continue;
            words.Add(text[start..at]);
            start = at;
        }
        return [.. words];
    }

    sealed class Parts
    {
        readonly List<(Change Change, System.Text.StringBuilder Text)> parts = [];

        public IReadOnlyList<DiffPart> All => [.. parts.Select(part => new DiffPart(part.Change, part.Text.ToString()))];

        public void Add(Change change, string word)
        {
            if (parts.Count == 0 || parts[^1].Change != change) parts.Add((change, new()));
            parts[^1].Text.Append(word);
        }
    }
}
