using System.CommandLine;
using System.Net.Mail;
using Broadsheet.Kit.Mail;

namespace Broadsheet.Cli.Doctor;

/// <summary><c>broadsheet doctor [--mail ADDRESS]</c>: what is wrong with the set-up and how to mend it. Changes nothing.</summary>
static class DoctorCommand
{
    static readonly Option<string?> mail = new("--mail") { Description = "Send a test mail to this address." };

    public static Command Create()
    {
        mail.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<string?>() is { } address && !MailAddress.TryCreate(address, out _)) given.AddError($"{address} is not a mail address.");
        });
        var doctor = new Command("doctor", "Check the set-up; say what is wrong and how to mend it.") { mail };
        doctor.SetAction(async (given, stop) =>
        {
            await using var newsroom = Newsroom.Look(given);
            var worst = Health.Fine;
            await foreach (var finding in new SetUp(newsroom.Services).Check(stop))
            {
                worst = (Health)Math.Max((int)worst, (int)finding.Health);
                await Print(finding);
            }
            if (given.GetValue(mail) is { } address)
            {
                var sent = await Post.SendTest(newsroom.Get<Mailer>(), newsroom.Get<MailSettings>(), address, stop);
                worst = (Health)Math.Max((int)worst, (int)sent.Health);
                await Print(sent);
            }
            await Console.Out.WriteLineAsync(worst switch
            {
                Health.Fine => "Everything is in order.",
                Health.Note => "Nothing is wrong.",
                _ => "Something is wrong.",
            });
            return worst == Health.Wrong ? CommandLine.Failed : CommandLine.Done;
        });
        return doctor;
    }

    static async Task Print(Finding finding)
    {
        await Console.Out.WriteLineAsync($"{(finding.Health switch { Health.Fine => "ok   ", Health.Note => "note ", _ => "WRONG" })} {finding.Part}: {finding.What}");
        if (finding.Mend is not null) await Console.Out.WriteLineAsync($"      {finding.Mend}");
    }
}
