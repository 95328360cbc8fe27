using Broadsheet.Kit;
using Broadsheet.Storage;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Broadsheet.Web;

sealed class DatabaseHealth(IDbContextFactory<NewsroomDb> reading) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var db = await reading.CreateDbContextAsync(cancellationToken);
        return await db.Database.CanConnectAsync(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The database does not answer.");
    }
}

static class Health
{
    public const string Path = "/health";

    /// <summary>Live: the process answers. Ready: so does its database.</summary>
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks(Path + "/live", new HealthCheckOptions { Predicate = _ => false }).BeforeThePaperBegins();
        endpoints.MapHealthChecks(Path + "/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") }).BeforeThePaperBegins();
    }
}
