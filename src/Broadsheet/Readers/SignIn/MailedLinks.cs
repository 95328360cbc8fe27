using System.Threading.RateLimiting;

namespace Broadsheet.Readers.SignIn;

/// <summary>
/// How many links are mailed to one address, known or not, from wherever they are asked for: no stranger fills somebody's letter box.
/// What is asked beyond that is answered alike, and nothing is sent.
/// </summary>
public sealed class MailedLinks : IDisposable
{
    readonly PartitionedRateLimiter<string> asked = SignInLimits.ByKey(6, TimeSpan.FromHours(1));

    public bool MayGo(string account)
    {
        using var one = asked.AttemptAcquire(account);
        return one.IsAcquired;
    }

    public void Dispose() => asked.Dispose();
}
