using System.Collections.Concurrent;

namespace Broadsheet.Web.PageCache;

/// <summary>What was dropped, numbered in order: a page rendered from what stood before is known by it.</summary>
sealed class RecentDrops
{
    const int BetweenSweeps = 1000;
    readonly ConcurrentDictionary<string, (long Number, DateTimeOffset At)> drops = new(StringComparer.Ordinal);
    long last, lastAt;

    public long Last => Interlocked.Read(ref last);

    /// <summary>When the last was.</summary>
    public DateTimeOffset LastAt => new(Interlocked.Read(ref lastAt), TimeSpan.Zero);

    /// <summary>Forgets now and then what no page can be older than.</summary>
    public void Add(IReadOnlyCollection<string> tags, DateTimeOffset now, TimeSpan notNeededAfter)
    {
        var number = Interlocked.Increment(ref last);
        Interlocked.Exchange(ref lastAt, now.UtcTicks);
        foreach (var tag in tags) drops[tag] = (number, now);
        if (number % BetweenSweeps != 0) return;
        foreach (var old in drops.Where(drop => drop.Value.At < now - notNeededAfter)) drops.TryRemove(old);
    }

    public bool AnySince(long number, IReadOnlyCollection<string> tags)
    {
        foreach (var tag in tags)
            if (drops.TryGetValue(tag, out var drop) && drop.Number > number) return true;
        return false;
    }
}
