using System.Runtime.CompilerServices;
using Broadsheet.Storage;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Cli.Doctor;

/// <summary>The key ring, which signs everybody in, and the secret that unseals it.</summary>
static class Keys
{
    public static async Task<Finding> Check(NewsroomDb db, StorageSettings settings, DataFolder data, Func<IKeyManager> keys, CancellationToken stop)
    {
        var count = await db.StoredKeys.CountAsync(stop);
        if (count == 0) return Finding.Fine("Keys", "none yet; they are made when somebody signs in.");
        // Asked first: the ring would make a new secret, to which no key fits.
        if (settings.Secret is null && !File.Exists(data.Secret))
            return Finding.Wrong("Keys", $"the secret that seals them, {data.Secret}, is gone: everybody is signed out.", "Bring the file back from a backup. Without it, delete the rows of stored_keys; everybody signs in again.");
        return keys().GetAllKeys().All(key => key.CreateEncryptor() is not null)
            ? Finding.Fine("Keys", $"{count}, all can be unsealed.")
            : Finding.Wrong("Keys", "some cannot be unsealed: the secret is another than the one that sealed them.", "Set Broadsheet__Secret, or the data folder's secret, to what it was.");
    }
}

/// <summary>What is on its way out.</summary>
static class Deliveries
{
    static readonly TimeSpan late = TimeSpan.FromMinutes(15);

    public static async IAsyncEnumerable<Finding> Check(NewsroomDb db, TimeProvider clock, [EnumeratorCancellation] CancellationToken stop)
    {
        var overdue = clock.GetUtcNow() - late;
        var dead = await db.Deliveries.Where(delivery => delivery.DeadAt != null).GroupBy(delivery => delivery.Consumer).Select(group => new { Consumer = group.Key, Count = group.Count() }).ToListAsync(stop);
        foreach (var consumer in dead) yield return Finding.Wrong("Deliveries", $"{consumer.Count} to {consumer.Consumer} never arrived.", "Look at the reasons on the desk, under Machine, and try again there.");
        if (await db.Deliveries.CountAsync(delivery => delivery.DeadAt == null && delivery.DueAt < overdue, stop) is var waiting and > 0)
            yield return Finding.Wrong("Deliveries", $"{waiting} wait longer than a quarter of an hour.", "Is the paper served? `broadsheet serve` delivers them; its log says what holds them up.");
        else if (dead.Count == 0) yield return Finding.Fine("Deliveries", "none is late, none was given up.");
    }
}
