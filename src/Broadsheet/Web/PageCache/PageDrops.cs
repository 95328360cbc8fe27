using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Media;
using Broadsheet.Storage.Outbox;
using Broadsheet.Stories;
using Broadsheet.Stories.Subjects;
using Broadsheet.Stories.Texts;

namespace Broadsheet.Web.PageCache;

/// <summary>Which pages an event touches.</summary>
sealed class PageDrops(PageCache pages) : INodeConsumer
{
    public ValueTask Handle(OutboxEvent happened, CancellationToken stop)
    {
        var tags = TagsOf(happened);
        return tags.Count > 0 ? pages.Drop(tags, stop) : ValueTask.CompletedTask;
    }

    static IReadOnlyCollection<string> TagsOf(OutboxEvent happened)
    {
        if (happened.Is<StoryPublished>(out var published))
            return [PageTag.Story(published.Number), PageTag.Front, PageTag.Pictures, PageTag.Section(published.SectionId), PageTag.Section(published.SectionBefore ?? published.SectionId), .. published.Subjects.Select(PageTag.Subject)];
        if (happened.Is<StoryWithdrawn>(out var withdrawn))
            return [PageTag.Story(withdrawn.Number), PageTag.Front, PageTag.Pictures, PageTag.Withdrawals, PageTag.Section(withdrawn.SectionId)];
        if (happened.Is<PictureChanged>(out var picture)) return [PageTag.Picture(picture.Number)];
        if (happened.Name == FrontPageChanged.Name) return [PageTag.Front];
        if (happened.Is<TextKept>(out var kept)) return [PageTag.Text(kept.TextName)];
        // A name may stand on any page: as a byline's link, under a story, over a list.
        return happened.Name == EditionChanged.Name || happened.Name == SubjectsChanged.Name ? [PageTag.Edition] : [];
    }
}
