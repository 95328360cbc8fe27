using System.Globalization;
using Broadsheet.Edition;
using Broadsheet.Kit.Mail;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Broadsheet.Words;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Readers.SignIn;

/// <summary>Somebody asked to be mailed a link. Null: nobody has that address; it is recorded all the same, so that both take as long. Next: where they were going.</summary>
public sealed record SignInAsked(Guid? ReaderId, string? Next = null) : IEvent
{
    public static string Name => "sign-in.asked/1";
}

/// <summary>Makes the link only when the mail is sent, so that none lies in the outbox.</summary>
sealed class SignInMail(IDbContextFactory<NewsroomDb> reading, SignInLinks links, Mailer mailer, CurrentEdition edition, IStringLocalizer<ReadersWords> say) : IDurableConsumer
{
    public const string ConsumerName = "sign-in mail";

    public string Name => ConsumerName;
    public IReadOnlyCollection<string> Events { get; } = [SignInAsked.Name];

    public async Task Handle(OutboxEvent happened, CancellationToken stop)
    {
        var asked = happened.Read<SignInAsked>();
        await using var db = await reading.CreateDbContextAsync(stop);
        var address = await db.Readers.Where(reader => reader.Id == asked.ReaderId).Select(reader => reader.Email).SingleOrDefaultAsync(stop);
        if (address is null) return;
        CultureInfo.CurrentUICulture = edition.Facts.Culture;
        var link = await links.Create(asked.ReaderId!.Value, stop) + (asked.Next is null ? "" : QueryString.Create("next", asked.Next));
        var name = edition.Facts.Paper.Name;
        await mailer.Send(new Letter(address, say["MailSubject", name], say["MailText", name, link, SignInLinks.Lifetime.TotalMinutes]), stop);
    }
}
