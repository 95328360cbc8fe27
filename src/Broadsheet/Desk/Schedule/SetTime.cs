using System.Globalization;
using Broadsheet.Desk.Publishing;
using Broadsheet.Kit;
using NodaTime;
using NodaTime.Text;

namespace Broadsheet.Desk.Schedule;

/// <summary>Day and clock as an editor types them, in the paper's zone.</summary>
public sealed record TypedTime
{
    public string? On { get; init; }
    public string? At { get; init; }

    /// <summary>Of a time that the clocks show twice: first or second.</summary>
    public string? Which { get; init; }

    public bool IsEmpty => string.IsNullOrWhiteSpace(On) && string.IsNullOrWhiteSpace(At);
}

/// <summary>
/// A moment, or why there is none. Where the clocks go back, a time is there twice; both moments are given then and one must
/// be chosen.
/// </summary>
public sealed record SetTime(DateTimeOffset? At, Refusal? Problem, (DateTimeOffset First, DateTimeOffset Second)? Twice)
{
    const int MostDays = 366;
    static readonly LocalDatePattern day = LocalDatePattern.Iso;
    static readonly LocalTimePattern minute = LocalTimePattern.CreateWithInvariantCulture("H:mm"), second = LocalTimePattern.CreateWithInvariantCulture("H:mm:ss");

    public static SetTime Of(TypedTime typed, DateTimeZone zone, DateTimeOffset now)
    {
        if (day.Parse(TypedText.Line(typed.On)) is not { Success: true, Value: var date }) return No("TimeNoDay");
        var clock = minute.Parse(TypedText.Line(typed.At)) is { Success: true } exact ? exact : second.Parse(TypedText.Line(typed.At));
        if (!clock.Success) return No("TimeNoClock");
        var map = zone.MapLocal(date.At(clock.Value));
        if (map.Count == 0) return Skipped(map);
        var (first, last) = (map.First().ToDateTimeOffset(), map.Last().ToDateTimeOffset());
        var twice = map.Count > 1 ? (first, last) : ((DateTimeOffset, DateTimeOffset)?)null;
        if (twice is not null && typed.Which is not ("first" or "second")) return new SetTime(null, new Refusal("TimeTwice", Clock(first, zone)), twice);
        var at = typed.Which == "second" ? last : first;
        if (at <= now) return new SetTime(null, new Refusal("TimeOver"), twice);
        return at > now.AddDays(MostDays) ? new SetTime(null, new Refusal("TimeTooFar"), twice) : new SetTime(at.ToUniversalTime(), null, twice);
    }

    /// <summary>What stands in the fields for that moment.</summary>
    public static TypedTime Typed(DateTimeOffset at, DateTimeZone zone)
    {
        var local = Instant.FromDateTimeOffset(at).InZone(zone).LocalDateTime;
        var map = zone.MapLocal(local);
        return new TypedTime
        {
            On = day.Format(local.Date),
            At = Clock(at, zone),
            Which = map.Count < 2 ? null : map.First().ToInstant() == Instant.FromDateTimeOffset(at) ? "first" : "second",
        };
    }

    /// <summary>The clocks go forward over it.</summary>
    static SetTime Skipped(NodaTime.TimeZones.ZoneLocalMapping map)
    {
        var (from, to) = (map.EarlyInterval.IsoLocalEnd, map.LateInterval.IsoLocalStart);
        return No("TimeSkipped", Clock(map.LocalDateTime), Clock(from), Clock(to));
    }

    static SetTime No(string key, params object[] about) => new(null, new Refusal(key, about), null);

    static string Clock(LocalDateTime time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    static string Clock(DateTimeOffset at, DateTimeZone zone)
    {
        var local = Instant.FromDateTimeOffset(at).InZone(zone).LocalDateTime;
        return local.ToString(local.Second == 0 ? "HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture);
    }
}
