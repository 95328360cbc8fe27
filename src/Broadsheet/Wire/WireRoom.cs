namespace Broadsheet.Wire;

/// <summary>Where wire items come from, and what became of them on the way in.</summary>
public static class WireRoom
{
    public static IServiceCollection AddWire(this IServiceCollection services) => services;

    /// <summary>Watches the sources; only a serving process does that.</summary>
    public static IServiceCollection AddWireIntake(this IServiceCollection services) => services;
}
