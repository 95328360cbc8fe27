using Broadsheet.Media;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Storage;

public abstract partial class NewsroomDb
{
    public DbSet<Picture> Pictures => Set<Picture>();
}
