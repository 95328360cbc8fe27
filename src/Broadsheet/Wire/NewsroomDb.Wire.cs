using Broadsheet.Wire;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Storage;

public abstract partial class NewsroomDb
{
    public DbSet<Source> Sources => Set<Source>();
    public DbSet<WireItem> WireItems => Set<WireItem>();
    public DbSet<InboxLine> InboxLines => Set<InboxLine>();
    public DbSet<Refusal> Refusals => Set<Refusal>();
}
