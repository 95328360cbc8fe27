using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Broadsheet.Storage.Backup;

/// <summary>A table as a backup sees it: its columns without those that the database computes, in the order of its key.</summary>
sealed record StoredTable(string Name, IReadOnlyList<StoredColumn> Columns, IReadOnlyList<string> Key)
{
    public string Select => $"SELECT {string.Join(", ", Columns.Select(column => Quoted(column.Name)))} FROM {Quoted(Name)} ORDER BY {string.Join(", ", Key.Select(Quoted))}";

    public static string Quoted(string name) => '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

    /// <summary>Every table of the newsroom, each after those it refers to.</summary>
    public static IReadOnlyList<StoredTable> Of(NewsroomDb db)
    {
        var waiting = db.Model.GetRelationalModel().Tables.OrderBy(table => table.Name, StringComparer.Ordinal).ToList();
        var ordered = new List<ITable>(waiting.Count);
        while (waiting.Count > 0)
        {
            var next = waiting.FirstOrDefault(table => table.ForeignKeyConstraints.All(key => key.PrincipalTable == table || ordered.Contains(key.PrincipalTable)))
                ?? throw new InvalidOperationException($"The tables {string.Join(", ", waiting.Select(table => table.Name))} refer to each other in a circle: no order restores them.");
            ordered.Add(next);
            waiting.Remove(next);
        }
        return [.. ordered.Select(table => new StoredTable(table.Name, [.. table.Columns.Where(IsKept).Select(StoredColumn.Of)], [.. table.PrimaryKey!.Columns.Select(column => column.Name)]))];
    }

    static bool IsKept(IColumn column) => column.PropertyMappings.All(mapping => mapping.Property.ValueGenerated != ValueGenerated.OnAddOrUpdate);
}

sealed record StoredColumn(string Name, ColumnKind Kind)
{
    public static StoredColumn Of(IColumn column)
    {
        var type = Plain(column.PropertyMappings[0].Property.ClrType) == typeof(DateTimeOffset) ? typeof(DateTimeOffset)
            : Plain(column.StoreTypeMapping.Converter?.ProviderClrType ?? column.StoreTypeMapping.ClrType);
        return new(column.Name, KindOf(type) ?? throw new InvalidOperationException($"The column {column.Table.Name}.{column.Name} holds a {type}, which no backup can hold yet."));
    }

    static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    static ColumnKind? KindOf(Type type) =>
        type == typeof(string) ? ColumnKind.Text
        : type == typeof(int) ? ColumnKind.Int
        : type == typeof(long) ? ColumnKind.Long
        : type == typeof(bool) ? ColumnKind.Bool
        : type == typeof(Guid) ? ColumnKind.Uuid
        : type == typeof(DateTimeOffset) ? ColumnKind.Time
        : type == typeof(double) ? ColumnKind.Double
        : type == typeof(byte[]) ? ColumnKind.Bytes
        : null;

    public object? Read(DbDataReader row, int at, bool isSqlite) => row.IsDBNull(at) ? null : Kind switch
    {
        ColumnKind.Text => row.GetString(at),
        ColumnKind.Int => row.GetInt32(at),
        ColumnKind.Long => row.GetInt64(at),
        ColumnKind.Bool => row.GetBoolean(at),
        ColumnKind.Uuid => row.GetGuid(at),
        ColumnKind.Double => row.GetDouble(at),
        ColumnKind.Bytes => row.GetFieldValue<byte[]>(at),
        _ => isSqlite ? new DateTimeOffset(row.GetInt64(at) * 10, TimeSpan.Zero) : row.GetFieldValue<DateTimeOffset>(at),
    };
}
