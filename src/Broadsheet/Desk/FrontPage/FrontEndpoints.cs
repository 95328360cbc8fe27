using Broadsheet.Kit;
using Broadsheet.Storage;
using Broadsheet.Stories;
using Broadsheet.Words;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Desk.FrontPage;

static class FrontEndpoints
{
    public const string Address = "/desk/front";
    const int Candidates = 30;

    public static void MapFront(this IEndpointRouteBuilder endpoints)
    {
        var front = endpoints.MapDesk(Address, Policies.Write);
        front.MapGet("", Show);
        front.MapPost("/{number:long}/rank", Rank);
        front.MapPost("/{number:long}/move", async (long number, [FromForm] int by, PlaceOnFront placing, CancellationToken stop) =>
        {
            await placing.Move(number, by, stop);
            return TypedResults.LocalRedirect($"{Address}#story-{number}");
        });
    }

    static async Task<IResult> Rank(long number, [FromForm] int rank, PlaceOnFront placing, CancellationToken stop)
    {
        if (rank is < 0 or > PlaceOnFront.Third || !await placing.Rank(number, rank == 0 ? null : rank, stop)) return Results.NotFound();
        return TypedResults.LocalRedirect($"{Address}#story-{number}");
    }

    static async Task<IResult> Show(NewsroomDb db, IStringLocalizer<DeskWords> say, CancellationToken stop)
    {
        var placed = await (from place in db.FrontPlaces
                            join story in db.Stories on place.StoryNumber equals story.Number
                            join revision in db.Revisions on new { StoryNumber = story.Number, Number = story.PublishedRevision ?? story.LastRevision } equals new { revision.StoryNumber, revision.Number }
                            orderby place.Rank, place.Order, place.StoryNumber
                            select new FrontStory(story.Number, revision.Text.Headline, story.Slugline, story.State, story.PublishedAt, place.Rank)).ToListAsync(stop);
        var recent = await (from story in db.Stories.Where(story => story.State == StoryState.Published && !db.FrontPlaces.Any(place => place.StoryNumber == story.Number))
                                .OrderByDescending(story => story.PublishedAt).ThenByDescending(story => story.Number).Take(Candidates)
                            join revision in db.Revisions on new { StoryNumber = story.Number, Number = story.PublishedRevision!.Value } equals new { revision.StoryNumber, revision.Number }
                            orderby story.PublishedAt descending, story.Number descending
                            select new FrontStory(story.Number, revision.Text.Headline, story.Slugline, story.State, story.PublishedAt, null)).ToListAsync(stop);
        return new Page<FrontDesk>(new PageHead { Title = say["FrontPage"], DeskPart = Address }, new { Placed = placed, Recent = recent });
    }
}

/// <summary>A story on the front page, or one that could be.</summary>
public sealed record FrontStory(long Number, string Headline, string Slugline, StoryState State, DateTimeOffset? PublishedAt, int? Rank);
