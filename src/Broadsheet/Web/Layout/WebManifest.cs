using System.Text.Json.Serialization;
using Broadsheet.Edition;
using Broadsheet.Kit;

namespace Broadsheet.Web.Layout;

/// <summary><c>/manifest.webmanifest</c>: how a browser puts the paper among a device's programs.</summary>
static class WebManifest
{
    public const string Address = "/manifest.webmanifest";
    const string Paper = "#f3f4f1";

    public static void MapWebManifest(this IEndpointRouteBuilder endpoints) => endpoints.ForReaders().MapMethods(Address, CachedPages.GetOrHead, IResult (CurrentEdition edition, Assets assets) =>
    {
        var (facts, icon) = (edition.Facts, new Icon(assets["icon.svg"], "any", "image/svg+xml"));
        return TypedResults.Json(new Manifest(facts.Paper.Name, facts.Paper.Tagline is { Length: > 0 } line ? line : null, facts.Culture.Name, facts.Culture.TextInfo.IsRightToLeft ? "rtl" : "ltr", "/", "/", "minimal-ui", Paper, Paper, [icon]), contentType: "application/manifest+json");
    });

    sealed record Icon([property: JsonPropertyName("src")] string Source, [property: JsonPropertyName("sizes")] string Sizes, [property: JsonPropertyName("type")] string Type);

    sealed record Manifest(
        [property: JsonPropertyName("name")] string Name,
        [property: JsonPropertyName("description"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Description,
        [property: JsonPropertyName("lang")] string Language,
        [property: JsonPropertyName("dir")] string Direction,
        [property: JsonPropertyName("id")] string Id,
        [property: JsonPropertyName("start_url")] string Start,
        [property: JsonPropertyName("display")] string Display,
        [property: JsonPropertyName("background_color")] string Background,
        [property: JsonPropertyName("theme_color")] string Theme,
        [property: JsonPropertyName("icons")] IReadOnlyList<Icon> Icons);
}
