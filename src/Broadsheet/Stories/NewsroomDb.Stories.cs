using Broadsheet.Stories;
using Broadsheet.Stories.Mends;
using Broadsheet.Stories.Search;
using Broadsheet.Stories.Subjects;
using Broadsheet.Stories.Texts;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Storage;

public abstract partial class NewsroomDb
{
    public DbSet<Story> Stories => Set<Story>();
    public DbSet<Revision> Revisions => Set<Revision>();
    public DbSet<WorkingCopy> WorkingCopies => Set<WorkingCopy>();
    public DbSet<FrontPlace> FrontPlaces => Set<FrontPlace>();
    public DbSet<Mend> Mends => Set<Mend>();
    public DbSet<Subject> Subjects => Set<Subject>();
    public DbSet<Filed> Filed => Set<Filed>();
    public DbSet<DuePoint> DuePoints => Set<DuePoint>();
    public DbSet<KeptText> KeptTexts => Set<KeptText>();
    public DbSet<SearchedStory> SearchedStories => Set<SearchedStory>();
}
