using Broadsheet.Media;
using Broadsheet.Storage;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Broadsheet.Desk.Pictures;

/// <summary>
/// A form with a picture, read as it comes in: its token first, then the file, which goes straight to the disk. What is too
/// large is read to its end and thrown away, for a browser shows our answer only then.
/// </summary>
static class PictureUpload
{
    public const string Field = "Picture";

    const long LargestForm = 256_000_000;
    const int LongestToken = 8_000, LongestBoundary = 100;
    const string TokenField = "__RequestVerificationToken", TokenHeader = "RequestVerificationToken";

    public static RouteHandlerBuilder TakesAPicture(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new RequestSizeLimitAttribute(LargestForm));

    public static async Task<PictureTaken> Read(HttpContext http, IAntiforgery forgery, PictureIntake intake, CancellationToken stop)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= LongestBoundary } boundary) return Refused("PictureMissing");
        try
        {
            return await Read(new MultipartReader(boundary, http.Request.Body), http, forgery, intake, stop);
        }
        catch (BadHttpRequestException refused) when (refused.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            http.Response.Headers.Connection = "close"; // the rest is not waited for
            return Refused("PictureTooLarge");
        }
        catch (IOException full) when (DataFolder.IsFull(full))
        {
            throw new StorageRefusedException(StorageRefusal.DiskFull, full);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException && !stop.IsCancellationRequested)
        {
            return Refused("PictureMissing");
        }
    }

    static async Task<PictureTaken> Read(MultipartReader form, HttpContext http, IAntiforgery forgery, PictureIntake intake, CancellationToken stop)
    {
        while (await form.ReadNextSectionAsync(stop) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var part)) continue;
            var name = HeaderUtilities.RemoveQuotes(part.Name).Value;
            if (name == TokenField) http.Request.Headers[TokenHeader] = await Text(section.Body, stop);
            if (name != Field) continue;
            if (!await forgery.IsRequestValidAsync(http)) return Refused("OlderTokenOfPicture");
            return string.IsNullOrEmpty(HeaderUtilities.RemoveQuotes(part.FileName).Value) ? Refused("PictureMissing") : await intake.Take(section.Body, new PictureWords(), stop);
        }
        return Refused("PictureMissing");
    }

    static async Task<string> Text(Stream body, CancellationToken stop)
    {
        var buffer = new byte[LongestToken];
        var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, stop);
        return System.Text.Encoding.ASCII.GetString(buffer, 0, read);
    }

    static PictureTaken Refused(string problem) => new(null, problem);
}
