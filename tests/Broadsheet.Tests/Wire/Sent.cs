using System.Text;
using Broadsheet.Tests.World;
using Broadsheet.Wire;
using Broadsheet.Wire.Intake;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Tests.Wire;

/// <summary>What the invented agency Norra Wire sends.</summary>
static class Sent
{
    public static string G2(string guid, string? version = "1", string headline = "Harbour closed by ice", string more = "", string meta = "", string text = "The harbour of Merrin is closed.") => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}"{(version is null ? "" : $" version=\"{version}\"")} standard="NewsML-G2" standardversion="2.34" conformance="power" xml:lang="en">
          <itemMeta>
            <itemClass qcode="ninat:text"/><provider literal="Norra Wire"/><versionCreated>2026-11-24T05:00:00Z</versionCreated>
            <pubStatus qcode="stat:usable"/>{meta}
          </itemMeta>
          <contentMeta><headline>{headline}</headline><slugline>harbour-ice</slugline>{more}</contentMeta>
          <contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body><p>{text}</p></body></html></inlineXML></contentSet>
        </newsItem>
        """;

    public static string Ninjs(string uri, string headline, string? version = null, string more = "") =>
        $$"""{"uri":"{{uri}}","type":"text",{{(version is null ? "" : $"\"version\":\"{version}\",")}}"headline":"{{headline}}"{{more}},"body_xhtml":"<p>The harbour is closed.</p>"}""";

    /// <summary>Takes it in as if that source had sent it.</summary>
    public static async Task<IngestResult> Take(this Newsroom newsroom, string content, string source = "norra", string file = "item.xml") =>
        await newsroom.Get<Ingest>().Take(await newsroom.Source(source), file, new MemoryStream(Encoding.UTF8.GetBytes(content)), Newsroom.Stop);

    public static Task<Source> Source(this Newsroom newsroom, string name) => newsroom.Get<Sources>().EnsureSource(name, "Europe/Helsinki", Newsroom.Stop);

    public static async Task<List<InboxLine>> Inbox(this Newsroom newsroom)
    {
        await using var db = await newsroom.Read();
        return await db.InboxLines.NewestFirst().Include(line => line.Item).Include(line => line.Source).ToListAsync(Newsroom.Stop);
    }

    public static async Task<List<Refusal>> Refusals(this Newsroom newsroom)
    {
        await using var db = await newsroom.Read();
        return await db.Refusals.OrderBy(refusal => refusal.Id).ToListAsync(Newsroom.Stop);
    }

    public static async Task<int> Events(this Newsroom newsroom, string name)
    {
        await using var db = await newsroom.Read();
        return await db.OutboxEvents.CountAsync(happened => happened.Name == name, Newsroom.Stop);
    }
}
