using Broadsheet.Readers;
using Broadsheet.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Desk.People;

/// <summary>Somebody with a place at the desk, or who had one.</summary>
public sealed record Person(Guid Id, string Handle, string Email, Role Role, DateTimeOffset RegisteredAt);

/// <summary>Reads who is at the desk, and what was done about it.</summary>
sealed class PeopleReading(NewsroomDb db)
{
    const int Most = 1_000;
    public const int AtOnce = 50;

    // Named one by one, so that the readers, who may be many, are not gone through.
    static readonly Role[] atTheDesk = [Role.Administrator, Role.Editor, Role.Journalist, Role.Moderator];

    public async Task<IReadOnlyList<Person>> AtTheDesk(CancellationToken stop)
    {
        var people = await Shown(db.Readers.Where(reader => atTheDesk.Contains(reader.Role)).OrderBy(reader => reader.HandleKey)).Take(Most).ToListAsync(stop);
        return [.. people.OrderByDescending(person => person.Role)];
    }

    public Task<Person?> Find(Guid id, CancellationToken stop) => Shown(db.Readers.Where(reader => reader.Id == id)).SingleOrDefaultAsync(stop);

    /// <summary>Of whoever has that address.</summary>
    public Task<string?> HandleOf(string email, CancellationToken stop)
    {
        var key = Reader.KeyOf(email);
        return db.Readers.Where(reader => reader.EmailKey == key).Select(reader => reader.Handle).SingleOrDefaultAsync(stop);
    }

    /// <summary>The newest first, and one more than is shown where there is more.</summary>
    public Task<List<AccessEntry>> Trail(long? before, CancellationToken stop) => db.AccessEntries.Where(entry => entry.Id < (before ?? long.MaxValue))
        .OrderByDescending(entry => entry.Id).Take(AtOnce + 1).ToListAsync(stop);

    static IQueryable<Person> Shown(IQueryable<Reader> readers) => readers.Select(reader => new Person(reader.Id, reader.Handle, reader.Email, reader.Role, reader.RegisteredAt));
}
