namespace Broadsheet.Desk;

/// <summary>The editors' work: inbox, editor, publishing, front page.</summary>
public static class DeskRoom
{
    public static IServiceCollection AddDesk(this IServiceCollection services) => services;

    public static void MapDesk(this IEndpointRouteBuilder endpoints)
    {
    }
}
