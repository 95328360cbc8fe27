using Broadsheet.Desk.Editing;
using Broadsheet.Desk.Taking;
using Broadsheet.Storage;
using Broadsheet.Stories;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Desk.Agency;

/// <summary>The two versions of an agency's item, and what of the newer one can go into the story by itself.</summary>
/// <param name="Parts">The names of the parts that change.</param>
/// <param name="ByHand">The names of those the agency changed and the desk had rewritten: the desk's words stay.</param>
public sealed record NewerVersion(StoryText Known, StoryText Newest, StoryText Result, IReadOnlyList<string> Parts, IReadOnlyList<string> ByHand)
{
    public static NewerVersion Of(StoryText story, StoryText known, StoryText newest)
    {
        var (parts, byHand) = (new List<string>(), new List<string>());
        var result = story with
        {
            Headline = Part("Headline", text => text.Headline),
            Standfirst = Part("Standfirst", text => text.Standfirst),
            Byline = Part("Byline", text => text.Byline),
            Dateline = Part("Dateline", text => text.Dateline),
            CreditLine = Part("CreditLine", text => text.CreditLine),
            BodyHtml = Part("Body", text => text.BodyHtml),
        };
        return new NewerVersion(known, newest, result, parts, byHand);

        string Part(string name, Func<StoryText, string> of)
        {
            if (of(known) == of(newest) || of(story) == of(newest)) return of(story);
            (of(story) == of(known) ? parts : byHand).Add(name);
            return of(story) == of(known) ? of(newest) : of(story);
        }
    }
}

/// <summary>Takes an agency's newer version into the story that was made of an older one, or notes that it was seen.</summary>
public sealed class TakeNewer(INewsroomWriter writer, SaveStory saving)
{
    public static StoryText TextOf(Broadsheet.Wire.WireItem item, int section) => TakeItem.TextOf(item.Read(), section);

    /// <summary>False if the agency sent yet another meanwhile or took it back, or somebody saved: then it is to be looked at again.</summary>
    public async Task<bool> Take(long number, Guid item, int revision, Guid by, CancellationToken stop) => await writer.Write(async (db, stop) =>
    {
        if (await db.AgencyNewsOf(number, stop) is not { CanBeTaken: true } news || news.NewestItem != item) return false;
        var story = await db.Stories.SingleAsync(story => story.Number == number, stop);
        if (story.LastRevision != revision) return false;
        var text = await db.Revisions.Where(one => one.StoryNumber == number && one.Number == revision).Select(one => one.Text).SingleAsync(stop);
        var known = await db.WireItems.SingleAsync(known => known.Id == story.WireItemId, stop);
        var newest = await db.WireItems.SingleAsync(newest => newest.Id == item, stop);
        var newer = NewerVersion.Of(text, TextOf(known, text.SectionId), TextOf(newest, text.SectionId));
        story.WireItemId = item;
        await db.SaveChangesAsync(stop);
        if (newer.Parts.Count == 0) return true;
        return (await saving.Revise(db, number, new StoryEdit(newer.Result, story.Slugline, revision), by, stop)).Outcome is Saving.Saved or Saving.Unchanged;
    }, stop);

    /// <summary>An editor saw it and leaves the story as it is.</summary>
    public async Task<bool> Seen(long number, Guid item, CancellationToken stop) => await writer.Write(async (db, stop) =>
    {
        if (await db.AgencyNewsOf(number, stop) is not { } news || news.NewestItem != item) return false;
        var story = await db.Stories.SingleAsync(story => story.Number == number, stop);
        story.WireItemId = item;
        await db.SaveChangesAsync(stop);
        return true;
    }, stop);
}
