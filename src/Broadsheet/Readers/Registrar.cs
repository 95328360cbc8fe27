using System.Net.Mail;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Readers;

/// <summary>Makes readers and changes what they may do.</summary>
public sealed class Registrar(INewsroomWriter writer, IPasswordHasher<Reader> passwords, TimeProvider clock)
{
    public const int ShortestPassword = 10;
    const int LongestHandle = 30;

    /// <summary>The reader, or why not, in a sentence.</summary>
    public async Task<(Reader? Reader, string? Problem)> Create(string handle, string email, Role role, string? password, CancellationToken stop)
    {
        if (Problem(handle, email, password) is { } problem) return (null, problem);
        var reader = new Reader
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            Handle = handle.Trim(),
            HandleKey = Reader.KeyOf(handle),
            Email = email.Trim(),
            EmailKey = Reader.KeyOf(email),
            Role = role,
            SecurityStamp = NewStamp(),
            RegisteredAt = clock.GetUtcNow(),
        };
        if (password is not null) reader.PasswordHash = passwords.HashPassword(reader, password);
        return await writer.Write(async (db, stop) =>
        {
            if (await db.Readers.AnyAsync(other => other.HandleKey == reader.HandleKey, stop)) return (null, $"The handle {reader.Handle} is taken.");
            if (await db.Readers.AnyAsync(other => other.EmailKey == reader.EmailKey, stop)) return ((Reader?)null, (string?)$"A reader with the address {reader.Email} is there already.");
            db.Readers.Add(reader);
            await db.SaveChangesAsync(stop);
            return (reader, null);
        }, stop);
    }

    /// <summary>False where nobody has that handle. Ends the person's open sessions.</summary>
    public Task<bool> GiveRole(string handle, Role role, CancellationToken stop) => writer.Write(async (db, stop) =>
    {
        var key = Reader.KeyOf(handle);
        var reader = await db.Readers.SingleOrDefaultAsync(reader => reader.HandleKey == key, stop);
        if (reader is null) return false;
        reader.Role = role;
        reader.SecurityStamp = NewStamp();
        db.Record(new AccessChanged(reader.Id));
        await db.SaveChangesAsync(stop);
        return true;
    }, stop);

    static string? Problem(string handle, string email, string? password)
    {
        if (handle.Trim() is not { Length: > 0 and <= LongestHandle } name || name.Any(CannotBeInAHandle))
            return $"A handle has 1 to {LongestHandle} signs, without spaces, / and @.";
        if (!MailAddress.TryCreate(email.Trim(), out var address) || !address.Host.Contains('.', StringComparison.Ordinal)) return $"{email} is not a mail address.";
        if (password is { Length: < ShortestPassword }) return $"A password has at least {ShortestPassword} signs.";
        return null;
    }

    /// <summary>Nor marks that turn the direction of what stands beside them; joiners are letters' parts in Persian and Hindi.</summary>
    static bool CannotBeInAHandle(char sign) => char.IsControl(sign) || char.IsWhiteSpace(sign) || sign is '/' or '@' or '\uFFFD'
        || (char.GetUnicodeCategory(sign) is System.Globalization.UnicodeCategory.Format && sign is not ('\u200C' or '\u200D'));

    static string NewStamp() => Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
}
