using Broadsheet.Readers;

namespace Broadsheet.Desk.People;

/// <summary>Whom to invite, as a browser sends it.</summary>
public sealed record InviteForm
{
    public string Handle { get; init; } = "";
    public string Email { get; init; } = "";
    public string? Role { get; init; }

    /// <summary>What somebody can be made at the desk.</summary>
    public static readonly IReadOnlyList<Role> Offered = [Readers.Role.Journalist, Readers.Role.Editor, Readers.Role.Administrator];

    /// <summary>By name alone: a number would be a role too.</summary>
    public static Role? RoleOf(string? typed) => Offered.Where(role => role.ToString() == typed).Select(role => (Role?)role).FirstOrDefault();

    /// <summary>At which field it is told.</summary>
    public static string FieldOf(AccountProblem problem) => problem.Key.StartsWith(nameof(Handle), StringComparison.Ordinal) ? nameof(Handle) : nameof(Email);
}
