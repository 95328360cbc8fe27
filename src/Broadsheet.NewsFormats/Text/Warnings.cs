namespace Broadsheet.NewsFormats.Text;

/// <summary>What was odd, each thing once, and not without end.</summary>
internal sealed class Warnings
{
    private const int Most = 50;
    private const int LongestAbout = 60;
    private readonly List<NewsWarning> _said = [];

    public Warnings()
    {
    }

    public Warnings(Warnings others) => _said.AddRange(others._said);

    public void Add(NewsWarningKind kind, string about = "", string takenAs = "", string said = "")
    {
        var warning = new NewsWarning(kind, Short(about), takenAs, said);
        if (_said.Count < Most && !_said.Contains(warning))
            _said.Add(warning);
    }

    public IReadOnlyList<NewsWarning> ToList() => [.. _said];

    private static string Short(string text) =>
        text.Length <= LongestAbout ? text : text[..(char.IsHighSurrogate(text[LongestAbout - 1]) ? LongestAbout - 1 : LongestAbout)];
}
