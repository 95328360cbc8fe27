using Broadsheet.Kit.Fetching;
using Broadsheet.Kit.Mail;

namespace Broadsheet.Kit;

/// <summary>Small things that two rooms already need.</summary>
public static class KitRoom
{
    public static IServiceCollection AddKit(this IServiceCollection services, IConfiguration broadsheet)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(broadsheet.Get<SiteSettings>() ?? new SiteSettings());
        services.AddSingleton(broadsheet.GetSection("Mail").Get<MailSettings>() ?? new MailSettings());
        services.AddSingleton(broadsheet.GetSection("Outside").Get<OutsideSettings>() ?? new OutsideSettings());
        services.AddSingleton<Outside>();
        services.AddSingleton<SiteAddress>().AddSingleton<SameOrigin>().AddSingleton<Mailer>();
        services.AddScoped<PageTags>();
        services.AddLocalization();
        return services;
    }
}
