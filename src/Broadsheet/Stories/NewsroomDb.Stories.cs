using Broadsheet.Stories;
using Broadsheet.Stories.Mends;
using Broadsheet.Stories.Search;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Storage;

public abstract partial class NewsroomDb
{
    public DbSet<Story> Stories => Set<Story>();
    public DbSet<Revision> Revisions => Set<Revision>();
    public DbSet<WorkingCopy> WorkingCopies => Set<WorkingCopy>();
    public DbSet<FrontPlace> FrontPlaces => Set<FrontPlace>();
    public DbSet<Mend> Mends => Set<Mend>();
    public DbSet<SearchedStory> SearchedStories => Set<SearchedStory>();
}
