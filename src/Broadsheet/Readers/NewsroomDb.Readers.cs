using Broadsheet.Readers;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Storage;

public abstract partial class NewsroomDb
{
    public DbSet<Reader> Readers => Set<Reader>();
    public DbSet<AccessEntry> AccessEntries => Set<AccessEntry>();
    public DbSet<SignInLink> SignInLinks => Set<SignInLink>();
    public DbSet<EndedSession> EndedSessions => Set<EndedSession>();
}
