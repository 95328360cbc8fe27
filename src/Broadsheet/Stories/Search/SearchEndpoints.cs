using System.Globalization;
using System.Threading.RateLimiting;
using Broadsheet.Kit;
using Broadsheet.Readers.SignIn;
using Broadsheet.Storage;
using Broadsheet.Stories.Reading;
using Broadsheet.Words;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Stories.Search;

/// <summary>What was asked for and found.</summary>
/// <param name="Stories">Null: nothing was typed that could be a word.</param>
/// <param name="After">Where the next page begins.</param>
public sealed record SearchView(string Typed, IReadOnlyList<StoryCard>? Stories, bool IsFirst, long? After);

/// <summary><c>/search?q=</c>: a page of its own each time, never kept.</summary>
static class SearchEndpoints
{
    const string Limit = "search";
    const int StoriesOnPage = 20, LongestTyped = 200, AtOnce = 20, ASecond = 2;

    public static void MapSearch(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapMethods("/search", [HttpMethods.Get, HttpMethods.Head], Search).RequireRateLimiting(Limit);

    /// <summary>What a person types is far below; a program that asks without end waits.</summary>
    public static void Configure(RateLimiterOptions options) => options.AddPolicy(Limit, http => RateLimitPartition.GetTokenBucketLimiter(
        SignInLimits.NetworkOf(http), _ => new TokenBucketRateLimiterOptions { TokenLimit = AtOnce, TokensPerPeriod = ASecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1) }));

    static async Task<IResult> Search(string? q, string? after, SearchStories search, ReadStories stories, NewsroomDb db, IStringLocalizer<StoriesWords> say, CancellationToken stop)
    {
        long? before = null;
        if (after is not null)
        {
            if (!long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return TypedResults.BadRequest();
            before = number;
        }
        var typed = WholeCharacters.Cut(TypedText.Line(q), LongestTyped);
        var found = await search.Find(db, typed, before, StoriesOnPage + 1, stop);
        // Signs without a letter or a figure are in no story.
        if (typed.Length > 0) found ??= [];
        var view = new SearchView(typed, found is null ? null : await Shown(found, stories, db, stop), before is null, found?.Count > StoriesOnPage ? found[StoriesOnPage - 1] : null);
        var head = new PageHead { Title = typed.Length > 0 ? say["SearchTitle", typed] : say["Search"], NoIndex = true };
        return new Page<SearchPage>(head, new { View = view });
    }

    static async Task<IReadOnlyList<StoryCard>> Shown(List<long> found, ReadStories stories, NewsroomDb db, CancellationToken stop)
    {
        var cards = await stories.Cards(db, found.Take(StoriesOnPage), stop);
        return [.. found.Take(StoriesOnPage).Where(cards.ContainsKey).Select(number => cards[number])];
    }
}
