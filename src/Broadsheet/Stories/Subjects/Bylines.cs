namespace Broadsheet.Stories.Subjects;

/// <summary>A part of a byline: a writer's name, or what stands between names.</summary>
public sealed record BylinePart(string Text, Subject? Writer);

/// <summary>Finds the paper's own writers in a byline: by their names, as they are printed.</summary>
public static class Bylines
{
    static readonly string[] by = ["By ", "Von ", "Par ", "بقلم "];

    public static IEnumerable<Subject> WritersIn(string byline, IReadOnlyList<Subject> writers) => Parts(byline, writers).Select(part => part.Writer).OfType<Subject>().Distinct();

    /// <summary>The names alone, for machines: agencies send the word for "by" too.</summary>
    public static string WithoutBy(string byline) => Array.Find(by, word => byline.StartsWith(word, StringComparison.OrdinalIgnoreCase)) is { } word ? byline[word.Length..].TrimStart() : byline;

    /// <summary>The whole byline, in its order.</summary>
    public static IReadOnlyList<BylinePart> Parts(string byline, IReadOnlyList<Subject> writers)
    {
        var parts = new List<BylinePart>();
        var done = 0;
        while (done < byline.Length && Next(byline, done, writers) is { } found)
        {
            if (found.At > done) parts.Add(new(byline[done..found.At], null));
            parts.Add(new(found.Writer.Name, found.Writer));
            done = found.At + found.Writer.Name.Length;
        }
        if (done < byline.Length) parts.Add(new(byline[done..], null));
        return parts;
    }

    /// <summary>The first name from there on; of two that begin at one place the longer, so that Ann Lee is not taken for Ann.</summary>
    static (int At, Subject Writer)? Next(string byline, int from, IReadOnlyList<Subject> writers)
    {
        (int At, Subject Writer)? next = null;
        foreach (var writer in writers)
        {
            if (Place(byline, writer.Name, from) is not { } at) continue;
            if (next is null || at < next.Value.At || (at == next.Value.At && writer.Name.Length > next.Value.Writer.Name.Length)) next = (at, writer);
        }
        return next;
    }

    static int? Place(string byline, string name, int from)
    {
        for (var at = byline.IndexOf(name, from, StringComparison.Ordinal); at >= 0; at = byline.IndexOf(name, at + 1, StringComparison.Ordinal))
            if (!IsLetter(byline, at - 1) && !IsLetter(byline, at + name.Length)) return at;
        return null;
    }

    static bool IsLetter(string text, int at) => at >= 0 && at < text.Length && (char.IsLetterOrDigit(text[at]) || char.IsSurrogate(text[at]));
}
