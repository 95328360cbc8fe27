using System.Threading.RateLimiting;

namespace Broadsheet.Readers.SignIn;

/// <summary>
/// How many wrong passwords an account takes, known or not. From one place on the network few, so that a stranger shuts nobody
/// out of their own account; from all together many more, against guessing from a thousand places. Links by mail stay open.
/// </summary>
public sealed class PasswordTries : IDisposable
{
    readonly PartitionedRateLimiter<string> fromOnePlace = SignInLimits.ByKey(5, TimeSpan.FromMinutes(15));
    readonly PartitionedRateLimiter<string> fromEverywhere = SignInLimits.ByKey(100, TimeSpan.FromHours(1));

    public bool AreSpent(string account, string place) => IsSpent(fromOnePlace, Both(account, place)) || IsSpent(fromEverywhere, account);

    public void CountWrong(string account, string place)
    {
        using var here = fromOnePlace.AttemptAcquire(Both(account, place));
        using var all = fromEverywhere.AttemptAcquire(account);
    }

    public void Dispose()
    {
        fromOnePlace.Dispose();
        fromEverywhere.Dispose();
    }

    static bool IsSpent(PartitionedRateLimiter<string> limit, string key)
    {
        using var look = limit.AttemptAcquire(key, 0);
        return !look.IsAcquired;
    }

    static string Both(string account, string place) => account + '\n' + place;
}
