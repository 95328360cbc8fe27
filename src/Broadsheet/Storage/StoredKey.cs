namespace Broadsheet.Storage;

/// <summary>A key of the key ring, sealed with the operator's secret, so that every node can read what another signed.</summary>
public sealed class StoredKey
{
    public long Id { get; private set; }
    public required string Name { get; init; }
    public required string Xml { get; init; }
}
