using Broadsheet.Tests.Browser;
using Broadsheet.Tests.Cli;
using Broadsheet.Tests.Storage;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(Broadsheet.Tests.World.LongestFirst))]

namespace Broadsheet.Tests.World;

/// <summary>The classes that take minutes begin first; else one of them is left to run alone at the end, for as long as it takes.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    static readonly Type[] longest =
    [
        typeof(ScriptTests), typeof(EveryPageTests), typeof(WidthTests), typeof(DemoCommandTests), typeof(FirstPaperTests), typeof(EveryPageByKeyboardTests),
        typeof(KillTests), typeof(CommandTests), typeof(MachineSettingsTests),
    ];

    public IReadOnlyCollection<T> OrderTestCollections<T>(IReadOnlyCollection<T> testCollections) where T : ITestCollection => [.. testCollections.OrderBy(Place)];

    static int Place<T>(T collection) where T : ITestCollection =>
        Array.FindIndex(longest, type => collection.TestCollectionDisplayName.Contains($"{type.FullName} ", StringComparison.Ordinal)) is >= 0 and var place ? place : longest.Length;
}
