using Broadsheet.Words;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Readers;

public static class AccountSentence
{
    public static string Sentence(this IStringLocalizer<ReadersWords> say, AccountProblem problem) => say[problem.Key, problem.About];
}
