using System.Globalization;
using Broadsheet.Desk.Editing;
using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Readers;
using Broadsheet.Storage;
using Broadsheet.Words;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Desk.ShownOutside;

/// <summary>Links for somebody outside to read a draft: made and taken back on the desk, opened by whoever has one.</summary>
static class PreviewEndpoints
{
    public const string Public = "/preview";
    const string MadeCookie = "broadsheet-link";

    public static void MapPreview(this IEndpointRouteBuilder endpoints)
    {
        var links = endpoints.MapDesk(EditingEndpoints.Address + "/{number:long}/outside", Policies.Write);
        links.MapGet("", (long number, HttpContext http, NewsroomDb db, PreviewLinks previews, StoryReading reading, PaperTime time, IStringLocalizer<DeskWords> say, CancellationToken stop) =>
            List(number, new PreviewForm(), null, TakeMade(number, http, previews), db, previews, reading, time, say, stop));
        links.MapPost("", Make).WithFormAntiforgery();
        links.MapPost("/{link:long}/take-back", async (long number, long link, PreviewLinks previews, CancellationToken stop) =>
        {
            await previews.TakeBack(number, link, stop);
            return TypedResults.LocalRedirect(Of(number));
        }).WithFormAntiforgery();
        endpoints.MapMethods(Public + "/{token}", CachedPages.GetOrHead, Read).BeforeThePaperBegins();
    }

    static async Task<IResult> Make(
        long number, [FromForm(Name = "For")] string? whom, [FromForm] int? days, [FromForm] bool? embargoed, [FromForm] string? token,
        HttpContext http, SiteAddress site, CurrentReader me, NewsroomDb db, PreviewLinks previews, StoryReading reading, PaperTime time, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        var typed = new PreviewForm { For = TypedText.Line(whom), Days = PreviewLinks.Days.FirstOrDefault(known => known == days, PreviewLinks.Days[0]), Embargoed = embargoed is true, Token = previews.Unseal(token) ?? PreviewLinks.NewToken() };
        if (typed.For!.Length == 0) return await List(number, typed, say["PreviewForMissing"], null, db, previews, reading, time, say, stop);
        if (typed.For.Length > Lengths.For) return await List(number, typed, say["TooLong", typed.For.Length, Lengths.For], null, db, previews, reading, time, say, stop);
        if (await previews.Make(number, typed, me.Id, stop) is not { } made) return Results.NotFound();
        http.Response.Cookies.Append(MadeCookie, previews.Seal(made), Shortly(number, site));
        return TypedResults.LocalRedirect(Of(number));
    }

    static string Of(long number) => string.Create(CultureInfo.InvariantCulture, $"{EditingEndpoints.Address}/{number}/outside");

    /// <summary>The address travels to the next page, and stands neither in that page's address nor in a log.</summary>
    static CookieOptions Shortly(long number, SiteAddress site) =>
        new() { Path = Of(number), HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = site.IsHttps, MaxAge = TimeSpan.FromMinutes(1) };

    /// <summary>The address of the link that was made just now; asked again, none.</summary>
    static string? TakeMade(long number, HttpContext http, PreviewLinks previews)
    {
        if (previews.Unseal(http.Request.Cookies[MadeCookie]) is not { } token) return null;
        http.Response.Cookies.Delete(MadeCookie, new CookieOptions { Path = Of(number) });
        return previews.AddressOf(token);
    }

    static async Task<IResult> List(
        long number, PreviewForm form, string? problem, string? made, NewsroomDb db, PreviewLinks previews, StoryReading reading, PaperTime time, IStringLocalizer<DeskWords> say, CancellationToken stop) =>
        await reading.Facts(number, stop) is { } story
            ? new Page<OutsidePage>(
                EditingEndpoints.Head(say["OutsideTitle", story.Slugline]), new { Story = story, IsEmbargoed = await HeldBack(db, story, reading, time, stop) is { IsEmbargo: true }, Links = await previews.Of(db, number, stop), Form = form, Problem = problem, Made = made },
                problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity)
            : Results.NotFound();

    /// <summary>As the agency has it now, of the newest text and its picture.</summary>
    static async Task<Publishing.Refusal?> HeldBack(NewsroomDb db, StoryFacts story, StoryReading reading, PaperTime time, CancellationToken stop) =>
        await Publishing.Publishing.HeldBack(db, story.WireItemId, story.EmbargoedUntil, (await reading.Revision(story.Number, story.LastRevision, stop))!.Text.PictureNumber, time.Now, stop);

    static async Task<IResult> Read(string token, NewsroomDb db, PreviewLinks previews, StoryReading reading, PaperTime time, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        var head = new PageHead { Title = say["PreviewTitle"], NoIndex = true };
        if (await previews.Find(db, token, stop) is not { } link || await reading.Facts(link.StoryNumber, stop) is not { } story)
            return new Page<PreviewGonePage>(head, new { Said = say["PreviewGone"].Value, More = say["PreviewGoneMore"].Value }, StatusCodes.Status410Gone);
        var newest = (await reading.Revision(story.Number, story.LastRevision, stop))!;
        var held = await HeldBack(db, story, reading, time, stop);
        if (held is not null && !(link.ShowsEmbargoed && held.IsEmbargo))
            return new Page<PreviewGonePage>(head, new { Said = say["PreviewHeld"].Value, More = say[held.IsEmbargo ? "PreviewHeldEmbargo" : "PreviewHeldAgency"].Value }, StatusCodes.Status403Forbidden);
        return new Page<PreviewPage>(head with { Title = newest.Text.Headline.Length > 0 ? newest.Text.Headline : say["PreviewTitle"].Value }, new { Story = story, Revision = newest, Link = link, IsEmbargoed = held is not null });
    }
}

/// <summary>For whom a link is to be made, as a browser sends it.</summary>
public sealed record PreviewForm
{
    public string? For { get; init; }
    public int Days { get; init; } = 3;
    public bool Embargoed { get; init; }

    /// <summary>Of the link that it makes, so that pressed twice it makes one.</summary>
    public string Token { get; init; } = PreviewLinks.NewToken();
}
