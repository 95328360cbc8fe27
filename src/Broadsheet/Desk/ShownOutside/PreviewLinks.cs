using System.Security.Cryptography;
using System.Text;
using Broadsheet.Kit;
using Broadsheet.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Desk.ShownOutside;

/// <summary>A link as the desk sees it; the address itself was shown once, when it was made.</summary>
public sealed record ListedLink(long Id, string For, string? MadeBy, DateTimeOffset MadeAt, DateTimeOffset ExpiresAt, bool ShowsEmbargoed);

/// <summary>Makes and takes back links for readers outside.</summary>
public sealed class PreviewLinks(INewsroomWriter writer, SiteAddress site, TimeProvider clock, IDataProtectionProvider protection)
{
    const int Most = 50;

    /// <summary>For how many days one may hold.</summary>
    public static readonly IReadOnlyList<int> Days = [1, 3, 7, 14];

    readonly IDataProtector protector = protection.CreateProtector("preview link");

    public static string NewToken() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));

    /// <summary>So that a browser holds a token for a moment, and nobody can choose or read it there.</summary>
    internal string Seal(string token) => protector.Protect(token);

    /// <summary>Null: it was not sealed here.</summary>
    internal string? Unseal(string? token)
    {
        try { return string.IsNullOrEmpty(token) ? null : protector.Unprotect(token); }
        catch (CryptographicException) { return null; }
    }

    internal string AddressOf(string token) => site.Of(PreviewEndpoints.Public + "/" + token);

    /// <summary>The token it has, known from now on only to whoever is given it; null where there is no such story.</summary>
    public Task<string?> Make(long story, PreviewForm form, Guid by, CancellationToken stop) => writer.WriteUnique(async (db, stop) =>
    {
        var now = clock.GetUtcNow();
        if (!await db.Stories.AnyAsync(known => known.Number == story, stop)) return null;
        await db.PreviewLinks.Where(link => link.ExpiresAt < now).ExecuteDeleteAsync(stop);
        var (token, hash) = (form.Token, HashOf(form.Token));
        if (await db.PreviewLinks.SingleOrDefaultAsync(link => link.TokenHash == hash, stop) is { } there)
        {
            // Pressed twice; or the form of one made before, filled in anew.
            if (there.StoryNumber == story && there.For == form.For && there.MadeBy == by) return token;
            token = NewToken();
        }
        db.Add(new PreviewLink { StoryNumber = story, TokenHash = HashOf(token), For = form.For!, MadeBy = by, MadeAt = now, ExpiresAt = now.AddDays(form.Days), ShowsEmbargoed = form.Embargoed });
        await db.SaveChangesAsync(stop);
        return token;
    }, stop);

    /// <summary>It opens nothing any more.</summary>
    public Task TakeBack(long story, long link, CancellationToken stop) =>
        writer.Write((db, stop) => db.PreviewLinks.Where(known => known.Id == link && known.StoryNumber == story).ExecuteDeleteAsync(stop), stop);

    /// <summary>Those of a story that still hold.</summary>
    public async Task<IReadOnlyList<ListedLink>> Of(NewsroomDb db, long story, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        return await db.PreviewLinks.Where(link => link.StoryNumber == story && link.ExpiresAt > now).OrderByDescending(link => link.Id).Take(Most)
            .Select(link => new ListedLink(link.Id, link.For, db.Readers.Where(reader => reader.Id == link.MadeBy).Select(reader => reader.Handle).FirstOrDefault(), link.MadeAt, link.ExpiresAt, link.ShowsEmbargoed))
            .ToListAsync(stop);
    }

    /// <summary>Null for one that is unknown, too old or taken back.</summary>
    public Task<PreviewLink?> Find(NewsroomDb db, string token, CancellationToken stop)
    {
        var (hash, now) = (HashOf(token), clock.GetUtcNow());
        return db.PreviewLinks.SingleOrDefaultAsync(link => link.TokenHash == hash && link.ExpiresAt > now, stop);
    }

    static string HashOf(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
