using System.Text;

namespace Broadsheet.NewsFormats;

/// <summary>Why a document was refused.</summary>
public enum NewsFormatErrorKind
{
    /// <summary>It is in no format that is read here.</summary>
    NotRecognised,

    /// <summary>It breaks the rules of XML or JSON.</summary>
    Malformed,

    /// <summary>It ends before it is complete: the rest may still be on its way.</summary>
    Truncated,

    /// <summary>It goes beyond a bound of <see cref="NewsReadOptions"/>.</summary>
    TooLarge,

    /// <summary>There is nothing in it, or white space only.</summary>
    Empty,
}

/// <summary>A document was refused. The message is for people: it says what is wrong and where.</summary>
public sealed class NewsFormatException : Exception
{
    /// <summary>A refusal without a place.</summary>
    public NewsFormatException(NewsFormatErrorKind kind, string message)
        : base(Sound(message)) => Kind = kind;

    /// <summary>A refusal at a place in the document, both counted from 1.</summary>
    public NewsFormatException(NewsFormatErrorKind kind, string message, long line, long column, Exception? cause = null)
        : base(Sound(message), cause)
    {
        Kind = kind;
        Line = line;
        Column = column;
    }

    // The parsers show the sign they stumbled over, which may be one that no page and no database holds.
    private static string Sound(string message) =>
        string.Concat(message.EnumerateRunes().Select(rune => Rune.IsControl(rune) ? Rune.ReplacementChar : rune));

    /// <summary>What is wrong, without the place, for whoever tells that in words of their own.</summary>
    public string Detail { get => field ?? Message; init => field = Sound(value); }

    /// <summary>Why it was refused.</summary>
    public NewsFormatErrorKind Kind { get; }

    /// <summary>The line, from 1, where that is known.</summary>
    public long? Line { get; }

    /// <summary>The column in that line, from 1, where that is known: a character in XML, a byte in JSON.</summary>
    public long? Column { get; }
}
