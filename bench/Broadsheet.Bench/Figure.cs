using System.Text.Json;
using System.Text.Json.Serialization;

namespace Broadsheet.Bench;

/// <summary>One measured figure: the median of its runs, with the least and the most.</summary>
sealed record Figure(string Name, double Value, string Unit, double? Aim, string Better, string? Beside, int Runs, double Min, double Max, string Size)
{
    static readonly JsonSerializerOptions json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Figure Higher(string name, IReadOnlyList<double> runs, string unit, Size size, double? aim = null, string? beside = null) => Of(name, runs, unit, "higher", size, aim, beside);

    public static Figure Lower(string name, IReadOnlyList<double> runs, string unit, Size size, double? aim = null, string? beside = null) => Of(name, runs, unit, "lower", size, aim, beside);

    static Figure Of(string name, IReadOnlyList<double> runs, string unit, string better, Size size, double? aim, string? beside)
    {
        var sorted = runs.Order().ToArray();
        return new(name, Round(Median(sorted)), unit, aim, better, beside, runs.Count, Round(sorted[0]), Round(sorted[^1]), size.Name);
    }

    public string ToJson() => JsonSerializer.Serialize(this, json);

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    public static double Percentile(IEnumerable<double> values, double part)
    {
        var sorted = values.Order().ToArray();
        return sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * part))];
    }

    static double Round(double value) => Math.Abs(value) < 10 ? Math.Round(value, 3) : Math.Round(value, 1);
}

/// <summary>How much work: the whole, or a tenth of it or less.</summary>
sealed record Size(bool Quick)
{
    public string Name => Quick ? "quick" : "full";
    public int Runs => Quick ? 3 : 5;

    public T Of<T>(T full, T quick) => Quick ? quick : full;
}

/// <summary>Something that is measured, under the name of its worst case.</summary>
sealed record Bench(string Name, Func<Size, CancellationToken, IAsyncEnumerable<Figure>> Measure);

static class Benches
{
    public static readonly IReadOnlyList<Bench> All =
    [
        new("page-cached-vs-nginx", CachedPageBench.Measure),
        new("page-rendered", RenderedPageBench.Measure),
        new("writer-vs-sqlite", WriterBench.Measure),
        new("start-to-200", MachineBench.Start),
        new("idle-memory", MachineBench.Idle),
        new("memory-100k-pages", MachineBench.ManyPages),
        new("wire-to-desk", DelayBench.WireToDesk),
        new("publish-to-page", DelayBench.PublishToPage),
        new("wire-ingest", WireIngestBench.Measure),
        new("search-100k", SearchBench.Measure),
        new("first-visit-kb", VisitBench.Bytes),
        new("first-visit-requests", VisitBench.Requests),
        new("lighthouse-front", VisitBench.LighthouseFront),
        new("lighthouse-story", VisitBench.LighthouseStory),
    ];
}
