using Broadsheet.Desk.Schedule;
using Broadsheet.Desk.ShownOutside;
using Broadsheet.Desk.Together;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Storage;

public abstract partial class NewsroomDb
{
    public DbSet<PreviewLink> PreviewLinks => Set<PreviewLink>();
    public DbSet<StoryVisit> StoryVisits => Set<StoryVisit>();
    public DbSet<ScheduledStory> ScheduledStories => Set<ScheduledStory>();
}
