namespace Broadsheet.NewsFormats.Text;

/// <summary>What was odd, each thing once, and not without end.</summary>
internal sealed class Warnings
{
    private const int Most = 50;
    private readonly List<string> _said = [];

    public Warnings()
    {
    }

    public Warnings(Warnings others) => _said.AddRange(others._said);

    public void Add(string warning)
    {
        if (_said.Count < Most && !_said.Contains(warning))
            _said.Add(warning);
    }

    public IReadOnlyList<string> ToList() => [.. _said];
}
