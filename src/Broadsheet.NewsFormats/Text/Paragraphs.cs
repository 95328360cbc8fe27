namespace Broadsheet.NewsFormats.Text;

/// <summary>
/// Finds the paragraphs of plain text. Blank lines part them. Within, lines that were broken at a column's width are joined
/// again, and one that is indented begins a new paragraph; short lines, as in results and tables, stay lines.
/// </summary>
internal static class Paragraphs
{
    private const int ShortestWrapped = 40;
    private const int LongestWrapped = 100;

    public static IEnumerable<string> In(string text)
    {
        var block = new List<string>();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                block.Add(line.TrimEnd());
                continue;
            }
            foreach (var paragraph in InBlock(block))
                yield return paragraph;
            block.Clear();
        }
        foreach (var paragraph in InBlock(block))
            yield return paragraph;
    }

    /// <summary>Whether most lines are set in columns by spaces, as results and standings are.</summary>
    public static bool AreColumns(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.Length > 3 && lines.Count(line => line.Contains("  ", StringComparison.Ordinal)) * 2 > lines.Length;
    }

    private static IEnumerable<string> InBlock(List<string> lines)
    {
        if (lines.Count == 0)
            return [];
        var margin = lines.Min(line => line.Length - line.TrimStart().Length);
        lines = lines.ConvertAll(line => line[margin..]);
        return IsWrapped(lines) ? Joined(lines) : lines.Select(line => line.Trim());
    }

    private static bool IsWrapped(List<string> lines)
    {
        if (lines.Count < 2 || lines.Exists(line => line.Length > LongestWrapped))
            return false;
        // Only a paragraph's last line may be short.
        for (var at = 0; at < lines.Count - 1; at++)
        {
            if (lines[at].Trim().Length < ShortestWrapped && !IsIndented(lines[at + 1]))
                return false;
        }
        return lines.Exists(line => line.Trim().Length >= ShortestWrapped);
    }

    private static bool IsIndented(string line) => line.StartsWith("  ", StringComparison.Ordinal) || line.StartsWith('\t');

    private static IEnumerable<string> Joined(List<string> lines)
    {
        var paragraph = new List<string>();
        foreach (var line in lines)
        {
            if (IsIndented(line) && paragraph.Count > 0)
            {
                yield return string.Join(' ', paragraph);
                paragraph.Clear();
            }
            paragraph.Add(line.Trim());
        }
        yield return string.Join(' ', paragraph);
    }
}
