using System.CommandLine;
using Broadsheet.Readers;
using Broadsheet.Readers.SignIn;
using Broadsheet.Storage;
using Broadsheet.Words;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Cli;

/// <summary><c>broadsheet user create | sign-in-link | role</c></summary>
static class UserCommands
{
    static readonly Argument<string> handle = new("handle") { Description = "The name others see." };

    // By name only: a number would be read as a role too, also one that is none.
    static readonly string[] roles = [.. Enum.GetNames<Role>().Select(role => role.ToLowerInvariant())];

    public static Command Create() => new("user", "The people of the paper.") { CreateUser(), SignInLink(), GiveRole() };

    static Command CreateUser()
    {
        var email = new Option<string>("--email") { Description = "Mail address.", Required = true };
        var role = RoleOption();
        var password = new Option<bool>("--password-stdin") { Description = "Read a password from standard input." };
        var create = new Command("create", "Register a person.") { handle, email, role, password };
        create.SetAction(async (given, stop) =>
        {
            await using var newsroom = await Newsroom.Open(given, stop);
            var typed = given.GetValue(password) ? await Console.In.ReadLineAsync(stop) ?? "" : null;
            var (reader, problem) = await newsroom.Get<Registrar>().Create(given.GetRequiredValue(handle), given.GetRequiredValue(email), given.GetValue(role), typed, stop);
            return await Say(reader is not null, $"{reader?.Handle} is registered as {reader?.Role.ToString().ToLowerInvariant()}.", newsroom.Sentence(problem));
        });
        return create;
    }

    static Command SignInLink()
    {
        var link = new Command("sign-in-link", "Print a one-time link that signs the person in.") { handle };
        link.SetAction(async (given, stop) =>
        {
            await using var newsroom = await Newsroom.Open(given, stop);
            await using var db = await newsroom.Get<IDbContextFactory<NewsroomDb>>().CreateDbContextAsync(stop);
            var key = Reader.KeyOf(given.GetRequiredValue(handle));
            var id = await db.Readers.Where(reader => reader.HandleKey == key).Select(reader => (Guid?)reader.Id).SingleOrDefaultAsync(stop);
            if (id is null) return await Say(false, "", newsroom.Sentence(new AccountProblem("NobodyOfThatHandle", given.GetRequiredValue(handle))));
            return await Say(true, await newsroom.Get<SignInLinks>().Create(id.Value, stop), null);
        });
        return link;
    }

    static Command GiveRole()
    {
        var role = new Argument<Role>("role") { Description = "reader, journalist, moderator, editor or administrator." };
        role.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, roles);
        var give = new Command("role", "Give a person a role; it takes the place of the one before.") { handle, role };
        give.SetAction(async (given, stop) =>
        {
            await using var newsroom = await Newsroom.Open(given, stop);
            var problem = await newsroom.Get<Registrar>().GiveRole(given.GetRequiredValue(handle), given.GetValue(role), stop);
            return await Say(problem is null, $"{given.GetRequiredValue(handle)} is {given.GetValue(role).ToString().ToLowerInvariant()} now.", newsroom.Sentence(problem));
        });
        return give;
    }

    static Option<Role> RoleOption()
    {
        var role = new Option<Role>("--role") { Description = "reader (default), journalist, moderator, editor or administrator." };
        role.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, roles);
        return role;
    }

    static string? Sentence(this Newsroom newsroom, AccountProblem? problem) => problem is null ? null : newsroom.Get<IStringLocalizer<ReadersWords>>().Sentence(problem);

    static async Task<int> Say(bool done, string what, string? problem)
    {
        await (done ? Console.Out : Console.Error).WriteLineAsync(done ? what : problem);
        return done ? CommandLine.Done : CommandLine.Failed;
    }
}
