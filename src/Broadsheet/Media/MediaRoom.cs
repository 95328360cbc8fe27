using Broadsheet.Kit;
using Broadsheet.Media.Darkroom;
using Broadsheet.Storage.Outbox;
using Microsoft.Net.Http.Headers;

namespace Broadsheet.Media;

/// <summary>Pictures: their files, sizes, credits.</summary>
public static class MediaRoom
{
    public static IServiceCollection AddMedia(this IServiceCollection services, IConfiguration broadsheet) => services
        .AddSingleton(broadsheet.GetSection("Media").Get<MediaSettings>() ?? new MediaSettings())
        .AddSingleton<PictureFiles>().AddSingleton<PictureIntake>().AddSingleton<PictureWork>()
        .AddSingleton<QuickDarkroom>().AddSingleton<DeletedPictures>()
        .AddDurableConsumer<DeletedPictures>(new OutboxRoute(DeletedPictures.ConsumerName, [PictureDeleted.Name, PictureTakenOff.Name]) { MayRunAgain = true });

    /// <summary>Cuts what waits to be cut; only a serving process does that.</summary>
    public static IServiceCollection AddPictureWork(this IServiceCollection services) => services
        .AddSingleton<PictureCutting>().AddHostedService(all => all.GetRequiredService<PictureCutting>()).AddNodeConsumer<PictureCutting>();

    public static void MapMedia(this IEndpointRouteBuilder endpoints) => endpoints.MapMethods("/media/{file}", [HttpMethods.Get, HttpMethods.Head], (string file, PictureFiles pictures, HttpContext http) =>
    {
        if (pictures.Find(file) is not { } path) return Results.NotFound();
        // Named by what is in it, so it never changes.
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.File(path, PictureFiles.TypeOf(file), lastModified: File.GetLastWriteTimeUtc(path), entityTag: new EntityTagHeaderValue($"\"{file}\""), enableRangeProcessing: true);
    }).BeforeThePaperBegins(); // the desk shows them
}

/// <summary><c>Broadsheet:Media</c>: what one picture may cost.</summary>
public sealed class MediaSettings
{
    /// <summary>No larger file is taken.</summary>
    public long LargestFile { get; set; } = 30_000_000;

    /// <summary>No more pixels are taken.</summary>
    public int MostPixels { get; set; } = 40_000_000;

    /// <summary>After so long the darkroom gives a picture up.</summary>
    public int LongestSeconds { get; set; } = 120;

    /// <summary>So much memory, in MB, the darkroom may take beyond what it begins with.</summary>
    public int MostMemory { get; set; } = 800;

    /// <summary>After so long without work the darkroom's process ends.</summary>
    public double IdleSeconds { get; set; } = 10;
}
