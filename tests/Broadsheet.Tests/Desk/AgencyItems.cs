using Broadsheet.NewsFormats;
using Broadsheet.Storage.Outbox;
using Broadsheet.Tests.World;
using Broadsheet.Wire;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Tests.Desk;

/// <summary>Items as the wire's intake leaves them for the desk.</summary>
static class AgencyItems
{
    public sealed record Sent(string Guid = "urn:meridian:7741", string Headline = "Harbour board delays second tide gate", long Version = 1, string Status = "usable", string Source = "Meridian")
    {
        public string Type { get; init; } = "text";
        public DateTimeOffset? EmbargoedUntil { get; init; }
        public bool EmbargoedUntilLifted { get; init; }
        public bool IsCorrection { get; init; }
        public string Body { get; init; } = "<p>The board voted seven to four on Tuesday.</p>";
    }

    /// <summary>The number of the line.</summary>
    public static Task<long> Arrives(this Newsroom newsroom, Sent sent) => newsroom.Writer.Write(async (db, stop) =>
    {
        var now = newsroom.Get<TimeProvider>().GetUtcNow();
        var source = await db.Sources.SingleOrDefaultAsync(source => source.Name == sent.Source, stop);
        if (source is null)
        {
            db.Sources.Add(source = new Source { Name = sent.Source, Zone = "Europe/London" });
            await db.SaveChangesAsync(stop);
        }
        var item = new WireItem
        {
            Id = Guid.CreateVersion7(now),
            SourceId = source.Id,
            Guid = sent.Guid,
            Version = sent.Version,
            ContentHash = Guid.CreateVersion7(now).ToString("N"),
            Format = "ninjs",
            ArrivedAt = now,
            Content = WireContent.Write(new NewsItem
            {
                Format = "ninjs",
                Type = sent.Type,
                Headline = sent.Headline,
                Slugline = "gate-merrin",
                Byline = "Tomas Ekwall",
                Dateline = "Merrin, 24 Nov",
                Credit = "Meridian/TE",
                Description = "Engineers are to measure one more winter of tides.",
                BodyHtml = sent.Body,
                EdNote = "Corrects paragraph 5.",
                UsageTerms = "Text free to edit.",
                Warnings = [new NewsWarning(NewsWarningKind.NoZone, "versioncreated", "Europe/Stockholm")],
            }),
        };
        db.WireItems.Add(item);
        await db.SaveChangesAsync(stop);
        var line = await db.InboxLines.SingleOrDefaultAsync(line => line.SourceId == source.Id && line.Guid == sent.Guid, stop);
        if (line is null)
        {
            db.InboxLines.Add(line = new InboxLine
            {
                SourceId = source.Id,
                Guid = sent.Guid,
                ItemId = item.Id,
                Version = 0,
                Versions = 0,
                ArrivedAt = now,
                Headline = "",
                Slugline = "gate-merrin",
                Agency = sent.Source,
                Language = "en",
                Status = "usable",
            });
        }
        line.ItemId = item.Id;
        line.Version = sent.Version;
        line.Versions++;
        line.ArrivedAt = now;
        line.Headline = sent.Headline;
        line.Urgency = 2;
        line.Status = sent.Status;
        line.Type = sent.Type;
        line.IsStory = sent.Type == "text";
        line.IsCorrection = sent.IsCorrection;
        line.EmbargoedUntil = sent.EmbargoedUntil;
        line.EmbargoedUntilLifted = sent.EmbargoedUntilLifted;
        line.MayForbid = sent.Status != "usable" || sent.EmbargoedUntil is not null || sent.EmbargoedUntilLifted;
        line.Words = 610;
        line.Pictures = 3;
        line.SeenAt = null;
        await db.SaveChangesAsync(stop);
        db.Record(new WireItemArrived(line.Id, item.Id, source.Id, item.Version, line.TakenAs, line.IsUsed));
        await db.SaveChangesAsync(stop);
        return line.Id;
    }, Newsroom.Stop);
}
