using Broadsheet.Kit;
using Broadsheet.Readers.SignIn;
using Broadsheet.Storage.Outbox;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace Broadsheet.Readers;

/// <summary>Accounts: who is signed in, and what their role lets them do.</summary>
public static class ReadersRoom
{
    public static IServiceCollection AddReaders(this IServiceCollection services)
    {
        services.AddSingleton<IPasswordHasher<Reader>, PasswordHasher<Reader>>();
        services.AddSingleton<Registrar>().AddSingleton<SignInLinks>().AddSingleton<PasswordSignIn>().AddSingleton<PasswordTries>().AddSingleton<MailedLinks>();
        services.AddSingleton<OpenStreams>().AddNodeConsumer<OpenStreams>();
        services.AddDurableConsumer<SignInMail>(new OutboxRoute(SignInMail.ConsumerName, [SignInAsked.Name]));
        services.AddDurableConsumer<InvitationMail>(new OutboxRoute(InvitationMail.ConsumerName, [InvitedToDesk.Name]));
        return services;
    }

    public static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme).Configure<SiteAddress>(Session.Configure);
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Write, policy => policy.RequireRole(nameof(Role.Journalist), nameof(Role.Editor), nameof(Role.Administrator)))
            .AddPolicy(Policies.RunThePaper, policy => policy.RequireRole(nameof(Role.Editor), nameof(Role.Administrator)))
            .AddPolicy(Policies.Administer, policy => policy.RequireRole(nameof(Role.Administrator)));
        services.AddRateLimiter(SignInLimits.Configure);
        return services;
    }

    public static void MapReaders(this IEndpointRouteBuilder endpoints) => endpoints.MapGroup("").BeforeThePaperBegins().MapSignIn();
}
