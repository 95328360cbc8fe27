using Microsoft.AspNetCore.Authorization;

namespace Broadsheet.Kit;

/// <summary>
/// A page of the desk: who may open it, and that it is shown in the desk's frame. Every endpoint under <c>/desk</c> carries
/// it; a test fails on one without.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class DeskPageAttribute(string policy) : AuthorizeAttribute(policy);

/// <summary>Who may do what. The roles behind each stand in <c>Readers/ReadersRoom.cs</c>.</summary>
public static class Policies
{
    /// <summary>See the wire, take, write, publish: journalists, editors, administrators.</summary>
    public const string Write = nameof(Write);

    /// <summary>Decide what the paper is made of, such as its sources: editors, administrators.</summary>
    public const string RunThePaper = nameof(RunThePaper);

    /// <summary>Run the paper's machine: administrators.</summary>
    public const string Administer = nameof(Administer);
}

public static class DeskEndpoints
{
    /// <summary>A group of the desk's endpoints below <paramref name="prefix"/>, all under one policy.</summary>
    public static RouteGroupBuilder MapDesk(this IEndpointRouteBuilder endpoints, string prefix, string policy) =>
        endpoints.MapGroup(prefix).WithMetadata(new DeskPageAttribute(policy));
}
