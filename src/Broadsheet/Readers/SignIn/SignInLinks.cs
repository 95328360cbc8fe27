using System.Security.Cryptography;
using Broadsheet.Kit;
using Broadsheet.Storage;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Readers.SignIn;

/// <summary>One-time links. Opening one spends nothing, for mail scanners open links; pressing its button does.</summary>
public sealed class SignInLinks(INewsroomWriter writer, SiteAddress site, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    public Task<string> Create(Guid reader, CancellationToken stop) => Create(reader, Lifetime, stop);

    public async Task<string> Create(Guid reader, TimeSpan lifetime, CancellationToken stop)
    {
        var token = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        await writer.Write(async (db, stop) =>
        {
            var now = clock.GetUtcNow();
            await db.SignInLinks.Where(link => link.ExpiresAt < now).ExecuteDeleteAsync(stop);
            db.SignInLinks.Add(new SignInLink { ReaderId = reader, TokenHash = Hash(token), ExpiresAt = now + lifetime });
            return await db.SaveChangesAsync(stop);
        }, stop);
        return site.Of("/sign-in/link/" + token);
    }

    /// <summary>The reader it was made for; null if it is unknown, used or too old.</summary>
    public Task<Reader?> Redeem(string token, CancellationToken stop) => writer.Write(async (db, stop) =>
    {
        var now = clock.GetUtcNow();
        var hash = Hash(token);
        var spent = await db.SignInLinks.Where(link => link.TokenHash == hash && link.UsedAt == null && link.ExpiresAt >= now)
            .ExecuteUpdateAsync(row => row.SetProperty(link => link.UsedAt, now), stop);
        return spent == 0 ? null : await db.Readers.SingleAsync(reader => db.SignInLinks.Any(link => link.TokenHash == hash && link.ReaderId == reader.Id), stop);
    }, stop);

    static string Hash(string token) => Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token)));
}
