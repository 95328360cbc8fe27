using Broadsheet.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Readers.SignIn;

/// <summary>Address and password. A known and an unknown account take the same time, write nothing and get the same answer.</summary>
public sealed class PasswordSignIn(IDbContextFactory<NewsroomDb> reading, IPasswordHasher<Reader> passwords)
{
    readonly string nobodysHash = passwords.HashPassword(null!, Guid.CreateVersion7().ToString());

    public async Task<Reader?> Check(string email, string password, CancellationToken stop)
    {
        await using var db = await reading.CreateDbContextAsync(stop);
        var key = Reader.KeyOf(email);
        var reader = await db.Readers.SingleOrDefaultAsync(reader => reader.EmailKey == key, stop);
        var right = passwords.VerifyHashedPassword(reader!, reader?.PasswordHash ?? nobodysHash, password) != PasswordVerificationResult.Failed;
        return right && reader?.PasswordHash is not null ? reader : null;
    }
}
