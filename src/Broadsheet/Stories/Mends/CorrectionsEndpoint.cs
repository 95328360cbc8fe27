using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Storage;
using Broadsheet.Words;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Stories.Mends;

static class CorrectionsEndpoint
{
    const int OnPage = 30;

    public static void MapCorrections(this IEndpointRouteBuilder endpoints) => endpoints.ForReaders(isPaged: true).MapMethods("/corrections", CachedPages.GetOrHead, Show);

    static async Task<IResult> Show(string? after, ReadMends mends, NewsroomDb db, CurrentEdition edition, PaperTime time, PageTags tags, IStringLocalizer<StoriesWords> say, CancellationToken stop)
    {
        ListKey? from = null;
        if (after is not null)
        {
            if (!ListKey.TryParse(after, out var key)) return TypedResults.BadRequest();
            from = key;
        }
        var found = await mends.From(db, from, OnPage + 1, stop);
        var shown = found.Take(OnPage).ToList();
        var next = found.Count > OnPage ? new ListKey(shown[^1].At, shown[^1].Id).ToString() : null;
        tags.Add(PageTag.Front);
        tags.EndsAt(time.EndOfToday());
        var head = new PageHead { Title = say["Corrections"], CanonicalPath = after is null ? "/corrections" : $"/corrections?after={after}", Description = say["CorrectionsOf", edition.Facts.Paper.Name], Social = new Social { Type = "website", Title = say["Corrections"] } };
        return new Page<CorrectionsPage>(head, new { Mends = shown, IsFirst = after is null, After = next });
    }
}
