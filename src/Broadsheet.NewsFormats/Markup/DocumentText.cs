namespace Broadsheet.NewsFormats.Markup;

/// <summary>
/// Hands the document to the XML parser. The parser's own complaint about an early end cannot be told from its others, so the
/// end is announced here: who asks for more before the root element is closed is reading a truncated document.
/// </summary>
internal sealed class DocumentText(string text) : TextReader
{
    private int _at;

    /// <summary>Set once the root's end tag was read; from then on the end is a proper one.</summary>
    public bool RootIsClosed { get; set; }

    public override int Peek() => _at < text.Length ? text[_at] : End();

    public override int Read() => _at < text.Length ? text[_at++] : End();

    public override int Read(char[] buffer, int index, int count)
    {
        var length = Math.Min(count, text.Length - _at);
        if (length == 0 && count > 0)
            return End() + 1;
        text.CopyTo(_at, buffer, index, length);
        _at += length;
        return length;
    }

    private int End() => RootIsClosed ? -1 : throw new EndOfDocumentException();
}

/// <summary>The document ended and the parser wanted more.</summary>
internal sealed class EndOfDocumentException : Exception;
