namespace Broadsheet.Tests.World;

/// <summary>A clock that shows what it is set to.</summary>
public sealed class SetClock : TimeProvider
{
    public DateTimeOffset Now { get; set; }

    public override DateTimeOffset GetUtcNow() => Now;
}
