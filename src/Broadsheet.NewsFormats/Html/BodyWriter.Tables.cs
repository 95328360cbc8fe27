namespace Broadsheet.NewsFormats.Html;

/// <summary>Tables: rows and cells get the parts around them that they need; a table within a cell is left out, its text stays.</summary>
internal sealed partial class BodyWriter
{
    private bool IsInTable => _open.Exists(frame => frame.Kind == Treatment.Table);

    private void OpenTablePart(Rule rule, Attributes attributes)
    {
        if (rule.Treatment == Treatment.Table)
            OpenTable();
        else if (_leftOut.GetValueOrDefault("table") > 0 || !IsInTable)
            OpenBlock("p");
        else
            OpenInTable(rule, attributes);
    }

    private void OpenTable()
    {
        if (Top is { Kind: Treatment.Block } block)
            PopThrough(block);
        CloseInlines();
        if (!IsInTable && _open.Count < Deepest && Top is null or { Kind: Treatment.Container, IsList: false })
            Push(new Frame(Treatment.Table, "table"));
        else
            LeaveOut("table");
    }

    private void OpenInTable(Rule rule, Attributes attributes)
    {
        PopUntil(frame => frame.Kind == Treatment.Table
            || (frame.Kind == Treatment.Section && rule.Treatment is Treatment.Row or Treatment.Cell)
            || (frame.Kind == Treatment.Row && rule.Treatment == Treatment.Cell));
        if (rule.Treatment == Treatment.TableCaption && Top is { IsWritten: true })
            return;
        if (rule.Treatment is Treatment.Row or Treatment.Cell && Top is { Kind: Treatment.Table })
            Push(new Frame(Treatment.Section, "tbody"));
        if (rule.Treatment == Treatment.Cell && Top is { Kind: Treatment.Section })
            Push(new Frame(Treatment.Row, "tr"));
        Push(new Frame(rule.Treatment, rule.Name, rule.Treatment == Treatment.Cell ? attributes.Spans : ""));
    }
}
