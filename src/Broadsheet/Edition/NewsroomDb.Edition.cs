using Broadsheet.Edition;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Storage;

public abstract partial class NewsroomDb
{
    public DbSet<Paper> Papers => Set<Paper>();
    public DbSet<Section> Sections => Set<Section>();
    public DbSet<FormerSlug> FormerSlugs => Set<FormerSlug>();
}
