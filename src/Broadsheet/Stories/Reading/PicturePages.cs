using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Media;
using Broadsheet.Storage;
using Broadsheet.Words;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Stories.Reading;

/// <summary>A picture's own page. There is one only while a story that readers may read shows it.</summary>
static class PicturePages
{
    const int MostStories = 50, LongestTitle = 80;

    public static async Task<IResult> Show(long number, HttpContext http, NewsroomDb db, PaperTime time, PageTags tags, ReadStories stories, IStringLocalizer<StoriesWords> say, CancellationToken stop)
    {
        var now = time.Now;
        var shown = await db.Pictures.Where(picture => picture.Number == number && picture.Cut != PictureCut.None)
            .Select(picture => new ShownPicture(picture.Number, picture.RenditionKey, picture.Cut, picture.Width, picture.Height, picture.Tone, picture.Caption, picture.Credit, picture.Alt)).SingleOrDefaultAsync(stop);
        if (shown is null) return TypedResults.NotFound();
        var uses = await (
            from revision in db.Revisions
            where revision.Text.PictureNumber == number
            join story in db.Stories on new { Story = revision.StoryNumber, Number = (int?)revision.Number } equals new { Story = story.Number, Number = story.PublishedRevision }
            where story.State == StoryState.Published && (story.EmbargoedUntil == null || story.EmbargoedUntil <= now)
            orderby story.PublishedAt descending, story.Number descending
            select new RelatedStory(story.Number, story.Section!.Slug, story.Slug, revision.Text.Headline, story.Language, story.PublishedAt!.Value, story.UpdatedAt)).Take(MostStories).ToListAsync(stop);
        if (uses.Count == 0) return TypedResults.NotFound();
        if (shown.Address is { } address && http.Request.Path.ToUriComponent() != address) return TypedResults.LocalRedirect(address, permanent: true);

        tags.Add(PageTag.Picture(number));
        tags.Add(PageTag.Pictures);
        tags.EndsAt(await stories.NextEmbargoEnds(db, stop));
        tags.EndsAt(time.EndOfThisYear());
        var title = shown.Caption.Length is > 0 and <= LongestTitle ? shown.Caption.TrimEnd('.') : say["PictureN", number].Value;
        return new Page<PicturePage>(new PageHead { Title = title, Description = shown.Caption.Length > 0 ? shown.Caption : null, CanonicalPath = shown.Address, Social = SocialOf(shown, title) }, new { Picture = shown, Stories = uses });
    }

    static Social SocialOf(ShownPicture shown, string title) =>
        new() { Type = "website", Title = title, Picture = new SocialPicture(shown.ForSharing.Address, shown.ForSharing.Width, shown.ForSharing.Height, shown.Alt) };
}
