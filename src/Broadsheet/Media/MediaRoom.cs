namespace Broadsheet.Media;

/// <summary>Pictures: their files, sizes, credits.</summary>
public static class MediaRoom
{
    public static IServiceCollection AddMedia(this IServiceCollection services) => services.AddSingleton<PictureFiles>();

    public static void MapMedia(this IEndpointRouteBuilder endpoints) => endpoints.MapMethods("/media/{file}", [HttpMethods.Get, HttpMethods.Head], (string file, PictureFiles pictures, HttpContext http) =>
    {
        if (pictures.Find(file) is not { } path) return Results.NotFound();
        // Named by its content's hash, so it never changes.
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.File(path, PictureFiles.TypeOf(file));
    });
}
