using System.Globalization;
using Broadsheet.Desk.PaperItself;
using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Broadsheet.Stories;
using Broadsheet.Words;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Web;

/// <summary>
/// Whether there is a paper to read: the desk has said what it is called, or something was published. Until then whoever asks
/// for a page, a feed or a sitemap is asked to come back later, and no machine keeps or lists what it got.
/// </summary>
sealed class Beginning(CurrentEdition edition, IDbContextFactory<NewsroomDb> reading) : INodeConsumer
{
    static readonly TimeSpan laterIs = TimeSpan.FromMinutes(10);

    volatile bool hasPublished;

    public bool IsAhead => edition.Facts.Paper.IsUnfinished && !hasPublished;

    public async Task Load(CancellationToken stop)
    {
        if (!IsAhead) return;
        await using var db = await reading.CreateDbContextAsync(stop);
        hasPublished = await db.Stories.AnyAsync(story => story.State != StoryState.Draft, stop);
    }

    public ValueTask Handle(OutboxEvent happened, CancellationToken stop)
    {
        if (happened.Name == StoryPublished.Name) hasPublished = true;
        return ValueTask.CompletedTask;
    }

    public static Task AskToComeBack(HttpContext http, RequestDelegate next)
    {
        if (!http.RequestServices.GetRequiredService<Beginning>().IsAhead) return next(http);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = LanguageOf(http);
        return http.GetEndpoint() is not { } page || page.Metadata.GetMetadata<DeskPageAttribute>() is not null || page.Metadata.GetMetadata<AnswersBeforeThePaperBegins>() is not null ? next(http) : Show(http);
    }

    /// <summary>The browser's, as long as nobody said which is the paper's.</summary>
    static CultureInfo LanguageOf(HttpContext http) =>
        http.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(language => language.Quality ?? 1)
            .Select(language => PaperForm.Languages.FirstOrDefault(ours => Tongue.AreOneLanguage(ours, language.Value.ToString())))
            .FirstOrDefault(ours => ours is not null) is { } wanted ? PaperCulture.Of(wanted) : CultureInfo.CurrentUICulture;

    static Task Show(HttpContext http)
    {
        http.Response.Headers.RetryAfter = laterIs.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        var say = http.RequestServices.GetRequiredService<IStringLocalizer<FrameWords>>();
        if (ErrorPages.WantsHtml(http.Request))
            return new Page<NotBegunPage>(new PageHead { Title = say["NotBegunTitle"], NoIndex = true }, status: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(http);
        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync($"{say["NotBegunTitle"]}. {say["NotBegunText"]}");
    }
}
