using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Broadsheet.Storage.Backup;

/// <summary>
/// What lies in a backup: a ZIP with <c>manifest.json</c>, <c>database/TABLE.jsonl</c> (a JSON array a row), the pictures as they
/// were sent, and the secret that unseals the key ring. It says of each part how long it is and what its hash is, and nothing in
/// it is of one kind of database.
/// </summary>
public sealed record ArchiveManifest
{
    /// <summary>Raised when an archive is written in a way that older programs cannot read.</summary>
    public const int NewestFormat = 1;
    public const string Entry = "manifest.json";
    public const string SecretEntry = "secret";

    public required int Format { get; init; }

    /// <summary>The version of the program that wrote it.</summary>
    public required string Program { get; init; }
    public required DateTimeOffset Made { get; init; }

    /// <summary>The kind of database it was taken from.</summary>
    public required string Database { get; init; }

    /// <summary>The last migration of that database; a restore begins with the tables as they were then.</summary>
    public required string Migration { get; init; }

    /// <summary>In an order in which each refers only to those before it.</summary>
    public required IReadOnlyList<ArchivedTable> Tables { get; init; }

    /// <summary>The last number given in each table that gives them, also to a row that is gone: none is used again.</summary>
    public required IReadOnlyDictionary<string, long> LastNumbers { get; init; }
    public required IReadOnlyList<ArchivedFile> Files { get; init; }

    public static string TableEntry(string table) => $"database/{table}.jsonl";
}

/// <param name="Rows">How many.</param>
/// <param name="Sha256">Of the whole entry, in hexadecimal digits.</param>
public sealed record ArchivedTable(string Name, IReadOnlyList<ArchivedColumn> Columns, long Rows, string Sha256);

public sealed record ArchivedColumn(string Name, ColumnKind Kind);

public sealed record ArchivedFile(string Name, long Bytes, string Sha256);

/// <summary>What a value is, whatever the database makes of it. A time is written as 2026-11-25T14:32:05.123456Z, bytes in base 64.</summary>
public enum ColumnKind { Text, Int, Long, Bool, Uuid, Time, Double, Bytes }

/// <summary>An archive that cannot be restored, and why.</summary>
public sealed class ArchiveException(string message, Exception? cause = null) : Exception(message, cause);

static class ArchiveJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) }, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    public static readonly JsonWriterOptions Rows = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    const string TimePattern = "yyyy-MM-ddTHH:mm:ss.ffffffZ";

    public static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case string text: json.WriteStringValue(text); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case bool yes: json.WriteBooleanValue(yes); break;
            case Guid id: json.WriteStringValue(id); break;
            case double number: json.WriteNumberValue(number); break;
            case byte[] bytes: json.WriteBase64StringValue(bytes); break;
            case DateTimeOffset time: json.WriteStringValue(time.UtcDateTime.ToString(TimePattern, CultureInfo.InvariantCulture)); break;
            default: throw new NotSupportedException($"No backup can hold a {value.GetType()}.");
        }
    }

    public static object? Read(JsonElement value, ColumnKind kind) => value.ValueKind == JsonValueKind.Null ? null : kind switch
    {
        ColumnKind.Text => value.GetString(),
        ColumnKind.Int => value.GetInt32(),
        ColumnKind.Long => value.GetInt64(),
        ColumnKind.Bool => value.GetBoolean(),
        ColumnKind.Uuid => value.GetGuid(),
        ColumnKind.Double => value.GetDouble(),
        ColumnKind.Bytes => value.GetBytesFromBase64(),
        _ => DateTimeOffset.ParseExact(value.GetString()!, TimePattern, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
    };
}
