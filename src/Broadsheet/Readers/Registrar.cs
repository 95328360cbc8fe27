using System.Net.Mail;
using Broadsheet.Readers.SignIn;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Readers;

/// <summary>Why an account is not made or changed: the key of a sentence, and what that sentence names.</summary>
public sealed record AccountProblem(string Key, params object[] About);

/// <summary>Makes readers and changes what they may do. Who did it to whom stays written down (<see cref="AccessEntry"/>).</summary>
public sealed class Registrar(INewsroomWriter writer, IPasswordHasher<Reader> passwords, TimeProvider clock)
{
    public const int ShortestPassword = 10, LongestHandle = 30;

    /// <summary>The reader, or why not.</summary>
    public async Task<(Reader? Reader, AccountProblem? Problem)> Create(string handle, string email, Role role, string? password, CancellationToken stop)
    {
        if (Problem(handle, email, password) is { } problem) return (null, problem);
        var reader = New(handle, email, role);
        if (password is not null) reader.PasswordHash = passwords.HashPassword(reader, password);
        return await writer.Write(async (db, stop) =>
        {
            if (await Taken(db, reader, stop) is { } taken) return ((Reader?)null, (AccountProblem?)taken);
            db.Readers.Add(reader);
            if (role != Role.Reader) db.Add(Entry(reader, null, by: null));
            await db.SaveChangesAsync(stop);
            return (reader, null);
        }, stop);
    }

    /// <summary>
    /// Gives somebody a place at the desk and has a link mailed to them. Whoever has an account already keeps it, with its handle.
    /// Null: it is done.
    /// </summary>
    public async Task<AccountProblem?> Invite(string handle, string email, Role role, Guid by, CancellationToken stop)
    {
        if (Problem(handle, email, password: null) is { } problem) return problem;
        try
        {
            return await writer.Write((db, stop) => Invite(db, New(handle, email, role), by, stop), stop);
        }
        catch (DbUpdateException)
        {
            // Somebody of that handle or address came at the same moment: now they are found.
            return await writer.Write((db, stop) => Invite(db, New(handle, email, role), by, stop), stop);
        }
    }

    async Task<AccountProblem?> Invite(NewsroomDb db, Reader invited, Guid by, CancellationToken stop)
    {
        if (await Administrator(db, by, stop) is not { } administrator) return new AccountProblem("NotAdministrator");
        var role = invited.Role;
        if (await db.Readers.SingleOrDefaultAsync(reader => reader.EmailKey == invited.EmailKey, stop) is { } known)
        {
            if (known.Role != Role.Reader) return new AccountProblem("AtTheDeskAlready", known.Handle);
            (invited, known.Role, known.SecurityStamp) = (known, role, NewStamp());
            db.Record(new AccessChanged(known.Id));
        }
        else
        {
            if (await Taken(db, invited, stop) is { } taken) return taken;
            db.Readers.Add(invited);
        }
        db.Add(Entry(invited, Role.Reader, administrator));
        db.Record(new InvitedToDesk(invited.Id, administrator));
        await db.SaveChangesAsync(stop);
        return null;
    }

    /// <summary>By the command line, which needs to be no administrator. Null: it is done.</summary>
    public Task<AccountProblem?> GiveRole(string handle, Role role, CancellationToken stop) => writer.Write(async (db, stop) =>
    {
        var key = Reader.KeyOf(handle);
        return await db.Readers.SingleOrDefaultAsync(reader => reader.HandleKey == key, stop) is { } reader
            ? await GiveRole(db, reader, role, by: null, stop) : new AccountProblem("NobodyOfThatHandle", handle);
    }, stop);

    /// <summary>
    /// By an administrator. <see cref="Role.Reader"/> ends their access to the desk; the account stays. Their open sessions end
    /// in either case. Null: it is done.
    /// </summary>
    public Task<AccountProblem?> GiveRole(Guid id, Role role, Guid by, CancellationToken stop) => writer.Write(async (db, stop) =>
    {
        await OneAtATime(db, stop);
        if (await Administrator(db, by, stop) is not { } administrator) return new AccountProblem("NotAdministrator");
        return await db.Readers.SingleOrDefaultAsync(reader => reader.Id == id, stop) is { } reader
            ? await GiveRole(db, reader, role, administrator, stop) : new AccountProblem("NobodyOfThatHandle", "");
    }, stop);

    async Task<AccountProblem?> GiveRole(NewsroomDb db, Reader reader, Role role, string? by, CancellationToken stop)
    {
        if (reader.Role == role) return null;
        await OneAtATime(db, stop);
        if (reader.Role == Role.Administrator && !await db.Readers.AnyAsync(other => other.Role == Role.Administrator && other.Id != reader.Id, stop)) return new AccountProblem("LastAdministrator");
        var before = reader.Role;
        (reader.Role, reader.SecurityStamp) = (role, NewStamp());
        if (role == Role.Reader) await db.SignInLinks.Where(link => link.ReaderId == reader.Id).ExecuteDeleteAsync(stop);
        db.Add(Entry(reader, before, by));
        db.Record(new AccessChanged(reader.Id));
        await db.SaveChangesAsync(stop);
        return null;
    }

    /// <summary>
    /// Touches every administrator's row: of two who take each other's role at the same moment on two nodes, one waits here, and
    /// begins anew with what the other has made of it.
    /// </summary>
    static Task OneAtATime(NewsroomDb db, CancellationToken stop) =>
        db.Readers.Where(reader => reader.Role == Role.Administrator).ExecuteUpdateAsync(row => row.SetProperty(reader => reader.HandleKey, reader => reader.HandleKey), stop);

    /// <summary>Their handle, if they still are one: another may have ended that while this page was open.</summary>
    static Task<string?> Administrator(NewsroomDb db, Guid id, CancellationToken stop) =>
        db.Readers.Where(reader => reader.Id == id && reader.Role == Role.Administrator).Select(reader => reader.Handle).SingleOrDefaultAsync(stop);

    static async Task<AccountProblem?> Taken(NewsroomDb db, Reader reader, CancellationToken stop) =>
        await db.Readers.AnyAsync(other => other.HandleKey == reader.HandleKey, stop) ? new AccountProblem("HandleTaken", reader.Handle)
            : await db.Readers.AnyAsync(other => other.EmailKey == reader.EmailKey, stop) ? new AccountProblem("EmailTaken", reader.Email) : null;

    AccessEntry Entry(Reader reader, Role? before, string? by) => new() { ReaderId = reader.Id, Handle = reader.Handle, Before = before, After = reader.Role, By = by, At = clock.GetUtcNow() };

    Reader New(string handle, string email, Role role) => new()
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

    /// <summary>What can be nobody's handle, and nobody's address.</summary>
    public static IEnumerable<AccountProblem> Unfit(string handle, string email)
    {
        if (handle.Trim() is not { Length: > 0 and <= LongestHandle } name || name.Any(CannotBeInAHandle)) yield return new AccountProblem("HandleUnfit", LongestHandle);
        if (email.Trim().Length == 0) yield return new AccountProblem("EmailMissing");
        else if (!MailAddress.TryCreate(email.Trim(), out var address) || !address.Host.Contains('.', StringComparison.Ordinal) || email.Length > Reader.LongestEmail) yield return new AccountProblem("EmailUnfit", email);
    }

    static AccountProblem? Problem(string handle, string email, string? password)
    {
        if (Unfit(handle, email).FirstOrDefault() is { } unfit) return unfit;
        return password is { Length: < ShortestPassword } ? new AccountProblem("PasswordTooShort", ShortestPassword) : null;
    }

    /// <summary>Nor marks that turn the direction of what stands beside them; joiners are letters' parts in Persian and Hindi.</summary>
    static bool CannotBeInAHandle(char sign) => char.IsControl(sign) || char.IsWhiteSpace(sign) || sign is '/' or '@' or '\uFFFD'
        || (char.GetUnicodeCategory(sign) is System.Globalization.UnicodeCategory.Format && sign is not ('\u200C' or '\u200D'));

    static string NewStamp() => Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
}
