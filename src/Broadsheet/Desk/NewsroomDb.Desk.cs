using Broadsheet.Desk.Schedule;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Storage;

public abstract partial class NewsroomDb
{
    public DbSet<ScheduledStory> ScheduledStories => Set<ScheduledStory>();
}
