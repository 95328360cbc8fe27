using System.Runtime.CompilerServices;
using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Kit.Mail;
using Broadsheet.Media;
using Broadsheet.Media.Darkroom;
using Broadsheet.Storage;
using Broadsheet.Wire;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Cli.Doctor;

/// <summary>All parts of the set-up, in the order in which one needs the other.</summary>
sealed class SetUp(IServiceProvider services)
{
    public async IAsyncEnumerable<Finding> Check([EnumeratorCancellation] CancellationToken stop)
    {
        var (data, settings) = (Get<DataFolder>(), Get<StorageSettings>());
        foreach (var finding in Machine.Check(Get<TimeProvider>())) yield return finding;
        foreach (var finding in Disk.Check(data)) yield return finding;
        yield return await DarkroomCheck.Check(Get<MediaSettings>(), Get<TimeProvider>(), Get<ILogger<DarkroomProcess>>(), stop);
        await foreach (var finding in Post.Check(Get<MailSettings>(), data, stop)) yield return finding;

        // What else there is to check stands in the database.
        var database = await DatabaseChecks.Check(settings, data, stop);
        foreach (var finding in database.Findings) yield return finding;
        if (database.CanBeRead) await Get<CurrentEdition>().Load(stop);
        yield return Site.Check(Get<SiteAddress>());
        if (!database.CanBeRead) yield break;
        await using var db = await Get<IDbContextFactory<NewsroomDb>>().CreateDbContextAsync(stop);
        await foreach (var finding in Paper.Check(db, data, Get<TimeProvider>(), stop)) yield return finding;
        await foreach (var finding in Paper.Sources(db, Get<Sources>(), stop)) yield return finding;
        yield return await Keys.Check(db, settings, data, Get<IKeyManager>, stop);
        await foreach (var finding in Deliveries.Check(db, Get<TimeProvider>(), stop)) yield return finding;
    }

    T Get<T>() where T : notnull => services.GetRequiredService<T>();
}
