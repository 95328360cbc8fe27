using System.Globalization;
using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.Kit.Mail;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Broadsheet.Words;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Readers.SignIn;

/// <summary>Somebody has a place at the desk and is to be told, with a link.</summary>
public sealed record InvitedToDesk(Guid Reader, string By) : IEvent
{
    public static string Name => "reader.invited/1";
}

/// <summary>As with <see cref="SignInMail"/>, the link is made when the mail is sent; it holds longer, for nobody waits for it.</summary>
sealed class InvitationMail(IDbContextFactory<NewsroomDb> reading, SignInLinks links, Mailer mailer, SiteAddress site, CurrentEdition edition, IStringLocalizer<ReadersWords> say) : IDurableConsumer
{
    public const string ConsumerName = "invitation mail";
    static readonly TimeSpan lifetime = TimeSpan.FromDays(3);

    public string Name => ConsumerName;
    public IReadOnlyCollection<string> Events { get; } = [InvitedToDesk.Name];

    public async Task Handle(OutboxEvent happened, CancellationToken stop)
    {
        var invited = happened.Read<InvitedToDesk>();
        await using var db = await reading.CreateDbContextAsync(stop);
        // An invitation taken back meanwhile is not sent.
        if (await db.Readers.SingleOrDefaultAsync(reader => reader.Id == invited.Reader && reader.Role != Role.Reader, stop) is not { } reader) return;
        CultureInfo.CurrentUICulture = edition.Facts.Culture;
        var link = await links.Create(reader.Id, lifetime, stop);
        var name = edition.Facts.Paper.Name;
        await mailer.Send(new Letter(reader.Email, say["InvitationSubject", name], say["InvitationText", invited.By, name, reader.Handle, link, lifetime.TotalDays, site.Of("/sign-in")]), stop);
    }
}
