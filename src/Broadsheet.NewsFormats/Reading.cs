using Broadsheet.NewsFormats.Text;

namespace Broadsheet.NewsFormats;

/// <summary>One document being read: the options, the wish to stop, and what was odd so far.</summary>
internal sealed class Reading(NewsReadOptions options, CancellationToken stop)
{
    public NewsReadOptions Options { get; } = options;

    public CancellationToken Stop { get; } = stop;

    /// <summary>Of the document; each item begins with a copy of them.</summary>
    public Warnings Warnings { get; } = new();
}
