using System.Security.Claims;

namespace Broadsheet.Readers;

/// <summary>The signed-in person of this request.</summary>
public sealed record CurrentReader(Guid Id, string Handle, Role Role)
{
    public bool MayWrite => Role is Role.Journalist or Role.Editor or Role.Administrator;

    public static CurrentReader? Of(ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id) && Enum.TryParse<Role>(principal.FindFirstValue(ClaimTypes.Role), out var role)
            ? new CurrentReader(id, principal.Identity!.Name!, role)
            : null;

    /// <summary>So that an endpoint takes it as a parameter; null where nobody is signed in.</summary>
    public static ValueTask<CurrentReader?> BindAsync(HttpContext http) => ValueTask.FromResult(Of(http.User));
}
