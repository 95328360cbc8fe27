using System.Text;
using System.Xml;

namespace Broadsheet.NewsFormats.Markup;

/// <summary>
/// Reads XML into a bounded tree. A DOCTYPE is passed over and never fetched or obeyed, so its entities are not known: a document
/// that uses one (an entity bomb does) is refused at the first.
/// </summary>
internal static class MarkupReader
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Ignore,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>Reads the document; the root's start tag is shown first, and may be refused.</summary>
    public static MarkupElement Read(string text, Reading reading, Action<MarkupElement> rootSeen)
    {
        RefuseWebPage(text);
        // An XML declaration must be at the very beginning; some feeds send an empty line first.
        var trimmed = text.TrimStart();
        var source = new DocumentText(trimmed);
        try
        {
            using var xml = XmlReader.Create(source, Settings);
            return new Builder(xml, source, reading, rootSeen).Build();
        }
        catch (EndOfDocumentException)
        {
            throw new NewsFormatException(NewsFormatErrorKind.Truncated, "The document ends before it is complete.");
        }
        catch (XmlException error)
        {
            throw source.RootIsClosed && EndsInsideMisc(trimmed)
                ? new NewsFormatException(NewsFormatErrorKind.Truncated, "The document ends within a comment or processing instruction.")
                : Malformed(error, text.AsSpan(0, text.Length - trimmed.Length).Count('\n'));
        }
    }

    private static void RefuseWebPage(string text)
    {
        var start = text.AsSpan().TrimStart();
        if (start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase))
            throw FormatDetector.NotRecognised("a web page");
    }

    private static bool EndsInsideMisc(string text) =>
        text.EndsWith('<') || text.EndsWith("<!", StringComparison.Ordinal) || text.EndsWith("<!-", StringComparison.Ordinal)
        || text.LastIndexOf("<!--", StringComparison.Ordinal) > text.LastIndexOf("-->", StringComparison.Ordinal)
        || text.LastIndexOf("<?", StringComparison.Ordinal) > text.LastIndexOf("?>", StringComparison.Ordinal);

    private static NewsFormatException Malformed(XmlException error, int linesBefore)
    {
        var line = error.LineNumber + linesBefore;
        var place = error.Message.LastIndexOf(" Line ", StringComparison.Ordinal);
        var why = place > 0 ? error.Message[..place] : error.Message;
        var message = $"The XML is broken at line {line}, column {error.LinePosition}: {why}";
        return new NewsFormatException(NewsFormatErrorKind.Malformed, message, line, error.LinePosition, error) { Detail = why };
    }

    private sealed class Builder(XmlReader xml, DocumentText source, Reading reading, Action<MarkupElement> rootSeen)
    {
        private readonly Stack<MarkupElement> _open = [];
        private readonly StringBuilder _text = new();
        private MarkupElement? _root;
        private int _count;

        public MarkupElement Build()
        {
            while (xml.Read())
                Take();
            return _root ?? throw new NewsFormatException(NewsFormatErrorKind.Truncated, "The document ends before it begins.");
        }

        private void Take()
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    Open();
                    break;
                case XmlNodeType.EndElement:
                    Close();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    _text.Append(xml.Value);
                    break;
            }
        }

        private void Open()
        {
            EndText();
            Count(1 + xml.AttributeCount);
            var element = new MarkupElement(xml.LocalName, xml.NamespaceURI);
            var isEmpty = xml.IsEmptyElement;
            AddAttributes(element);
            if (_open.TryPeek(out var parent))
                parent.Nodes.Add(new MarkupNode(element, null));
            else
                rootSeen(_root = element);
            _open.Push(element);
            if (_open.Count > reading.Options.MaxDepth)
                throw new NewsFormatException(NewsFormatErrorKind.TooLarge, $"The XML is nested deeper than {reading.Options.MaxDepth} elements.");
            if (isEmpty)
                Close();
        }

        private void AddAttributes(MarkupElement element)
        {
            while (xml.MoveToNextAttribute())
            {
                if (xml.NamespaceURI != "http://www.w3.org/2000/xmlns/")
                    element.Attributes.Add(new MarkupAttribute(xml.LocalName, xml.NamespaceURI, xml.Value));
            }
            xml.MoveToElement();
        }

        private void Close()
        {
            EndText();
            _open.Pop();
            source.RootIsClosed = _open.Count == 0;
        }

        private void EndText()
        {
            if (_text.Length > 0 && _open.TryPeek(out var parent))
                parent.Nodes.Add(new MarkupNode(null, _text.ToString()));
            _text.Clear();
        }

        private void Count(int more)
        {
            reading.Stop.ThrowIfCancellationRequested();
            if ((_count += more) > reading.Options.MaxElements)
                throw new NewsFormatException(NewsFormatErrorKind.TooLarge, $"The XML has more than {reading.Options.MaxElements} elements and attributes.");
        }
    }
}
