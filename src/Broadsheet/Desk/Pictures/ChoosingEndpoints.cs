using System.Globalization;
using Broadsheet.Desk.Editing;
using Broadsheet.Kit;
using Broadsheet.Media;
using Broadsheet.Readers;
using Broadsheet.Storage;
using Broadsheet.Wire;
using Broadsheet.Wire.Pictures;
using Broadsheet.Words;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Desk.Pictures;

/// <summary>Choosing a story's picture: from the library, from what the agency sent with the item, or from one's own disk.</summary>
static class ChoosingEndpoints
{
    public static string Of(long story) => string.Create(CultureInfo.InvariantCulture, $"{EditingEndpoints.Address}/{story}/picture");

    public static void MapChoosing(this IEndpointRouteBuilder endpoints)
    {
        var story = endpoints.MapDesk(EditingEndpoints.Address + "/{number:long}/picture", Policies.Write);
        story.MapGet("", (long number, string? q, ListKey? before, Choosing choosing, CancellationToken stop) => choosing.Page(number, q, before, null, stop));
        story.MapPost("", Hang);
        story.MapPost("/upload", Upload).TakesAPicture();
        story.MapPost("/wire/{at:int}", TakeForStory).WithFormAntiforgery();

        var line = endpoints.MapDesk(Inbox.InboxEndpoints.Address + "/{line:long}/pictures/{at:int}", Policies.Write);
        line.MapGet("", Look);
        line.MapPost("", TakeForLibrary).WithFormAntiforgery();
    }

    /// <param name="chosen">The picture's number; none takes away the one that hangs there.</param>
    static async Task<IResult> Hang(long number, [FromForm(Name = "Number")] long? chosen, CurrentReader me, SaveStory saving, CancellationToken stop) =>
        Back(number, await saving.Hang(number, chosen, me.Id, stop));

    static async Task<IResult> Upload(long number, HttpContext http, IAntiforgery forgery, PictureIntake intake, CurrentReader me, SaveStory saving, Choosing choosing, CancellationToken stop) =>
        await HangTaken(number, await PictureUpload.Read(http, forgery, intake, stop), isUpload: true, me, saving, choosing, stop);

    static async Task<IResult> TakeForStory(long number, int at, WirePictures pictures, CurrentReader me, SaveStory saving, Choosing choosing, CancellationToken stop) =>
        await choosing.ItemOf(number, stop) is { } item ? await HangTaken(number, await pictures.Take(item, at, stop), isUpload: false, me, saving, choosing, stop) : Results.NotFound();

    /// <summary>A new one leads on to its form, for somebody has to say what is to be seen on it.</summary>
    static async Task<IResult> HangTaken(long number, PictureTaken taken, bool isUpload, CurrentReader me, SaveStory saving, Choosing choosing, CancellationToken stop)
    {
        if (taken.Number is not { } picture) return await choosing.Page(number, null, null, new PictureProblem(taken.Problem!, isUpload), stop);
        var saved = await saving.Hang(number, picture, me.Id, stop);
        return saved.Outcome == Saving.NoStory || taken.WasHere ? Back(number, saved) : TypedResults.LocalRedirect($"{PictureEndpoints.Of(picture)}?added=true&story={number}");
    }

    static IResult Back(long number, Saved saved) =>
        saved.Outcome == Saving.NoStory ? Results.NotFound() : TypedResults.LocalRedirect($"{EditingEndpoints.Address}/{number}?copy=0");

    /// <summary>A picture of the wire as the agency sent it, for the desk to look at.</summary>
    static async Task<IResult> Look(long line, int at, NewsroomDb db, WirePictures pictures, HttpResponse response, CancellationToken stop)
    {
        if (await ItemOf(db, line, stop) is not { } item || await pictures.ToLookAt(item, at, stop) is not { } file) return Results.NotFound();
        response.RegisterForDispose(file);
        // What it is by its content, never by its name: nothing but a picture leaves by this door.
        if (await PictureBeside.KindOf(file, stop) is not { } kind) return Results.NotFound();
        response.Headers.CacheControl = "private, max-age=300";
        return Results.Stream(file, kind.MediaType);
    }

    static async Task<IResult> TakeForLibrary(long line, int at, NewsroomDb db, WirePictures pictures, Inbox.InboxReading inbox, PictureSentences why, CancellationToken stop)
    {
        if (await ItemOf(db, line, stop) is not { } item) return Results.NotFound();
        var taken = await pictures.Take(item, at, stop);
        if (taken.Number is { } number) return TypedResults.LocalRedirect($"{PictureEndpoints.Of(number)}?{(taken.WasHere ? "here" : "added")}=true");
        if (await inbox.Preview(line, version: null, stop) is not { } shown) return Results.NotFound();
        return new Page<Inbox.InboxPage>(
            new PageHead { Title = shown.Line.Headline, DeskPart = Inbox.InboxEndpoints.Address }, new { Shown = await inbox.Page(Inbox.InboxFilter.None, before: null, shown with { PictureProblem = why[taken.Problem!] }, stop) }, StatusCodes.Status422UnprocessableEntity);
    }

    static Task<Guid?> ItemOf(NewsroomDb db, long line, CancellationToken stop) => db.InboxLines.Where(known => known.Id == line).Select(known => (Guid?)known.ItemId).SingleOrDefaultAsync(stop);
}

/// <summary>Why no picture was taken, and whether one was uploaded: the sentence stands where it was tried.</summary>
public sealed record PictureProblem(string Key, bool OfUpload);

/// <summary>What stands on the page on which a story's picture is chosen.</summary>
public sealed record ChoosingShown(StoryFacts Story, ShownPicture? Now, IReadOnlyList<ItemPicture> OfWire, long? Line, PictureLines Library, PictureProblem? Problem);

/// <summary>Reads the page on which a story's picture is chosen.</summary>
sealed class Choosing(NewsroomDb db, StoryReading stories, PictureReading library, WirePictures pictures, IStringLocalizer<DeskWords> say)
{
    public async Task<IResult> Page(long number, string? search, ListKey? before, PictureProblem? problem, CancellationToken stop)
    {
        if (await stories.Facts(number, stop) is not { } story || await stories.Revision(number, story.LastRevision, stop) is not { } last) return Results.NotFound();
        var line = await LineOf(story, stop);
        var shown = new ChoosingShown(story, last.Picture, line is null ? [] : await pictures.Of(line.ItemId, stop), line?.Id, await library.List(search, before, stop), problem);
        return new Page<ChoosePage>(
            EditingEndpoints.Head(say["ChoosePictureFor", story.Slugline]), new { Shown = shown }, problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    /// <summary>The newest version of the item that the story was made of.</summary>
    public async Task<Guid?> ItemOf(long number, CancellationToken stop) =>
        await stories.Facts(number, stop) is { } story ? (await LineOf(story, stop))?.ItemId : null;

    Task<InboxLine?> LineOf(StoryFacts story, CancellationToken stop) => story.WireItemId is { } item ? db.LineOf(item, stop) : Task.FromResult<InboxLine?>(null);
}
