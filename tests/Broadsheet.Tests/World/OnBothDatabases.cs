using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Broadsheet.Tests.World;

public enum Database { Sqlite, Postgres }

/// <summary>Data of a theory that runs once on each database; the quick tests run it on SQLite alone.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnBothDatabasesAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>([new TheoryDataRow<Database>(Database.Sqlite), new TheoryDataRow<Database>(Database.Postgres).WithTrait("Speed", "Slow")]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
