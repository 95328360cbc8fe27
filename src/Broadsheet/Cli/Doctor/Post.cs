using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Broadsheet.Kit.Mail;
using Broadsheet.Storage;
using MailKit;
using MailKit.Security;
using MimeKit;

namespace Broadsheet.Cli.Doctor;

/// <summary>Mail: the sender, and whether the server lets us in.</summary>
static class Post
{
    public static async IAsyncEnumerable<Finding> Check(MailSettings settings, DataFolder data, [EnumeratorCancellation] CancellationToken stop)
    {
        if (!MailboxAddress.TryParse(settings.From, out var from) || from.Domain is not { Length: > 0 })
            yield return Finding.Wrong("Mail", $"the sender {settings.From} is not a mail address.", "Set Broadsheet__Mail__From, such as newsroom@paper.example.");
        if (settings.Host is null)
        {
            yield return Finding.Note("Mail", $"no server is set: mails are written to {Path.Combine(data.Root, "mail")} and reach nobody.", "Set Broadsheet__Mail__Host, and User and Password if it wants them.");
            yield break;
        }
        if (from?.Domain is "localhost") yield return Finding.Wrong("Mail", $"the sender {settings.From} is nobody's address, and servers refuse such mail.", "Set Broadsheet__Mail__From, such as newsroom@paper.example.");
        yield return await Knock(settings, stop);
    }

    static async Task<Finding> Knock(MailSettings settings, CancellationToken stop)
    {
        try
        {
            await Mailer.Knock(settings, stop);
            return Finding.Fine("Mail", $"{settings.Host}:{settings.Port} lets us in.");
        }
        catch (Exception failure) when (IsAboutMail(failure, stop))
        {
            return Finding.Wrong("Mail", $"{settings.Host}:{settings.Port}: {failure.Message}", MendFor(failure));
        }
    }

    public static async Task<Finding> SendTest(Mailer mailer, MailSettings settings, string address, CancellationToken stop)
    {
        try
        {
            await mailer.Send(new Letter(address, "Broadsheet can send mail", "Somebody asked `broadsheet doctor` to send this. Nothing is to be done.\n"), stop);
            return settings.Host is null
                ? Finding.Note("Test mail", "it was written to the data folder's mail, for no server is set.", "Set Broadsheet__Mail__Host to have it sent.")
                : Finding.Fine("Test mail", $"{settings.Host} took it for {address}. Look whether it arrives, and not as spam.");
        }
        catch (Exception failure) when (IsAboutMail(failure, stop))
        {
            return Finding.Wrong("Test mail", $"it was not taken: {failure.Message}", MendFor(failure));
        }
    }

    static bool IsAboutMail(Exception failure, CancellationToken stop) =>
        failure is SocketException or IOException or ProtocolException or CommandException or AuthenticationException or SslHandshakeException or NotSupportedException or ParseException
        || (failure is OperationCanceledException && !stop.IsCancellationRequested);

    static string MendFor(Exception failure) => failure switch
    {
        AuthenticationException => "Check Broadsheet__Mail__User and Broadsheet__Mail__Password.",
        SslHandshakeException => "Check the server's certificate and Broadsheet__Mail__Port (587 with STARTTLS, 465 with TLS).",
        SocketException or OperationCanceledException => "Check Broadsheet__Mail__Host and Broadsheet__Mail__Port, and that the machine may reach it.",
        _ => "Check the mail settings with whoever runs that server.",
    };
}
