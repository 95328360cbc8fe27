using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Broadsheet.Storage;

namespace Broadsheet.Tests.Architecture;

/// <summary>Rooms know each other only in the direction that ARCHITECTURE.md draws.</summary>
public sealed class RoomTests
{
    static readonly string[] openToAll = ["Edition", "Kit", "Storage", "Words"];

    /// <summary>The arrows. A room may use the rooms in its row, those open to all, and nothing else.</summary>
    static readonly Dictionary<string, string[]> arrows = new()
    {
        ["Desk"] = ["Wire", "Stories", "Media", "Readers", "NewsFormats"],
        ["Stories"] = ["Media", "Readers", "NewsFormats"],
        ["Wire"] = ["NewsFormats", "Media"],
        ["Readers"] = ["Media"],
        ["Media"] = [],
        ["Edition"] = [],
        ["Kit"] = [],
        ["Storage"] = [],
        ["Words"] = [],
        ["Web"] = ["Desk", "Stories", "Wire", "Readers", "Media", "NewsFormats"],
        ["Cli"] = ["Web", "Desk", "Stories", "Wire", "Readers", "Media", "NewsFormats"],
    };

    static readonly ArchUnitNET.Domain.Architecture house = new ArchLoader().LoadAssemblies(typeof(Program).Assembly).Build();

    public static TheoryData<string> Rooms => [.. arrows.Keys];

    [Theory, MemberData(nameof(Rooms))]
    public void A_room_knows_only_the_rooms_its_arrows_point_to(string room) => Assert.Empty(Trespasses(room, arrows[room]));

    [Fact]
    public void Every_type_lies_in_a_room_that_has_a_row()
    {
        var outside = house.Types.Where(type => IsOurs(type) && RoomOf(type) is { } room && room.Length > 0 && !arrows.ContainsKey(room)).Select(type => type.FullName);
        Assert.Empty(outside);
    }

    [Theory, InlineData("Desk", "Wire"), InlineData("Desk", "Stories"), InlineData("Desk", "Readers"), InlineData("Stories", "Media"), InlineData("Wire", "NewsFormats")]
    public void An_arrow_that_is_taken_away_is_missed(string room, string arrow) =>
        Assert.NotEmpty(Trespasses(room, [.. arrows[room].Where(other => other != arrow)]));

    static IEnumerable<string> Trespasses(string room, string[] mayUse) =>
        from type in house.Types
        where IsOurs(type) && RoomOf(type) == room && !IsTheDatabaseOfAllRooms(type)
        from dependency in type.Dependencies
        let other = RoomOf(dependency.Target)
        where IsOurs(dependency.Target) && other.Length > 0 && other != room && !mayUse.Contains(other) && !openToAll.Contains(other)
        select $"{type.FullName} -> {dependency.Target.FullName}";

    // Each room adds its own tables to it, in its own folder.
    static bool IsTheDatabaseOfAllRooms(IType type) => type.FullName == typeof(NewsroomDb).FullName || type.FullName.StartsWith(typeof(NewsroomDb).FullName + "+", StringComparison.Ordinal);

    static bool IsOurs(IType type) => type.FullName.StartsWith("Broadsheet.", StringComparison.Ordinal);

    /// <summary>"Desk" of Broadsheet.Desk.Editing; empty for Broadsheet itself.</summary>
    static string RoomOf(IType type) => type.Namespace?.FullName.Split('.') is [_, var room, ..] ? room : "";
}
