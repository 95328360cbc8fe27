namespace Broadsheet.NewsFormats.Html;

/// <summary>What is open, and the writing of its tags.</summary>
internal sealed partial class BodyWriter
{
    private void EnsureTextMayStand()
    {
        switch (Top)
        {
            case null or { Kind: Treatment.Container, IsList: false }:
                Push(new Frame(Treatment.Block, "p"));
                break;
            case { IsList: true }:
                Push(new Frame(Treatment.ListItem, "li"));
                break;
            case { Kind: Treatment.Table or Treatment.Section or Treatment.Row }:
                OpenInTable(new Rule(Treatment.Cell, "td"), default);
                break;
        }
    }

    private void WriteTags()
    {
        foreach (var frame in _open)
        {
            if (frame.IsWritten)
                continue;
            _html.Append('<').Append(frame.Name).Append(frame.Attributes).Append('>');
            frame.IsWritten = true;
        }
    }

    private IEnumerable<Frame> OpenInlines() => _open.Skip(_open.FindLastIndex(frame => frame.Kind != Treatment.Inline) + 1);

    private void CloseInlines() => PopDownTo(_open.FindLastIndex(frame => frame.Kind != Treatment.Inline) + 1);

    private void Push(Frame frame)
    {
        CloseInlines();
        _open.Add(frame);
        (_hasText, _spaceIsDue) = (false, false);
    }

    private void PopThrough(Frame frame) => PopDownTo(_open.LastIndexOf(frame));

    private void PopUntil(Predicate<Frame> stays) => PopDownTo(_open.FindLastIndex(stays) + 1);

    private void PopDownTo(int count)
    {
        while (_open.Count > count)
            Pop();
    }

    private void Pop()
    {
        var frame = _open[^1];
        // An empty cell keeps its column.
        if (frame.Kind == Treatment.Cell && !frame.IsWritten)
            WriteTags();
        _open.RemoveAt(_open.Count - 1);
        if (frame.IsWritten)
            _html.Append("</").Append(frame.Name).Append('>');
        if (frame.Kind != Treatment.Inline)
            (_hasText, _spaceIsDue) = (false, false);
    }
}
