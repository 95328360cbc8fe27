using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Broadsheet.NewsFormats;

namespace Broadsheet.Wire;

/// <summary>A news item as it is kept: JSON from which the same item is read back, warnings included.</summary>
static class WireContent
{
    static readonly JsonSerializerOptions kept = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true, // what is worked out from the rest
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // it is never put in a page as it is
        Converters = { new EmbargoConverter(), new WarningConverter(), new JsonStringEnumConverter() },
    };

    public static string Write(NewsItem item) => JsonSerializer.Serialize(item, kept);

    public static NewsItem Read(string content) => JsonSerializer.Deserialize<NewsItem>(content, kept)!;

    sealed class WarningConverter : JsonConverter<NewsWarning>
    {
        public override NewsWarning Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => KeptWarning.Read(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, NewsWarning value, JsonSerializerOptions options) => writer.WriteStringValue(KeptWarning.Write(value));
    }

    sealed class EmbargoConverter : JsonConverter<NewsEmbargo>
    {
        const string UntilLifted = "until-lifted";

        public override NewsEmbargo? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString() is { } text and not UntilLifted
                ? NewsEmbargo.Until(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind))
                : NewsEmbargo.UntilLifted;

        public override void Write(Utf8JsonWriter writer, NewsEmbargo value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Ends?.ToString("O", CultureInfo.InvariantCulture) ?? UntilLifted);
    }
}
