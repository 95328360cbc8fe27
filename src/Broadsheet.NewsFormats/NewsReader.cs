using Broadsheet.NewsFormats.Text;

namespace Broadsheet.NewsFormats;

/// <summary>
/// Reads what agencies send. The format is told from the content, never from a name. Time and memory stay in proportion to the
/// bounds in <see cref="NewsReadOptions"/>; nothing outside the document is ever fetched.
/// </summary>
/// <example>
/// <code>
/// await using var file = File.OpenRead(path);
/// var document = await NewsReader.ReadAsync(file, new NewsReadOptions { Zone = helsinki }, stop);
/// foreach (var item in document.Items) Console.WriteLine(item.Headline);
/// </code>
/// </example>
public static class NewsReader
{
    /// <summary>Reads one document to its end.</summary>
    /// <param name="content">The bytes; read to the end and not closed.</param>
    /// <param name="options">Zone and bounds; null for the defaults.</param>
    /// <param name="stop">Stops the reading.</param>
    /// <exception cref="NewsFormatException">The document is refused; the kind says why.</exception>
    /// <exception cref="OperationCanceledException">The reading was stopped.</exception>
    /// <exception cref="IOException">The stream itself failed.</exception>
    public static NewsDocument Read(Stream content, NewsReadOptions? options = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        options ??= NewsReadOptions.Default;
        return Read(SentBytes.Read(content, options.MaxBytes, stop), options, stop);
    }

    /// <summary>Reads one document to its end; only taking the bytes from the stream is asynchronous.</summary>
    /// <inheritdoc cref="Read(Stream, NewsReadOptions?, CancellationToken)"/>
    public static async Task<NewsDocument> ReadAsync(
        Stream content, NewsReadOptions? options = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        options ??= NewsReadOptions.Default;
        var bytes = await SentBytes.ReadAsync(content, options.MaxBytes, stop).ConfigureAwait(false);
        return Read(bytes, options, stop);
    }

    private static NewsDocument Read(ReadOnlyMemory<byte> bytes, NewsReadOptions options, CancellationToken stop)
    {
        var reading = new Reading(options, stop);
        var text = SentText.Decode(SentBytes.Unpacked(bytes, options.MaxBytes, reading.Warnings, stop).Span, options.Charset, reading.Warnings);
        return text.AsSpan().TrimStart() switch
        {
            [] => throw new NewsFormatException(NewsFormatErrorKind.Empty, "The document is empty."),
            ['<', ..] => FormatDetector.ReadXml(text, reading),
            _ when FormatDetector.BeginsAsFeed(text) => FormatDetector.ReadXml(text, reading),
            ['{', ..] or ['[', ..] => FormatDetector.ReadJson(text, reading),
            _ => throw FormatDetector.NotRecognised("it begins neither as XML nor as JSON"),
        };
    }
}
