using Broadsheet.Edition;
using Broadsheet.Storage;
using Broadsheet.Stories.Mends;
using Broadsheet.Stories.Subjects;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Stories.Reading;

/// <summary>What stands on the front page, and when that is no longer so.</summary>
public sealed record FrontPageFacts(FrontPageView View, IReadOnlyList<ListedMend> Mends, IReadOnlyList<ShownCourse> Courses, DateTimeOffset? EmbargoEnds);

/// <summary>Reads the front page; once also while the server starts, for the first reader would wait until its queries are compiled.</summary>
sealed class FrontPageReading(
    ReadStories stories, ReadMends mends, ReadCourses courses, CurrentEdition edition, PaperTime time, IDbContextFactory<NewsroomDb> reading,
    ILogger<FrontPageReading> log) : BackgroundService
{
    static readonly TimeSpan putRightShown = TimeSpan.FromDays(7);
    const int MostPutRight = 4;

    public async Task<FrontPageFacts> Read(NewsroomDb db, CancellationToken stop) => new(
        await FrontPageView.Read(stories, db, edition.Facts, stop),
        await mends.Newest(db, time.Now - putRightShown, MostPutRight, stop),
        await courses.OnFront(db, stop),
        await stories.NextEmbargoEnds(db, stop));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var db = await reading.CreateDbContextAsync(stoppingToken);
            await Read(db, stoppingToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogWarning(failure, "The front page could not be read ahead");
        }
    }
}
