using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Broadsheet.Kit.Mail;

/// <summary><c>Broadsheet:Mail</c>. Without a host, mails are written to the data folder's <c>mail</c>.</summary>
public sealed class MailSettings
{
    public string? Host { get; set; }
    public int Port { get; set; } = 587;
    public string? User { get; set; }
    public string? Password { get; set; }
    public string From { get; set; } = "newsroom@localhost";
}

public sealed record Letter(string To, string Subject, string Text);

/// <summary>Sends a mail, or writes it to a folder where no server is set. Only consumers of the outbox call it, never a request.</summary>
public sealed class Mailer(MailSettings settings, Storage.DataFolder folder, SiteAddress site, TimeProvider clock)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task Send(Letter letter, CancellationToken stop)
    {
        using var message = new MimeMessage
        {
            Subject = letter.Subject,
            Body = new TextPart("plain") { Text = letter.Text },
            Date = clock.GetUtcNow(),
            MessageId = $"{Guid.CreateVersion7(clock.GetUtcNow()):N}@{site.Value.Host}",
        };
        message.From.Add(MailboxAddress.Parse(settings.From));
        message.To.Add(MailboxAddress.Parse(letter.To));
        if (settings.Host is null) await WriteToFolder(message, stop); else await SendByServer(message, settings.Host, stop);
    }

    async Task WriteToFolder(MimeMessage message, CancellationToken stop)
    {
        var name = $"{clock.GetUtcNow():yyyyMMdd-HHmmss}-{message.MessageId![..32]}";
        var path = Path.Combine(folder.OwnFolder("mail"), name);
        await message.WriteToAsync(path + ".part", stop);
        File.Move(path + ".part", path + ".eml");
    }

    async Task SendByServer(MimeMessage message, string host, CancellationToken stop)
    {
        using var patience = Patiently(stop);
        using var server = await Connect(settings, host, patience.Token);
        await server.SendAsync(message, patience.Token);
        await server.DisconnectAsync(true, patience.Token);
    }

    /// <summary>Whether the server lets us in: throws what it says if not.</summary>
    public static async Task Knock(MailSettings settings, CancellationToken stop)
    {
        using var patience = Patiently(stop);
        using var server = await Connect(settings, settings.Host!, patience.Token);
        await server.DisconnectAsync(true, patience.Token);
    }

    static async Task<SmtpClient> Connect(MailSettings settings, string host, CancellationToken stop)
    {
        var server = new SmtpClient();
        try
        {
            await server.ConnectAsync(host, settings.Port, SecureSocketOptions.Auto, stop);
            if (settings.User is not null) await server.AuthenticateAsync(settings.User, settings.Password ?? "", stop);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    static CancellationTokenSource Patiently(CancellationToken stop)
    {
        var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        return patience;
    }
}
