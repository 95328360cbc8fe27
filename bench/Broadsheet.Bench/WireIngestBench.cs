using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Broadsheet.Bench;

/// <summary>How fast a folder that is full is read and stored: from the moment the files are there until the last has moved to <c>done</c>.</summary>
static class WireIngestBench
{
    const string Name = "wire-ingest";
    const int Paragraphs = 8;
    const string Paragraph = "<p>The board of Merrin harbour voted seven to four on Tuesday to put off its decision on a second tide gate until March, after an evening of argument over who should pay for it and whether the first one works at all.</p>";

    public static async IAsyncEnumerable<Figure> Measure(Size size, [EnumeratorCancellation] CancellationToken stop)
    {
        var items = size.Of(10_000, 1_000);
        var runs = size.Of(3, 1);
        var (sqlite, postgres) = (new List<double>(), new List<double>());
        for (var run = 0; run < runs; run++) sqlite.Add(await Take(items, null, stop));
        await using (var server = await Postgres.Start(stop))
            for (var run = 0; run < runs; run++) postgres.Add(await Take(items, await server.NewDatabase(stop), stop));
        var (worst, _) = Figure.Median(sqlite) <= Figure.Median(postgres) ? (sqlite, postgres) : (postgres, sqlite);
        yield return Figure.Higher(Name, worst, "items/s", size);
        yield return Figure.Higher(Name + ".sqlite", sqlite, "items/s", size);
        yield return Figure.Higher(Name + ".postgres", postgres, "items/s", size);
    }

    static async Task<double> Take(int items, string? database, CancellationToken stop)
    {
        var data = Path.Combine(Workplace.Data, "ingest-" + Guid.CreateVersion7().ToString("N"));
        var (folder, waiting) = (Path.Combine(data, "wire"), Path.Combine(data, "waiting"));
        foreach (var empty in new[] { folder, waiting }) Directory.CreateDirectory(empty);
        for (var number = 0; number < items; number++) await File.WriteAllTextAsync(Path.Combine(waiting, string.Create(CultureInfo.InvariantCulture, $"item-{number:00000}.xml")), Item(number), stop);
        double perSecond;
        await using (await Server.Start(data, stop, database is null ? [] : ["--database", database]))
        {
            var began = Stopwatch.GetTimestamp();
            foreach (var file in Directory.EnumerateFiles(waiting)) File.Move(file, Path.Combine(folder, Path.GetFileName(file)));
            while (Directory.EnumerateFiles(folder).Any()) await Task.Delay(20, stop);
            perSecond = items / Stopwatch.GetElapsedTime(began).TotalSeconds;
            if (Directory.EnumerateFiles(Path.Combine(folder, "done")).Count() != items) throw new InvalidOperationException("Not every file was taken.");
        }
        Directory.Delete(data, recursive: true);
        Console.Error.WriteLine($"  {(database is null ? "SQLite" : "PostgreSQL")}: {perSecond:n0} items/s");
        return perSecond;
    }

    static string Item(int number) => string.Create(CultureInfo.InvariantCulture, $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:bench:{number}" version="1" standard="NewsML-G2" standardversion="2.34" conformance="power" xml:lang="en">
          <itemMeta><itemClass qcode="ninat:text"/><provider literal="Bench"/><versionCreated>2026-11-24T05:00:00Z</versionCreated><pubStatus qcode="stat:usable"/></itemMeta>
          <contentMeta><urgency>4</urgency><headline>Item {number}: harbour board delays gate {number * 7919 % 10007}</headline><slugline>gate-{number}</slugline><creditline>Bench</creditline><subject qcode="medtop:{number % 50}"><name>Topic {number % 50}</name></subject></contentMeta>
          <contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>{string.Concat(Enumerable.Repeat(Paragraph, Paragraphs))}<p>Word{number} ends it.</p></body></html></inlineXML></contentSet>
        </newsItem>
        """);
}
