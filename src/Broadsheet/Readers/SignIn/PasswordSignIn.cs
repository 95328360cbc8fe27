using Broadsheet.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Readers.SignIn;

/// <summary>Address and password. A known and an unknown account take the same time and get the same answer.</summary>
public sealed class PasswordSignIn(INewsroomWriter writer, IDbContextFactory<NewsroomDb> reading, IPasswordHasher<Reader> passwords, TimeProvider clock)
{
    const int MostFailures = 5;
    static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(15);
    readonly string nobodysHash = passwords.HashPassword(null!, Guid.CreateVersion7().ToString());

    public async Task<Reader?> Check(string email, string password, CancellationToken stop)
    {
        await using var db = await reading.CreateDbContextAsync(stop);
        var key = Reader.KeyOf(email);
        var reader = await db.Readers.SingleOrDefaultAsync(reader => reader.EmailKey == key, stop);
        var right = passwords.VerifyHashedPassword(reader!, reader?.PasswordHash ?? nobodysHash, password) != PasswordVerificationResult.Failed;
        if (reader?.PasswordHash is null) return null;
        if (reader.LockedOutUntil > clock.GetUtcNow()) return null;
        if (right && reader.FailedSignIns == 0) return reader;
        await Count(reader.Id, right, stop);
        return right ? reader : null;
    }

    Task Count(Guid id, bool right, CancellationToken stop) => writer.Write(async (db, stop) =>
    {
        var reader = await db.Readers.SingleAsync(reader => reader.Id == id, stop);
        reader.FailedSignIns = right ? 0 : reader.FailedSignIns + 1;
        if (reader.FailedSignIns >= MostFailures)
        {
            reader.FailedSignIns = 0;
            reader.LockedOutUntil = clock.GetUtcNow() + LockedFor;
        }
        return await db.SaveChangesAsync(stop);
    }, stop);
}
